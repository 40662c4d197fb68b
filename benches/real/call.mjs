// Calls a module's exports and tells what happened, as JSON: `node call.mjs SPEC`, where SPEC is a JSON file.
//
// { wasm, preloads: { name: path }, stubs: ["name"], init: ["export(1)"], calls: [["export", 1, "$0"]], initResult }
// Imported functions that no preload has do nothing and are written down, those of WASI too if it is among the stubs. Results, the calls of imports since init
// and a hash of the memory are what is compared between an original and its snapshot.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const spec = JSON.parse(readFileSync(process.argv[2], "utf8"));
const seen = [];
const state = { memory: undefined };

// The least of WASI that these modules start with: a clock that ticks, constant randomness, output that is kept.
let now = 0n;
const view = () => new DataView(state.memory.buffer);
const wasi = {
  args_sizes_get: (count, size) => (view().setUint32(count, 0, true), view().setUint32(size, 0, true), 0),
  environ_sizes_get: (count, size) => (view().setUint32(count, 0, true), view().setUint32(size, 0, true), 0),
  clock_time_get: (_id, _precision, at) => (view().setBigUint64(at, (now += 1000000n), true), 0),
  random_get: (at, length) => {
    for (let i = 0; i < length; i++) view().setUint8(at + i, 0x5a);
    return 0;
  },
  fd_prestat_get: () => 8,
  fd_write: (fd, vectors, count, written) => {
    let total = 0;
    let text = "";
    for (let i = 0; i < count; i++) {
      const [at, length] = [0, 4].map((offset) => view().getUint32(vectors + 8 * i + offset, true));
      text += Buffer.from(new Uint8Array(state.memory.buffer, at, length)).toString();
      total += length;
    }
    view().setUint32(written, total, true);
    seen.push(`fd_write ${fd} ${text}`);
    return 0;
  },
};

function importsOf(module) {
  const imports = {};
  for (const [name, path] of Object.entries(spec.preloads)) {
    const helper = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path)), {});
    imports[name] = { ...helper.exports };
  }
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    const item = imports[from][name];
    if (item instanceof WebAssembly.Memory) state.memory = item;
    // The one tag that these modules import is wasm-bindgen's, for what JavaScript throws.
    if (item === undefined && kind === "tag") {
      imports[from][name] = new WebAssembly.Tag({ parameters: ["externref"] });
    }
    if (item !== undefined || kind !== "function") continue;
    const known = from === "wasi_snapshot_preview1" && !spec.stubs.includes(from) && wasi[name];
    imports[from][name] = known
      ? (...words) => wasi[name](...words)
      : (...words) => {
          seen.push(`${from} ${name} ${words.map(String).join(" ")}`);
          return 0;
        };
  }
  return imports;
}

const shown = (value) => (typeof value === "object" || typeof value === "function" ? typeof value : String(value));

function call(exports, [name, ...words], results) {
  const values = words.map((word) => {
    if (word === "$init") return spec.initResult;
    return typeof word === "string" && word.startsWith("$") ? results[Number(word.slice(1))] : word;
  });
  if (name === "@write") {
    new Uint8Array(state.memory.buffer).set(Buffer.from(values[1]), Number(values[0]));
    return undefined;
  }
  const wanted = exports[name].length;
  for (;;) {
    try {
      return exports[name](...values.slice(0, wanted));
    } catch (error) {
      // Integers of 64 bits have a type of their own in JavaScript.
      const narrow = values.findIndex((value) => typeof value === "number");
      if (!(error instanceof TypeError && /BigInt/.test(error.message)) || narrow < 0) throw error;
      values[narrow] = BigInt(values[narrow]);
    }
  }
}

const module = new WebAssembly.Module(readFileSync(spec.wasm));
const started = performance.now();
const { exports } = new WebAssembly.Instance(module, importsOf(module));
state.memory ??= Object.values(exports).find((item) => item instanceof WebAssembly.Memory);
for (const text of spec.init) {
  const [, name, words] = /^(.*?)(?:\((.*)\))?$/.exec(text);
  spec.initResult = call(exports, [name, ...(words ? words.split(",").map(Number) : [])], []);
}
const ready = performance.now();
seen.length = 0;
const results = [];
for (const one of spec.calls) results.push(call(exports, one, results));
const memory = state.memory && createHash("sha256").update(new Uint8Array(state.memory.buffer)).digest("hex");
const told = { results: results.map(shown), seen, memory };
process.stdout.write(JSON.stringify({ told, initResult: shown(spec.initResult), milliseconds: ready - started }));
