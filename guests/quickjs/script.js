// A small full-text search over generated notes: what a worker would index before its first request.

const WORDS = `harbour lantern meadow copper thistle ferry granite willow orchard beacon cellar ridge
  saddle timber anchor barley cinder dapple ember fallow gable heron inlet juniper kestrel lichen mortar
  nettle otter pebble quarry rushes sorrel tallow umber vellum wicker yarrow zephyr bramble`.split(/\s+/);

// A generator of our own: Math.random is seeded from the clock.
let state = 20240229;
function random(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

class Note {
  constructor(id) {
    this.id = id;
    this.title = `${WORDS[random(WORDS.length)]} ${WORDS[random(WORDS.length)]}`;
    this.words = Array.from({ length: 12 + random(12) }, () => WORDS[random(WORDS.length)]);
  }

  get text() {
    return `${this.title}: ${this.words.join(" ")}.`;
  }
}

class Index {
  #postings = new Map();
  #notes;

  constructor(notes) {
    this.#notes = notes;
    for (const note of notes) {
      for (const [word] of note.text.matchAll(/\p{L}+/gu)) {
        const stem = word.normalize("NFC").toLowerCase().slice(0, 6);
        if (!this.#postings.has(stem)) this.#postings.set(stem, new Map());
        const hits = this.#postings.get(stem);
        hits.set(note.id, (hits.get(note.id) ?? 0) + 1);
      }
    }
  }

  search(query) {
    const scores = new Map();
    for (const term of query.split(" ")) {
      const hits = this.#postings.get(term.slice(0, 6));
      for (const [id, count] of hits ?? []) {
        scores.set(id, (scores.get(id) ?? 0) + count * Math.log(1 + this.#notes.length / hits.size));
      }
    }
    return [...scores]
      .map(([id, score]) => ({ id, score: Math.round(score * 1000), title: this.#notes[id].title }))
      .sort((a, b) => b.score - a.score || a.id - b.id)
      .slice(0, 10);
  }
}

const index = new Index(Array.from({ length: 600 }, (_, id) => new Note(id)));

// Hashes the ten best notes for two words that the number chooses.
globalThis.run = (choice) => {
  const word = (nth) => WORDS[(((choice * 7 + nth) % WORDS.length) + WORDS.length) % WORDS.length];
  const page = JSON.stringify(index.search(`${word(0)} ${word(3)}`));
  let hash = 0;
  for (const character of page) hash = (Math.imul(hash, 31) + character.codePointAt(0)) | 0;
  return hash;
};
