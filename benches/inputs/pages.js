// Behind lodash, Handlebars and marked: a page for each call, from a template that is compiled at init.

const template = Handlebars.compile(`# {{title}}

{{#each rows}}
- **{{name}}**: {{#if even}}*{{value}}*{{else}}{{value}}{{/if}}
{{/each}}
`);

function run(choice) {
  const rows = _.times(3 + (choice % 5), (row) => ({
    name: _.startCase(`row_${row}`),
    value: row * (choice + 1),
    even: row % 2 === 0,
  }));
  const page = marked.parse(template({ title: `Page ${choice}`, rows }));
  return _.reduce(page, (sum, letter) => (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0, 0);
}
