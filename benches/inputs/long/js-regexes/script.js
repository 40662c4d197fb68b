// Regular expressions over a long text.
const text = Array.from({ length: 60000 }, (_, n) => `user${n}@host${n % 97}.example.org`).join(' ');
let found = 0;
for (const pattern of [/[a-z]+\d+@/g, /host(\d+)\.example/g, /(\w+)@(\w+)\.(\w+)/g])
  for (const match of text.matchAll(pattern)) found += match[0].length;
globalThis.run = (choice) => found + choice;
