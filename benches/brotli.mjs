// Prints how large each of the files named becomes under brotli, one number a line, in bytes.
// The first argument is the quality. The window is the largest that browsers accept.

import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const [quality, ...paths] = process.argv.slice(2);
for (const path of paths) {
  const bytes = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: Number(quality),
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  console.log(brotliCompressSync(bytes, { params }).length);
}
