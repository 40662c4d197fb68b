// Runs while the component is built, and never again.
const counts = new Map();
for (const word of 'the quick brown fox jumps over the lazy dog'.split(' ')) {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}

export function count(word) {
  return counts.get(word) ?? 0;
}

addEventListener('fetch', (event) => {
  const word = new URL(event.request.url).pathname.slice(1);
  event.respondWith(new Response(`${word}: ${count(word)} of ${counts.size} words\n`));
});
