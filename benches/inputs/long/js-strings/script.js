// Strings: split, joined, replaced, compared.
let text = 'the quick brown fox jumps over the lazy dog ';
for (let n = 0; n < 11; n++) text += text.split(' ').reverse().join(' ').replace('quick', `q${n}`);
const words = text.split(/\s+/).map((word) => word.padStart(8, '.').toUpperCase());
words.sort();
const unique = [...new Set(words)].join(',');
let hash = 0;
for (let round = 0; round < 30; round++) for (let n = 0; n < text.length; n++) hash = (hash * 31 + text.charCodeAt(n)) | 0;
globalThis.run = (choice) => unique.charCodeAt(choice % unique.length) + hash;
