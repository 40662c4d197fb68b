// Measures in V8 and in JavaScriptCore what `startup` measures in wasmtime and wasmi: from a compiled module
// to the result of its first call. Same arguments, same output; src/main.rs says what a sample is and
// src/rounds.rs in which order they are taken.
//
// Run it with `node --expose-gc` or with `bun`: garbage is collected before each sample, outside the timing,
// so that no sample pays for the memories of the ones before it.
//
// Both engines compile a function when it is first called and again, better, when it is hot. Modules are
// compiled once, and their code is kept, so all but the first samples see hot code, as a server would.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Host } from "./wasi.mjs";

const collectGarbage = globalThis.Bun ? () => globalThis.Bun.gc(true) : globalThis.gc;

const NANOSECONDS_PER_MS = 1_000_000n;

/** Reads the command line. @throws when a number isn't one, or a needed option is missing */
function readArgs() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "15" },
      turn: { type: "string", default: "40" },
      least: { type: "string", default: "3" },
      most: { type: "string", default: "200" },
      init: { type: "string", default: "wizer-initialize" },
      call: { type: "string", default: "run" },
      inputs: { type: "string" },
      text: { type: "string" },
      expect: { type: "string" },
      original: { type: "string" },
      snapshot: { type: "string", multiple: true, default: [] },
    },
  });
  const expect = values.expect?.split(",").map(Number) ?? [NaN];
  const inputs = values.inputs?.split(",").map(Number) ?? [...expect.keys()];
  const args = { ...values, calls: expect.map((result, at) => ({ input: values.text ?? inputs[at], result })) };
  for (const name of ["rounds", "turn", "least", "most"]) args[name] = Number(values[name]);
  const numbers = [args.rounds, args.turn, args.least, args.most, ...expect, ...inputs];
  if (inputs.length < expect.length || !numbers.every(Number.isInteger)) {
    throw new Error("`--expect` is needed, and numbers where numbers are due");
  }
  return args;
}

/** One variant of a program, ready to be started over and over. */
class Variant {
  constructor(name, path, init, args) {
    this.name = name;
    this.module = new WebAssembly.Module(readFileSync(path));
    this.imports = WebAssembly.Module.imports(this.module);
    this.init = init;
    this.call = args.call;
    this.calls = args.calls;
  }

  static original(args) {
    const variant = new Variant("original", args.original, [args.init], args);
    const names = WebAssembly.Module.exports(variant.module).map((item) => item.name);
    if (names.includes("_initialize")) variant.init.unshift("_initialize");
    return variant;
  }

  static snapshot(text, args) {
    const at = text.indexOf("=");
    return new Variant(text.slice(0, at), text.slice(at + 1), [], args);
  }

  instantiate(host) {
    const instance = new WebAssembly.Instance(this.module, host.imports);
    host.memory = instance.exports.memory;
    return instance.exports;
  }

  initialize(exports) {
    for (const name of this.init) exports[name]();
  }

  /** Calls the export. A string is passed as the host of a component does: the module makes room for it. */
  run(exports, input) {
    if (typeof input === "number") return exports[this.call](input);
    const bytes = new TextEncoder().encode(input);
    const place = exports.cabi_realloc(0, 0, 1, bytes.length);
    new Uint8Array(exports.memory.buffer, place, bytes.length).set(bytes);
    return exports[this.call](place, bytes.length);
  }

  /** @throws unless every call returns what it should, in one instance and in the order given */
  check() {
    const exports = this.instantiate(Host.for(this.imports));
    this.initialize(exports);
    for (const { input, result } of this.calls) this.compare(input, this.run(exports, input), result);
  }

  /** Starts a new instance. @returns how long it took to the instance and to the result, in nanoseconds */
  sample() {
    collectGarbage();
    const host = Host.for(this.imports);
    const { input, result } = this.calls[0];
    const before = process.hrtime.bigint();
    const exports = this.instantiate(host);
    const instantiated = process.hrtime.bigint();
    this.initialize(exports);
    const found = this.run(exports, input);
    const first = process.hrtime.bigint();
    this.compare(input, found, result);
    return { instantiate: instantiated - before, first: first - before };
  }

  compare(input, result, expected) {
    if (result !== expected) {
      throw new Error(`\`${this.call}(${input})\` of \`${this.name}\` returned ${result}, not ${expected}`);
    }
  }
}

/** One variant's turn. @returns its samples: one if that alone takes as long as a turn */
function turn(variant, args) {
  const uncounted = variant.sample();
  if (uncounted.first >= BigInt(args.turn) * NANOSECONDS_PER_MS) return [uncounted];
  const samples = [];
  const begin = performance.now();
  while (samples.length < args.least || (samples.length < args.most && performance.now() - begin < args.turn)) {
    samples.push(variant.sample());
  }
  return samples;
}

const args = readArgs();
const variants = args.original === undefined ? [] : [Variant.original(args)];
variants.push(...args.snapshot.map((text) => Variant.snapshot(text, args)));
for (const variant of variants) variant.check();
const lines = [];
for (let round = 0; round < args.rounds; round++) {
  for (const variant of variants) {
    for (const { instantiate, first } of turn(variant, args)) {
      lines.push(`${variant.name},${round},${instantiate},${first},`);
    }
  }
  variants.reverse();
}
console.log(lines.join("\n"));
