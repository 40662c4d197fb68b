// Long numbers: the digits of a factorial.
let product = 1n;
for (let n = 2n; n <= 2600n; n++) product *= n;
const digits = product.toString();
globalThis.run = (choice) => digits.charCodeAt(choice);
