// Counts what a text is made of: builds CRC tables, a prime sieve and a map of word weights ahead of
// time. The globals below are filled by the module's start function, the rest by init.

const crcTable = new StaticArray<u32>(8 * 256);
const weights = new Map<string, i32>();
const primes = new Array<i32>();
let ready = false;

const SYLLABLES = "ba be bi bo bu ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu".split(" ");

const TEXTS: string[] = [
  "bala kelo minu boku a text that mixes known nanu and unknown words lulu",
  "lulu lulu lulu",
  "kakaka mimimi nonono: three syllables each, bobebi too",
  "",
];

function fillCrcTable(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ ((crc & 1) * 0xedb88320);
    crcTable[byte] = crc;
  }
  for (let slice: u32 = 1; slice < 8; slice++) {
    for (let byte: u32 = 0; byte < 256; byte++) {
      const previous = crcTable[(slice - 1) * 256 + byte];
      crcTable[slice * 256 + byte] = (previous >>> 8) ^ crcTable[previous & 0xff];
    }
  }
}

function crc32(text: string): u32 {
  const bytes = Uint8Array.wrap(String.UTF8.encode(text));
  let crc: u32 = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = crcTable[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return ~crc;
}

function fillPrimes(limit: i32): void {
  const composite = new StaticArray<bool>(limit);
  for (let candidate = 2; candidate < limit; candidate++) {
    if (composite[candidate]) continue;
    primes.push(candidate);
    for (let multiple = candidate * 2; multiple < limit; multiple += candidate) composite[multiple] = true;
  }
}

// Every word of two and three syllables weighs the prime that its checksum picks.
function fillWeights(): void {
  for (let a = 0; a < SYLLABLES.length; a++) {
    for (let b = 0; b < SYLLABLES.length; b++) {
      const two = SYLLABLES[a] + SYLLABLES[b];
      weights.set(two, primes[<i32>(crc32(two) % <u32>primes.length)]);
      for (let c = 0; c < SYLLABLES.length; c += 4) {
        const three = two + SYLLABLES[c];
        weights.set(three, primes[<i32>(crc32(three) % <u32>primes.length)]);
      }
    }
  }
}

// Exported as `wizer-initialize`, see export-name.mjs.
export function initialize(): void {
  if (ready) return;
  fillCrcTable();
  fillPrimes(60000);
  fillWeights();
  ready = true;
}

export function run(choice: i32): i32 {
  initialize();
  const text = TEXTS[<i32>(<u32>choice % <u32>TEXTS.length)];
  const words = text.split(" ");
  let sum: i32 = 0;
  for (let nth = 0; nth < words.length; nth++) {
    const word = words[nth];
    sum = sum * 31 + (weights.has(word) ? weights.get(word) : word.length);
  }
  return sum ^ <i32>crc32(text);
}
