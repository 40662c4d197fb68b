// How fast V8 could start a snapshot at most, if its memory has to be what it is: compares the incumbent's snapshot,
// ours, and ours with a single byte in each page that has any, which no engine can tell from less work.
//
//   node --expose-gc benches/floor.mjs THEIRS OURS     both of one program, with an export `run`
//
// Prints medians of the time to the instance and to the result of `run(0)`, in µs, and how many times as fast
// ours is and could be at most. The module of single bytes computes nothing, and is instantiated alone.

import { readFileSync } from "node:fs";
import { Host } from "./wasi.mjs";

const ROUNDS = 41;
const PAGE = 4096;
const WASM_PAGE = 65_536;
const SECTION = { memory: 5, data: 11, dataCount: 12 };
const HEADER = 8;

/** Reads numbers of a binary module, one after the other. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number(isSigned = false) {
    let value = 0n;
    let shift = 0n;
    let byte;
    do {
      byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      shift += 7n;
    } while (byte & 0x80);
    return Number(isSigned && byte & 0x40 ? value - (1n << shift) : value);
  }

  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** A number that is not negative, of a type with a sign or without. */
function encode(number, isSigned = false) {
  const bytes = [];
  let rest = number;
  for (;;) {
    const group = rest % 128;
    rest = Math.floor(rest / 128);
    const isLast = rest === 0 && !(isSigned && group & 0x40);
    bytes.push(isLast ? group : group | 0x80);
    if (isLast) return bytes;
  }
}

/** The contents of the first memory. @throws unless its segments are active, at constants */
function contents(sections) {
  let memory = Buffer.alloc(0);
  for (const { id, payload } of sections) {
    const reader = new Reader(payload);
    if (id === SECTION.memory) memory = Buffer.alloc(new Reader(payload, 2).number() * WASM_PAGE);
    if (id !== SECTION.data) continue;
    for (let left = reader.number(); left > 0; left--) {
      const kind = reader.byte();
      if (kind === 1) {
        reader.take(reader.number());
        continue;
      }
      if (kind !== 0 || reader.byte() !== 0x41) throw new Error("only plain segments of one 32-bit memory are known");
      const start = reader.number(true) >>> 0;
      reader.byte();
      memory.set(reader.take(reader.number()), start);
    }
  }
  return memory;
}

/** The module with a byte for each page. */
function least(wasm) {
  const reader = new Reader(wasm, HEADER);
  const sections = [];
  while (reader.at < wasm.length) {
    const first = reader.at;
    const id = reader.byte();
    const payload = reader.take(reader.number());
    sections.push({ id, payload, whole: wasm.subarray(first, reader.at) });
  }
  const memory = contents(sections);
  const segments = [];
  for (let page = 0; page < memory.length; page += PAGE) {
    const at = memory.subarray(page, page + PAGE).findIndex((byte) => byte !== 0);
    if (at >= 0) segments.push([0, 0x41, ...encode(page + at, true), 0x0b, 1, memory[page + at]]);
  }
  const data = Buffer.from([...encode(segments.length), ...segments.flat()]);
  const parts = [wasm.subarray(0, HEADER)];
  for (const { id, whole } of sections) {
    if (id === SECTION.data) parts.push(Buffer.from([id, ...encode(data.length)]), data);
    else if (id !== SECTION.dataCount) parts.push(whole);
  }
  return { wasm: Buffer.concat(parts), pages: segments.length };
}

function sample(module, isCalled) {
  globalThis.gc();
  const host = Host.for(WebAssembly.Module.imports(module));
  const before = process.hrtime.bigint();
  const { exports } = new WebAssembly.Instance(module, host.imports);
  const instantiated = process.hrtime.bigint();
  host.memory = exports.memory;
  if (isCalled) exports.run(0);
  return { instance: Number(instantiated - before) / 1000, call: Number(process.hrtime.bigint() - before) / 1000 };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const [theirs, ours] = process.argv.slice(2).map((path) => readFileSync(path));
const bytes = least(ours);
const modules = [theirs, ours, bytes.wasm].map((wasm) => new WebAssembly.Module(wasm));
const samples = modules.map(() => []);
for (let round = 0; round < ROUNDS; round++) {
  modules.forEach((module, nth) => samples[nth].push(sample(module, nth < 2)));
}
const [before, after, floor] = samples.map((taken) => ({
  instance: median(taken.map((one) => one.instance)),
  call: median(taken.map((one) => one.call)),
}));
const best = floor.instance + after.call - after.instance;
const shown = (times) => `${times.instance.toFixed(0)} and ${times.call.toFixed(0)} µs`;
console.log(`${bytes.pages} pages; theirs ${shown(before)}, ours ${shown(after)}, single bytes ${floor.instance.toFixed(0)} µs`);
console.log(`ours is ${(before.call / after.call).toFixed(2)} times as fast, and could be ${(before.call / best).toFixed(2)} times`);
