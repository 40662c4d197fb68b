// Sorting objects with a comparison, and maps of them.
let state = 12345;
const random = () => (state = (state * 1103515245 + 12345) & 0x7fffffff);
const people = Array.from({ length: 150000 }, (_, id) => ({ id, name: `n${random() % 5000}`, age: random() % 90 }));
people.sort((a, b) => a.age - b.age || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
const byName = new Map();
for (const person of people) byName.set(person.name, [...(byName.get(person.name) ?? []), person.id]);
globalThis.run = (choice) => byName.get(people[choice].name)[0];
