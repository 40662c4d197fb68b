// Runs a script of WebAssembly's test language in V8: commands as JSON on standard input, a verdict as JSON on
// standard output. script.rs and value.rs say what the commands hold.

import { readFileSync } from "node:fs";

// A module that V8 does not take, or a value that JavaScript can't hold.
class Unreadable extends Error {}
// An assertion that does not hold.
class Failed extends Error {}

// What the specification's tests call a trap, and what V8 does.
const TRAPS = [
  ["unreachable", /unreachable/],
  ["out of bounds memory access", /memory access out of bounds|data segment out of bounds/],
  ["out of bounds table access", /table index is out of bounds|element segment out of bounds/],
  ["undefined element", /table index is out of bounds/],
  ["uninitialized element", /null function|function signature mismatch/],
  ["indirect call type mismatch", /null function|function signature mismatch/],
  ["integer divide by zero", /divide by zero|remainder by zero/],
  ["integer overflow", /unrepresentable/],
  ["invalid conversion to integer", /unrepresentable/],
  ["out of bounds array access", /array element access out of bounds|segment out of bounds/],
  ["null", /dereferencing a null pointer|rethrowing null/],
  ["cast failure", /illegal cast/],
  ["unaligned atomic", /unaligned/],
];

const instances = new Map();
const imports = {};
const hosts = new Map();
let current;

function bytes(hex) {
  return Buffer.from(hex, "hex");
}

function instantiate(hex) {
  let module;
  try {
    module = new WebAssembly.Module(bytes(hex));
  } catch (error) {
    // V8's limits on memories and the like are range errors.
    throw new Unreadable(error.message.replace(/^WebAssembly\.Module\(\): /, ""));
  }
  try {
    return new WebAssembly.Instance(module, imports);
  } catch (error) {
    if (error instanceof RangeError && !/call stack/.test(error.message)) {
      throw new Unreadable(error.message);
    }
    throw error;
  }
}

function host(number) {
  if (!hosts.has(number)) hosts.set(number, { host: number });
  return hosts.get(number);
}

const view = new DataView(new ArrayBuffer(8));

// A number's bits as the integers, or without an adapter the number, that JavaScript passes on.
function lower(type, bits, adapted) {
  switch (type) {
    case "i32":
      return [Number(BigInt.asIntN(32, bits))];
    case "i64":
      return [BigInt.asIntN(64, bits)];
    case "f32":
      if (adapted) return [Number(BigInt.asIntN(32, bits))];
      view.setUint32(0, Number(bits));
      return [view.getFloat32(0)];
    case "f64":
      if (adapted) return [BigInt.asIntN(64, bits)];
      view.setBigUint64(0, bits);
      return [view.getFloat64(0)];
    case "v128":
      if (!adapted) throw new Unreadable("a vector beside a reference with a type index");
      return [BigInt.asIntN(64, bits), BigInt.asIntN(64, bits >> 64n)];
  }
}

function argument(value, adapted) {
  switch (value.is) {
    case "number":
      return lower(value.ty, BigInt(value.bits), adapted);
    case "null":
      return [null];
    case "host":
      return [host(value.number)];
  }
}

// Results of an adapter: the bits of numbers, references as they are.
function lift(types, raw) {
  const values = [];
  for (const type of types) {
    const value = raw.shift();
    if (type === "i32" || type === "f32") values.push(BigInt.asUintN(32, BigInt(value)));
    else if (type === "i64" || type === "f64") values.push(BigInt.asUintN(64, value));
    else if (type === "v128") {
      values.push(BigInt.asUintN(64, value) | (BigInt.asUintN(64, raw.shift()) << 64n));
    } else values.push(value);
  }
  return values;
}

// The bits of a number that came without an adapter.
function bitsOf(type, value) {
  switch (type) {
    case "i32":
      return BigInt.asUintN(32, BigInt(value));
    case "i64":
      return BigInt.asUintN(64, value);
    case "f32":
      view.setFloat32(0, value);
      return BigInt(view.getUint32(0));
    case "f64":
      view.setFloat64(0, value);
      return view.getBigUint64(0);
  }
}

function list(results) {
  if (results === undefined) return [];
  return Array.isArray(results) ? results : [results];
}

function exported(action) {
  const instance = action.id == null ? current : instances.get(action.id);
  if (instance === undefined) throw new Failed("no such instance");
  if (!(action.field in instance.exports)) throw new Failed(`no export \`${action.field}\``);
  return instance.exports[action.field];
}

// Performs an action; its results are bits of numbers (with an adapter) or values of JavaScript.
function perform({ action, adapter }) {
  if (action.kind === "instantiate") {
    instantiate(action.wasm);
    return [];
  }
  const item = exported(action);
  if (adapter) {
    const module = new WebAssembly.Module(bytes(adapter.wasm));
    const { call } = new WebAssembly.Instance(module, { m: { x: item } }).exports;
    const words = (action.arguments ?? []).flatMap((value) => argument(value, true));
    return lift(adapter.results, list(call(...words)));
  }
  if (action.kind === "get") return [item.value];
  return list(item(...action.arguments.flatMap((value) => argument(value, false))));
}

function matches(expected, value, adapted) {
  switch (expected.is) {
    case "number": {
      const mask = BigInt(expected.mask);
      if (!adapted && typeof value !== "number" && typeof value !== "bigint") return false;
      const bits = adapted ? value : bitsOf(expected.ty, value);
      return (bits & mask) === (BigInt(expected.bits) & mask);
    }
    case "null":
      return value === null;
    case "host":
      return value === host(expected.number);
    case "function":
      return typeof value === "function";
    case "i31":
      return typeof value === "number";
    case "reference":
      return value !== null;
    case "either":
      return expected.of.some((one) => matches(one, value, adapted));
  }
}

function shown(value) {
  return typeof value === "bigint" ? `0x${BigInt.asUintN(64, value).toString(16)}` : String(value);
}

function attempt(step) {
  try {
    return { results: perform(step) };
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Failed) throw error;
    // V8's words where a value can't pass between the languages.
    if (error instanceof TypeError && /to\/from JS|from\/to JS/.test(error.message)) {
      throw new Unreadable(error.message);
    }
    return { error };
  }
}

function expectTrap(error, message) {
  if (!(error instanceof WebAssembly.RuntimeError)) {
    throw new Failed(`no trap (${message}) but: ${error ?? "results"}`);
  }
  const known = TRAPS.find(([name]) => message.startsWith(name));
  if (known && !known[1].test(error.message)) {
    throw new Failed(`another trap than \`${message}\`: ${error.message}`);
  }
}

function run(step) {
  switch (step.do) {
    case "module":
      current = instantiate(step.wasm);
      if (step.id != null) {
        instances.set(step.id, current);
        // As in wasmtime's runner, an identifier is a name to import from as well.
        imports[step.id] = current.exports;
      }
      return;
    case "register":
      imports[step.name] = (step.id == null ? current : instances.get(step.id)).exports;
      return;
  }
  const { results, error } = attempt(step);
  switch (step.do) {
    case "trap":
      return expectTrap(error, step.message);
    case "exception":
      if (!(error instanceof WebAssembly.Exception)) throw new Failed(`no exception: ${error ?? results}`);
      return;
    case "exhaustion":
      if (!(error instanceof RangeError)) throw new Failed(`the stack is not used up: ${error ?? results}`);
      return;
  }
  if (error) throw new Failed(String(error));
  if (step.do === "run") return;
  const adapted = step.adapter != null;
  const right =
    results.length === step.expected.length &&
    step.expected.every((one, i) => matches(one, results[i], adapted));
  if (!right) throw new Failed(`other results: ${results.map(shown).join(", ")}`);
}

function verdict(steps) {
  for (const step of steps) {
    try {
      run(step);
    } catch (error) {
      if (error instanceof Unreadable) return { outcome: "unreadable", reason: error.message };
      return { outcome: "failed", reason: `line ${step.line}: ${error.message}` };
    }
  }
  return { outcome: "passed" };
}

process.stdout.write(JSON.stringify(verdict(JSON.parse(readFileSync(0, "utf8")))));
