// What runs at the end is nothing like what runs for most of the time.
let state = 7;
for (let n = 0; n < 60000000; n++) state = (state * 48271) % 2147483647;
const parsed = JSON.parse(JSON.stringify({ state, when: new Date(state * 1000).toISOString() }));
const text = parsed.when.replace(/[-:T]/g, '/').split('/').map(Number).filter(Number.isFinite).sort((a, b) => a - b).join();
globalThis.run = (choice) => text.charCodeAt(choice % text.length);
