// Prints how large each of the files named becomes under gzip and under brotli, two numbers a line, in bytes.
// The first argument is brotli's quality; gzip has its highest level. Brotli's window is the largest that
// browsers accept.

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [quality, ...paths] = process.argv.slice(2);
for (const path of paths) {
  const bytes = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: Number(quality),
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const gzipped = gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
  console.log(`${gzipped.length},${brotliCompressSync(bytes, { params }).length}`);
}
