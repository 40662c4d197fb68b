// Generators and closures, and something else at the very end.
function* walk(depth) { if (depth > 0) { yield* walk(depth - 1); yield depth; yield* walk(depth - 1); } }
let sum = 0;
for (let round = 0; round < 40; round++) for (const depth of walk(14)) sum += depth;
const late = new Intl_().format(sum);
function Intl_() { this.format = (n) => n.toLocaleString() + new Date(0).toISOString() + encodeURIComponent('ä') + 'x'.normalize(); }
globalThis.run = (choice) => late.charCodeAt(choice % late.length);
