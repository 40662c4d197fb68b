//! Which heaps a program uses, by a reading of its code that shares nothing with the one that scrubbing trusts.
//!
//! It follows no path and knows no operand: a function is taken to access every address that an offset in it makes
//! with some constant in it, or by itself. So it takes more functions for an allocator's than there are, and no
//! program without one for a program that has one.

use crate::facts::Facts;
use preinit_core::wasmparser::{BinaryReader, FunctionBody, MemArg, Operator};
use preinit_core::{Acts, AddressSpace, Claim, Named, Place, Words, claims};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many constants near a record may stand in one function: no allocator has so many.
const MOST: usize = 512;
/// How many calls lead from a function that names a record to one that does what the allocator does.
const DEPTH: usize = 3;

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
    let all: Vec<(Claim, bool)> = claims(contents, space, &named)
        .into_iter()
        .map(|claim| {
            let acts = acts(&bodies, imported, held, &claim.record);
            let is_used = claim.is_used_by(&acts);
            (claim, is_used)
        })
        .collect();
    let mut free: Vec<Range<u64>> = Vec::new();
    for (claim, is_used) in &all {
        let mut others = all.iter().filter(|(other, _)| other != claim);
        if *is_used && others.all(|(other, is_used)| claim.agrees_with(other, *is_used)) {
            free.extend(claim.dead.iter().cloned());
        }
    }
    free.sort_by_key(|range| range.start);
    free
}

/// What stands in a body, in whatever order.
#[derive(Default)]
struct Body {
    constants: BTreeSet<u64>,
    loads: BTreeSet<u64>,
    stores: BTreeSet<u64>,
    offsets_of_any: BTreeSet<u64>,
    globals: BTreeSet<u32>,
    calls: BTreeSet<u32>,
}

impl Body {
    /// A body that can't be read has nothing in it.
    fn read(bytes: &[u8], memory: u32) -> Self {
        let mut body = Body::default();
        let operators = FunctionBody::new(BinaryReader::new(bytes, 0)).get_operators_reader();
        for operator in operators.into_iter().flatten() {
            let Ok(operator) = operator else {
                break;
            };
            let is_ours = |memarg: &MemArg| memarg.memory == memory;
            match operator {
                Operator::I32Const { value } => {
                    body.constants.insert(u64::from(value.cast_unsigned()));
                }
                Operator::I64Const { value } => {
                    body.constants.insert(value.cast_unsigned());
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
                }
                Operator::I32Store { memarg }
                | Operator::I64Store { memarg }
                | Operator::I64Store32 { memarg }
                | Operator::I32AtomicStore { memarg }
                | Operator::I64AtomicStore { memarg }
                    if is_ours(&memarg) =>
                {
                    body.stores.insert(memarg.offset);
                }
                _ => {}
            }
        }
        body.offsets_of_any = body.loads.union(&body.stores).copied().collect();
        body
    }

    /// What it may do to a record if these constants are its own or given to it.
    fn acts(&self, constants: &BTreeSet<u64>, record: &Range<u64>) -> Acts {
        let mut acts = Acts::default();
        let places = |offsets: &BTreeSet<u64>| {
            let mut places: BTreeSet<u64> = offsets.range(record.clone()).copied().collect();
            for base in constants {
                let first = record.start.saturating_sub(*base);
                let last = record.end.saturating_sub(*base);
                places.extend(offsets.range(first..last).map(|offset| base + offset));
            }
            places
        };
        let (loads, stores) = (places(&self.loads), places(&self.stores));
        for at in loads {
            acts.load(Place::Word(at));
            acts.load(Place::Element(at));
            if stores.contains(&at) {
                acts.change(Place::Word(at));
            }
        }
        for at in stores {
            acts.store(Place::Word(at));
            acts.store(Place::Element(at));
        }
        constants.iter().for_each(|constant| acts.name(*constant));
        acts
    }
}

/// What functions may do to a record.
fn acts(
    bodies: &[Body],
    imported: usize,
    held: &BTreeMap<u32, u64>,
    record: &Range<u64>,
) -> Vec<Acts> {
    let own = |body: &Body| -> BTreeSet<u64> {
        let globals = body.globals.iter().filter_map(|global| held.get(global));
        let near = globals.copied().filter(|held| record.contains(held));
        near.chain(body.constants.range(record.clone()).copied())
            .collect()
    };
    let mut near: Vec<BTreeSet<u64>> = bodies.iter().map(own).collect();
    let mut from: Vec<usize> = (0..bodies.len())
        .filter(|at| !near[*at].is_empty())
        .collect();
    for _ in 0..DEPTH {
        let mut next = BTreeSet::new();
        for caller in from {
            for called in &bodies[caller].calls {
                let Some(called) = (*called as usize).checked_sub(imported) else {
                    continue;
                };
                let given = near[caller].clone();
                if let Some(known) = near.get_mut(called).filter(|known| known.len() < MOST) {
                    let before = known.len();
                    known.extend(given);
                    if known.len() > before {
                        next.insert(called);
                    }
                }
            }
        }
        from = next.into_iter().collect();
    }
    let reads = bodies.iter().zip(&near);
    let acts = reads
        .filter(|(_, near)| near.len() < 2 * MOST)
        .map(|(body, near)| body.acts(near, record));
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
        acts(&bodies, imported, &BTreeMap::from([(0, 4096)]), &record)
    }

    #[test]
    fn names_are_offsets_constants_and_what_globals_hold() {
        for body in [
            "(i32.store offset=4100 (i32.const 0) (i32.load offset=4100 (i32.const 0)))",
            "(i32.store (i32.const 4100) (i32.load (i32.const 4100)))",
            "(i32.store offset=4 (global.get 0) (i32.load offset=4 (global.get 0)))",
            "(call 1 (i32.const 4096))",
        ] {
            let text = format!(
                "(module (memory 1) (global (mut i32) (i32.const 0)) (func {body})
                 (func (param i32) (i32.store offset=4 (local.get 0) (i32.load offset=4 (local.get 0)))))"
            );
            let acts = acts_of(&text, 4096..4200);
            let is_one = |acts: &Acts| acts.changes(Place::Word(4100));
            assert!(acts.iter().any(is_one), "{body}: {acts:?}");
            let elsewhere = acts_of(&text, 5000..5200);
            assert!(!elsewhere.iter().any(is_one), "{body}");
        }
    }
}
