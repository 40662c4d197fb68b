// A program that allocates: what its allocator does must not depend on what was in free memory.
//
// `init` and `run` take, resize and give back blocks, and let go of objects for the collector to find,
// thousands of times and the same on each run. Blocks and buffers are full of a byte of their own, which is
// checked before they go. `run` returns a hash of all of that and of where everything lies.

const SLOTS = 600;

class Slot {
  block: usize = 0;
  size: i32 = 0;
  fill: u8 = 0;
}

class Thing {
  name: string;
  buffer: Uint8Array;
  numbers: i32[] = [];
  previous: Thing | null = null;

  constructor(name: string, length: i32) {
    this.name = name;
    this.buffer = new Uint8Array(length);
  }
}

const slots = new StaticArray<Slot>(SLOTS);
const things = new StaticArray<Thing | null>(SLOTS);
const names = new Map<string, i32>();
const seen = new Map<i32, string>();
let state: u32 = 2463534242;
let hash: u32 = 2166136261;

for (let at = 0; at < SLOTS; at++) slots[at] = new Slot();

function draw(): u32 {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

function note(word: u32): void {
  hash = (hash ^ word) * 16777619;
}

// Small for the most part, and up to half a page.
function drawSize(): i32 {
  const kind = draw() % 100;
  if (kind < 70) return 1 + <i32>(draw() % 120);
  if (kind < 95) return 1 + <i32>(draw() % 3000);
  return 1 + <i32>(draw() % 30000);
}

function expect(block: usize, count: i32, fill: u8): void {
  for (let at = 0; at < count; at++) if (load<u8>(block + at) != fill) unreachable();
}

function fillSlot(slot: Slot): void {
  slot.fill = <u8>(1 + draw() % 255);
  memory.fill(slot.block, slot.fill, slot.size);
  note(<u32>slot.block);
}

function stepSlot(slot: Slot): void {
  if (!slot.block) {
    slot.size = drawSize();
    slot.block = heap.alloc(slot.size);
    fillSlot(slot);
  } else if (draw() % 3 == 0) {
    const size = drawSize();
    const kept = min(size, slot.size);
    slot.block = heap.realloc(slot.block, size);
    expect(slot.block, kept, slot.fill);
    slot.size = size;
    fillSlot(slot);
  } else {
    giveBack(slot);
  }
}

function giveBack(slot: Slot): void {
  expect(slot.block, slot.size, slot.fill);
  heap.free(slot.block);
  slot.block = 0;
}

function newThing(): Thing {
  const thing = new Thing("thing " + draw().toString(36) + "-".repeat(<i32>(draw() % 40)), drawSize());
  // What is new is zero, whatever was there before.
  expect(thing.buffer.dataStart, thing.buffer.length, 0);
  thing.buffer.fill(<u8>(1 + draw() % 255));
  for (let count = draw() % 50; count > 0; count--) thing.numbers.push(<i32>draw());
  note(<u32>changetype<usize>(thing));
  note(<u32>thing.buffer.dataStart);
  note(<u32>thing.numbers.dataStart);
  note(<u32>changetype<usize>(thing.name));
  return thing;
}

function letGo(at: i32): void {
  const thing = things[at];
  if (!thing) return;
  let sum: u32 = thing.name.length;
  for (let at = 0; at < thing.name.length; at++) sum = sum * 31 + thing.name.charCodeAt(at);
  for (let at = 0; at < thing.numbers.length; at++) sum = sum * 31 + thing.numbers[at];
  expect(thing.buffer.dataStart, thing.buffer.length, thing.buffer[0]);
  note(sum);
  things[at] = null;
}

function stepThing(at: i32): void {
  const thing = things[at];
  if (!thing) {
    const made = newThing();
    // Some hold on to one another, and some of those in rings.
    made.previous = things[<i32>(draw() % SLOTS)];
    const previous = made.previous;
    if (previous && draw() % 4 == 0) previous.previous = made;
    else if (previous && draw() % 2 == 0) previous.previous = null;
    things[at] = made;
  } else if (draw() % 3 == 0) {
    // Grows, moves, and is part of a text.
    for (let count = draw() % 30; count > 0; count--) thing.numbers.push(<i32>draw());
    thing.name = thing.numbers.slice(0, 5).join(",");
    note(<u32>changetype<usize>(thing.name));
  } else {
    letGo(at);
  }
}

function stepNames(): void {
  const key = <i32>(draw() % 500);
  const name = "key " + key.toString();
  if (names.has(name)) {
    note(names.get(name));
    if (draw() % 2) names.delete(name);
  } else {
    names.set(name, <i32>draw());
    note(<u32>changetype<usize>(name));
  }
  if (seen.has(key)) note(seen.get(key).length);
  seen.set(key, name.padEnd(<i32>(draw() % 60), "."));
  if (draw() % 2000 == 0) {
    names.clear();
    seen.clear();
  }
}

function steps(count: i32): void {
  while (count-- > 0) {
    const at = <i32>(draw() % SLOTS);
    switch (draw() % 3) {
      case 0:
        stepSlot(slots[at]);
        break;
      case 1:
        stepThing(at);
        break;
      default:
        stepNames();
    }
  }
}

export function init(): void {
  steps(9000);
  // Half of what is left goes, so that there is free memory of every size, and the collector is at work.
  for (let at = 0; at < SLOTS; at += 2) {
    if (slots[at].block) giveBack(slots[at]);
    letGo(at);
  }
  steps(300);
}

export function run(count: i32): u32 {
  steps(count);
  return hash;
}
