//! Which functions use a record, told from their code.
//!
//! Each value is known to be one of a few things, or unknown. A walk follows a body from the entry on, forwards;
//! where paths meet, only that is known what all of them agree on, and at the beginning of a loop nothing of the
//! locals that the body sets. A function that is called with an address near the record is walked with that: Rust's
//! allocator gets its record as an argument. What a walk does not understand ends it, and what it has seen counts.

mod growth;
#[cfg(test)]
mod tests;
mod walk;

use super::acts::Acts;
use super::named::address;
use crate::image::Image;
use crate::index::{FuncIdx, GlobalIdx, MemoryIdx};
use crate::mentions::{may_name, number_named};
use crate::module::{Module, Origin};
use crate::opcodes::may_hold;
use growth::Growth;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;
use walk::Walk;

/// What all walks of a module may take together: no allocator comes near it.
pub(super) struct Effort {
    /// Instructions, operands that they take and give, locals that a branch brings along, and blocks of bytes that are
    /// searched.
    steps: usize,
    /// Calls with addresses that are followed.
    calls: usize,
}

impl Effort {
    pub(super) fn new() -> Self {
        Effort {
            steps: 20_000_000,
            calls: 512,
        }
    }

    /// Takes so many steps, if they are left.
    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }
}

/// How many bytes are searched for the effort of one step.
const SEARCHED: usize = 16;

/// What the walks look for.
struct Around<'a> {
    memory: MemoryIdx,
    /// The record, and what lies near it.
    addresses: &'a Range<u64>,
    /// The globals that hold such an address.
    globals: BTreeMap<GlobalIdx, u64>,
}

/// A function, and the parameters that are given addresses which are looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Call {
    func: FuncIdx,
    args: Vec<(usize, u64)>,
}

/// What each function does to the words of a memory at these addresses, as far as it names them. Functions that do
/// nothing to them are left out.
pub(super) fn acts(
    module: &Module<'_>,
    image: &Image,
    memory: MemoryIdx,
    addresses: &Range<u64>,
    effort: &mut Effort,
) -> Vec<Acts> {
    // What code sets holds an address today, and another one tomorrow: the stack's pointer does.
    let stays = |global: &GlobalIdx| !module.sightings.global_sets.contains(global);
    let globals = image.globals.iter().filter(|(global, _)| stays(global));
    let held = globals.filter_map(|(global, value)| {
        let held = address(value).filter(|held| addresses.contains(held))?;
        Some((*global, held))
    });
    let around = Around {
        memory,
        addresses,
        globals: held.collect(),
    };
    let mut calls: VecDeque<Call> = module
        .functions
        .iter()
        .filter(|(_, origin)| match origin {
            Origin::Defined(range) => {
                effort.spend(1 + range.len() / SEARCHED).is_some()
                    && around.may_be_named(&module.bytes[range.clone()])
            }
            Origin::Imported => false,
        })
        .map(|(func, _)| Call {
            func,
            args: Vec::new(),
        })
        .collect();
    let mut known: BTreeSet<Call> = calls.iter().cloned().collect();
    let mut found = Vec::new();
    let mut growth = Growth::default();
    while let Some(call) = calls.pop_front() {
        let Some(mut walk) = Walk::of(module, &around, &call, effort) else {
            continue;
        };
        let given = std::mem::take(&mut walk.calls);
        let mut acts = walk.acts;
        if !acts.is_empty() {
            if growth.can(module, (memory, call.func), effort) {
                acts.grow();
            }
            found.push(acts);
        }
        for call in given {
            if effort.calls > 0 && known.insert(call.clone()) {
                effort.calls -= 1;
                calls.push_back(call);
            }
        }
    }
    found
}

impl Around<'_> {
    /// Whether a body may name one of the addresses; most bodies don't, which their bytes tell.
    fn may_be_named(&self, body: &[u8]) -> bool {
        let is_near = |number: u32| self.addresses.contains(&u64::from(number));
        let names =
            |at: usize| may_name(body[at]) && number_named(&body[at..]).is_some_and(is_near);
        let holds = |global: u32| self.globals.contains_key(&GlobalIdx::from_u32(global));
        (0..body.len()).any(names) || (!self.globals.is_empty() && may_hold(body, 0x23, holds))
    }
}
