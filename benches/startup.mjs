// Measures in V8 what `startup` measures in wasmtime: from a compiled module to the result of its first
// call. Same arguments, same output; src/main.rs says what a sample is and src/rounds.rs in which order
// they are taken.
//
// Run it with `node --expose-gc`: garbage is collected before each sample, outside the timing, so that
// no sample pays for the memories of the ones before it.
//
// V8 compiles a function when it is first called and again, better, when it is hot. Modules are compiled
// once, and their code is kept, so all but the first samples see hot code, as a server would.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Host } from "./wasi.mjs";

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
      expect: { type: "string" },
      original: { type: "string" },
      snapshot: { type: "string", multiple: true, default: [] },
    },
  });
  const args = { ...values, expect: values.expect?.split(",").map(Number) };
  for (const name of ["rounds", "turn", "least", "most"]) args[name] = Number(values[name]);
  const numbers = [args.rounds, args.turn, args.least, args.most, ...(args.expect ?? [NaN])];
  if (args.original === undefined || !numbers.every(Number.isInteger)) {
    throw new Error("`--original` and `--expect` are needed, and numbers where numbers are due");
  }
  return args;
}

/** One variant of a program, ready to be started over and over. */
class Variant {
  constructor(name, path, init, args) {
    this.name = name;
    this.module = new WebAssembly.Module(readFileSync(path));
    this.init = init;
    this.call = args.call;
    this.expect = args.expect;
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

  start(host) {
    const instance = new WebAssembly.Instance(this.module, host.imports);
    const exports = instance.exports;
    host.memory = exports.memory;
    for (const name of this.init) exports[name]();
    return { exports, result: exports[this.call](0) };
  }

  /** @throws unless every call returns what it should, in one instance and in the order given */
  check() {
    const { exports, result } = this.start(new Host());
    this.expect.forEach((expected, input) => {
      this.compare(input, input === 0 ? result : exports[this.call](input), expected);
    });
  }

  /** Starts a new instance. @returns {bigint} how long that took, in nanoseconds */
  sample() {
    globalThis.gc();
    const host = new Host();
    const before = process.hrtime.bigint();
    const { result } = this.start(host);
    const taken = process.hrtime.bigint() - before;
    this.compare(0, result, this.expect[0]);
    return taken;
  }

  compare(input, result, expected) {
    if (result !== expected) {
      throw new Error(`\`${this.call}(${input})\` of \`${this.name}\` returned ${result}, not ${expected}`);
    }
  }
}

function turn(variant, round, args, lines) {
  variant.sample();
  const begin = performance.now();
  for (let taken = 0; taken < args.least || (taken < args.most && performance.now() - begin < args.turn); taken++) {
    lines.push(`${variant.name},${round},${variant.sample()}`);
  }
}

const args = readArgs();
const variants = [Variant.original(args), ...args.snapshot.map((text) => Variant.snapshot(text, args))];
for (const variant of variants) variant.check();
const lines = [];
for (let round = 0; round < args.rounds; round++) {
  for (const variant of variants) turn(variant, round, args, lines);
  variants.reverse();
}
console.log(lines.join("\n"));
