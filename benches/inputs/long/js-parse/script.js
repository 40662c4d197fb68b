// Parsing: the text of a large program, built and evaluated.
const parts = [];
for (let n = 0; n < 60000; n++) parts.push(`function f${n}(a, b) { return a * ${n} + (b ?? 'x').length; }`);
(0, eval)(parts.join('\n'));
globalThis.run = (choice) => f59999(choice, 'abc');
