// Runs while the component is built, and never again.
const counts = new Map();
for (const word of 'the quick brown fox jumps over the lazy dog'.split(' ')) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

export function count(word) {
  return counts.get(word) ?? 0;
}
