// Maps and sets with keys of all sorts.
const counts = new Map(), seen = new Set();
for (let n = 0; n < 2000000; n++) {
  const key = n % 3 ? `k${n % 4001}` : n % 5003;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  if (n % 7 === 0) seen.add(n % 9001); else seen.delete(n % 9001);
}
globalThis.run = (choice) => counts.get(choice) + seen.size;
