//! Which heaps a program uses, by a reading of its code that shares nothing with the one that scrubbing trusts.
//!
//! This reading is coarse. It follows no path and knows no operand. If a function names an address of a record, all
//! functions that calls lead to from there are taken to know the address. A function is taken to access each sum of an
//! offset in it and such an address, with or without a constant, and each offset by itself. So it takes too many
//! functions for an allocator's, but no program that does not name the record.

use crate::facts::Facts;
use preinit_core::wasmparser::{BinaryReader, FunctionBody, MemArg, Operator};
use preinit_core::{Acts, AddressSpace, Claim, Named, Place, Words, claims};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The free memory of all heaps that the program uses, by ascending address. `held` is what its globals hold.
pub(crate) fn free(
    memory: (u32, &(impl Words + ?Sized)),
    space: AddressSpace,
    facts: &Facts<'_>,
    held: &BTreeMap<u32, u64>,
) -> Vec<Range<u64>> {
    let (index, contents) = memory;
    let bodies: Vec<Body> = facts
        .bodies
        .iter()
        .map(|body| Body::read(body, index))
        .collect();
    let constants = bodies
        .iter()
        .flat_map(|body| body.constants.iter().chain(&body.offsets_of_any));
    let named = Named::addresses(constants.chain(held.values()).copied());
    let imported = facts.functions.len() - facts.bodies.len();
    let grows = growing(&bodies, imported);
    let all: Vec<(Claim, bool)> = claims(contents, space, &named)
        .into_iter()
        .map(|claim| {
            let acts = acts(&bodies, (imported, &grows), held, &claim.record);
            let is_used = claim.is_used_by(&acts);
            (claim, is_used)
        })
        .collect();
    let mut free: Vec<Range<u64>> = Vec::new();
    let end = contents.end_of_written();
    for (claim, is_used) in &all {
        let mut others = all.iter().filter(|(other, _)| other != claim);
        // Who takes too many for used may not let them speak against others.
        let agrees = others.all(|(other, _)| claim.agrees_with(other, false));
        if *is_used && agrees && claim.is_last(end) {
            free.extend(claim.dead.iter().cloned());
        }
    }
    free.sort_by_key(|range| range.start);
    free
}

/// A body with more small negative constants is taken to know all of a record.
const MOST_NEGATIVE: usize = 64;

/// The constants, offsets, globals and calls of a body, in no order.
#[derive(Default)]
struct Body {
    constants: BTreeSet<u64>,
    loads: BTreeSet<u64>,
    stores: BTreeSet<u64>,
    /// Those of the loads and stores that stand in front of a store and behind a load.
    loads_first: BTreeSet<u64>,
    stores_last: BTreeSet<u64>,
    offsets_of_any: BTreeSet<u64>,
    globals: BTreeSet<u32>,
    calls: BTreeSet<u32>,
    /// It grows the memory, or asks for its size, and looks at the answer.
    grows: bool,
}

impl Body {
    /// A body that can't be read has nothing in it.
    fn read(bytes: &[u8], memory: u32) -> Self {
        let mut body = Body::default();
        let operators = FunctionBody::new(BinaryReader::new(bytes, 0)).get_operators_reader();
        let mut asked = false;
        // Loads behind which no store has come yet.
        let mut waiting = Vec::new();
        for operator in operators.into_iter().flatten() {
            let Ok(operator) = operator else {
                break;
            };
            body.grows |= asked && !matches!(operator, Operator::Drop);
            asked = false;
            let is_ours = |memarg: &MemArg| memarg.memory == memory;
            match operator {
                Operator::I32Const { value } => {
                    body.constants.insert(u64::from(value.cast_unsigned()));
                }
                Operator::I64Const { value } => {
                    body.constants.insert(value.cast_unsigned());
                }
                Operator::MemoryGrow { mem } | Operator::MemorySize { mem } => {
                    asked = mem == memory;
                }
                Operator::GlobalGet { global_index } => {
                    body.globals.insert(global_index);
                }
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    body.calls.insert(function_index);
                }
                Operator::I32Load { memarg }
                | Operator::I64Load { memarg }
                | Operator::I64Load32U { memarg }
                | Operator::I32AtomicLoad { memarg }
                | Operator::I64AtomicLoad { memarg }
                    if is_ours(&memarg) =>
                {
                    body.loads.insert(memarg.offset);
                    waiting.push(memarg.offset);
                }
                Operator::I32Store { memarg }
                | Operator::I64Store { memarg }
                | Operator::I64Store32 { memarg }
                | Operator::I32AtomicStore { memarg }
                | Operator::I64AtomicStore { memarg }
                    if is_ours(&memarg) =>
                {
                    body.stores.insert(memarg.offset);
                    body.loads_first.extend(waiting.drain(..));
                    if !body.loads.is_empty() {
                        body.stores_last.insert(memarg.offset);
                    }
                }
                _ => {}
            }
        }
        body.offsets_of_any = body.loads.union(&body.stores).copied().collect();
        body
    }

    /// What it may do to a record, of which it knows these addresses.
    fn acts(&self, known: &Addresses) -> Acts {
        let known = known.with_sums(&self.constants);
        let [loads, stores] = [&self.loads, &self.stores].map(|offsets| known.accesses(offsets));
        let mut acts = Acts::default();
        for at in loads.iter() {
            acts.load(Place::Word(at));
            acts.load(Place::Element(at));
        }
        for at in stores.iter() {
            acts.store(Place::Word(at));
            acts.store(Place::Element(at));
        }
        // What is changed was read before.
        let [before, after] =
            [&self.loads_first, &self.stores_last].map(|offsets| known.accesses(offsets));
        for at in after.iter().filter(|at| before.contains(*at)) {
            acts.change(Place::Word(at));
        }
        known.iter().for_each(|address| acts.name(address));
        if !acts.is_empty() {
            self.constants
                .iter()
                .for_each(|number| acts.constant(*number));
        }
        acts
    }
}

/// Addresses of a record, a bit for each of its bytes.
#[derive(Clone)]
struct Addresses {
    record: Range<u64>,
    bits: Vec<u64>,
}

impl Addresses {
    fn none(record: &Range<u64>) -> Self {
        Addresses {
            record: record.clone(),
            bits: vec![0; (record.end - record.start).div_ceil(64) as usize],
        }
    }

    fn all(record: &Range<u64>) -> Self {
        let mut all = Addresses::none(record);
        record.clone().for_each(|address| all.insert(address));
        all
    }

    fn insert(&mut self, address: u64) {
        if self.record.contains(&address) {
            let at = address - self.record.start;
            self.bits[(at / 64) as usize] |= 1 << (at % 64);
        }
    }

    fn contains(&self, address: u64) -> bool {
        self.record.contains(&address) && {
            let at = address - self.record.start;
            self.bits[(at / 64) as usize] >> (at % 64) & 1 != 0
        }
    }

    fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.record
            .clone()
            .filter(|address| self.contains(*address))
    }

    fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    /// These, and all that are so far behind one of them.
    fn add_shifted(&mut self, others: &Addresses, by: u64) {
        let (words, bits) = ((by / 64) as usize, by % 64);
        for at in words..self.bits.len() {
            let low = others.bits[at - words] << bits;
            let high = match (at - words).checked_sub(1) {
                Some(before) if bits > 0 => others.bits[before] >> (64 - bits),
                _ => 0,
            };
            self.bits[at] |= low | high;
        }
    }

    /// These, with each constant added to each.
    fn with_sums(&self, constants: &BTreeSet<u64>) -> Self {
        let mut all = self.clone();
        let len = self.record.end - self.record.start;
        for constant in constants.range(1..len) {
            all.add_shifted(self, *constant);
        }
        // Negative ones, of either width, and sums whose first part is the constant.
        let mut negative = 0;
        for constant in constants {
            let back = match u32::try_from(*constant) {
                Ok(narrow) => u64::from(narrow.wrapping_neg()),
                Err(_) => constant.wrapping_neg(),
            };
            if (1..len).contains(&back) {
                negative += 1;
                if negative > MOST_NEGATIVE {
                    return Addresses::all(&self.record);
                }
                self.iter()
                    .for_each(|address| all.insert(address - back.min(address)));
            }
        }
        all
    }

    /// What accesses with these offsets may be to.
    fn accesses(&self, offsets: &BTreeSet<u64>) -> Self {
        let mut all = Addresses::none(&self.record);
        let len = self.record.end - self.record.start;
        for offset in offsets.range(..len) {
            all.add_shifted(self, *offset);
        }
        for offset in offsets.range(self.record.clone()) {
            all.insert(*offset);
        }
        all
    }
}

/// Which functions grow a memory, themselves or by what they call.
fn growing(bodies: &[Body], imported: usize) -> Vec<bool> {
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); bodies.len()];
    for (caller, body) in bodies.iter().enumerate() {
        for called in &body.calls {
            let called = (*called as usize).checked_sub(imported);
            if let Some(list) = called.and_then(|called| callers.get_mut(called)) {
                list.push(caller);
            }
        }
    }
    let mut grows: Vec<bool> = bodies.iter().map(|body| body.grows).collect();
    let mut open: Vec<usize> = (0..bodies.len()).filter(|at| grows[*at]).collect();
    while let Some(called) = open.pop() {
        for caller in &callers[called] {
            if !grows[*caller] {
                grows[*caller] = true;
                open.push(*caller);
            }
        }
    }
    grows
}

/// What functions may do to a record.
fn acts(
    bodies: &[Body],
    (imported, grows): (usize, &[bool]),
    held: &BTreeMap<u32, u64>,
    record: &Range<u64>,
) -> Vec<Acts> {
    let mut known = Addresses::none(record);
    let mut knows: Vec<bool> = Vec::new();
    for body in bodies {
        let mut own = Addresses::none(record);
        let globals = body.globals.iter().filter_map(|global| held.get(global));
        globals.for_each(|address| own.insert(*address));
        body.constants
            .range(record.clone())
            .for_each(|address| own.insert(*address));
        knows.push(!own.is_empty());
        own.iter().for_each(|address| known.insert(address));
    }
    let mut open: Vec<usize> = (0..bodies.len()).filter(|at| knows[*at]).collect();
    while let Some(caller) = open.pop() {
        for called in &bodies[caller].calls {
            let called = (*called as usize).checked_sub(imported);
            if let Some(called) = called.filter(|called| !knows[*called]) {
                knows[called] = true;
                open.push(called);
            }
        }
    }
    let nothing = Addresses::none(record);
    let reads = bodies.iter().zip(knows);
    let acts = reads.map(|(body, knows)| body.acts(if knows { &known } else { &nothing }));
    let acts = acts.zip(grows).map(|(mut acts, grows)| {
        if *grows {
            acts.grow();
        }
        acts
    });
    acts.filter(|acts| !acts.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acts_of(text: &str, record: Range<u64>) -> Vec<Acts> {
        let wasm = wat::parse_str(text).unwrap();
        let facts = Facts::read(&wasm, "it").unwrap();
        let bodies: Vec<Body> = facts
            .bodies
            .iter()
            .map(|body| Body::read(body, 0))
            .collect();
        let imported = facts.functions.len() - facts.bodies.len();
        let grows = growing(&bodies, imported);
        acts(
            &bodies,
            (imported, &grows),
            &BTreeMap::from([(0, 4096)]),
            &record,
        )
    }

    #[test]
    fn names_are_offsets_constants_and_what_globals_hold() {
        for body in [
            "(i32.store offset=4100 (i32.const 0) (i32.load offset=4100 (i32.const 0)))",
            "(i32.store (i32.const 4100) (i32.load (i32.const 4100)))",
            "(i32.store offset=4 (global.get 0) (i32.load offset=4 (global.get 0)))",
            "(call 1 (i32.const 4096))",
            "(call 2 (i32.const 4096))",
            "(i32.store (i32.add (i32.const 4098) (i32.const 2)) (i32.load (i32.add (i32.const 4102) (i32.const -2))))",
        ] {
            let text = format!(
                "(module (memory 1) (global (mut i32) (i32.const 0)) (func {body})
                 (func (param i32) (i32.store offset=4 (local.get 0) (i32.load offset=4 (local.get 0))))
                 (func (param i32) (call 3 (local.get 0))) (func (param i32) (call 4 (local.get 0)))
                 (func (param i32) (call 5 (local.get 0))) (func (param i32) (call 1 (local.get 0))))"
            );
            let acts = acts_of(&text, 4096..4200);
            let is_one = |acts: &Acts| acts.changes(Place::Word(4100));
            assert!(acts.iter().any(is_one), "{body}: {acts:?}");
            let elsewhere = acts_of(&text, 5000..5200);
            assert!(!elsewhere.iter().any(is_one), "{body}");
        }
    }

    #[test]
    fn what_is_read_behind_all_stores_is_not_changed() {
        for (body, is_changed) in [
            (
                "(i32.store (i32.const 4100) (i32.const 7)) (drop (i32.load (i32.const 4100)))",
                false,
            ),
            (
                "(drop (i32.load (i32.const 4100))) (i32.store (i32.const 4100) (i32.const 7))",
                true,
            ),
        ] {
            let text = format!("(module (memory 1) (func {body}))");
            let acts = acts_of(&text, 4096..4200);
            let changes = acts.iter().any(|acts| acts.changes(Place::Word(4100)));
            assert_eq!(changes, is_changed, "{body}");
        }
    }
}
