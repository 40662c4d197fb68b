// Tables: numbers in typed arrays.
const size = 1 << 16, table = new Float64Array(size);
for (let round = 0; round < 400; round++)
  for (let n = 1; n < size; n++) table[n] = (table[n - 1] * 31 + n * round) % 1009;
globalThis.run = (choice) => table[choice & 65535] | 0;
