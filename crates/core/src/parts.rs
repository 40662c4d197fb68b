//! Parts: a twin whose functions are there when they are called, for engines that take long over each.
//!
//! Most init functions run a small part of a large module. The *first part* is the twin as it always is, except that
//! functions which are not likely to run are *late*: their bodies call through an entry of a table of the twin's own.
//! Whoever runs the twin fills these entries with functions that load what is missing. A *later part* holds some late
//! functions. It is a module that imports all that these name, memories, tables, globals and tags in the places that
//! they have in the original, and that puts its functions into the table.
//!
//! The original's semantics stay: state is the first part's alone, a function that references can refer to is the
//! first part's as well, and a call by way of a table does what a call does. So that this holds,
//!
//! * a body that makes a reference to a function, or that names a segment, is never late: both belong to an instance;
//! * all late functions call one another, if not within one part, through the table.
//!
//! Calls take more of the stack where they lead through a table, and an error tells of other frames. Whoever sees one
//! runs the whole twin.

mod later;

pub use later::Part;

use crate::error::Result;
use crate::index::{FuncIdx, LateIdx};
use crate::instrument::{Instrumented, instrument_but};
use crate::late::{Late, Likely};
use crate::module::Module;
use crate::plan::Plan;
use later::Original;
use std::collections::BTreeSet;

/// How often few functions are loaded at once. Then it is the others' turn.
const SMALL_LOADS: u32 = 64;

/// Bytes of code that the first loads may have; after each [`STEADY_LOADS`] it is twice as much.
///
/// A load takes about as long as compiling one kilobyte.
const FIRST_LOAD: usize = 2 << 10;

const STEADY_LOADS: u32 = 8;

/// A twin in parts. It owns all that later parts are made of.
///
/// ```
/// use preinit_core::{FuncIdx, Likely, Module, Parts, Plan, Policy};
/// let wasm = wat::parse_str(
///     r#"(module (func $rare (nop)) (func (export "f") (param i32) (if (local.get 0) (then (call $rare)))))"#,
/// )?;
/// let module = Module::decode(&wasm)?;
/// let plan = Plan::new(&module, Policy::new().init("f(1)"))?;
/// let functions = [FuncIdx::from_u32(1)].into();
/// let likely = Likely { functions: &functions, small: 0 };
/// let parts = Parts::new(&module, &plan, likely)?;
/// parts.first().validate()?;
/// let late: Vec<_> = parts.late().collect();
/// assert_eq!(late.len(), 1);
/// let part = parts.part(late[0], &[].into(), 0)?;
/// assert_eq!(part.functions(), [FuncIdx::from_u32(0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Parts {
    first: Instrumented,
    late: Late,
    original: Original,
}

impl Parts {
    /// Makes the first part, in which only the functions are that are likely to run, and those that can't be late.
    ///
    /// # Errors
    ///
    /// Those of [`instrument`](crate::instrument).
    pub fn new(module: &Module<'_>, plan: &Plan, likely: Likely<'_>) -> Result<Parts> {
        let late = Late::find(module, plan, likely)?;
        Ok(Parts {
            first: instrument_but(module, plan, &late)?,
            original: Original::of(module, plan, &late)?,
            late,
        })
    }

    /// The first part.
    pub fn first(&self) -> &Instrumented {
        &self.first
    }

    /// The export of the first part that is the table of late functions: the entry of a function is its [`LateIdx`].
    pub fn table(&self) -> &str {
        self.late.table()
    }

    /// All late functions.
    pub fn late(&self) -> impl ExactSizeIterator<Item = LateIdx> + use<> {
        (0..self.late.len()).map(LateIdx::from_u32)
    }

    /// How many bytes the bodies of late functions have.
    pub fn late_bytes(&self) -> usize {
        self.late.bytes()
    }

    /// The late function that a function of the first part stands for.
    pub fn index(&self, func: FuncIdx) -> Option<LateIdx> {
        self.late.index(func)
    }

    /// The export of the first part that is a global whose type is `(ref null $t)`, `$t` being a late function's type.
    pub fn type_export(&self, late: LateIdx) -> String {
        self.late.type_export(self.late.ty(late))
    }

    /// What the name section calls a function that is late, as an engine tells it.
    pub fn name(&self, func: FuncIdx) -> String {
        self.original.name(func)
    }

    /// Makes the part with a function, and with others that are likely to be called from there: so many that the number
    /// of parts stays small. `loaded` are those of earlier parts, of which there have been `loads`.
    ///
    /// # Errors
    ///
    /// [`Bug`](crate::ErrorKind::Bug) if a body that was read before can't be read again, and those of
    /// [`standard_exceptions`](crate::standard_exceptions).
    pub fn part(&self, wanted: LateIdx, loaded: &BTreeSet<LateIdx>, loads: u32) -> Result<Part> {
        // Where a part takes much by itself, it has functions that are worth it.
        let overhead = self.original.overhead;
        let room = overhead.max(FIRST_LOAD << (loads / STEADY_LOADS).min(12));
        let mut chosen = self.called_from(wanted, loaded, room)?;
        if overhead > FIRST_LOAD {
            self.fill(&mut chosen, loaded, overhead);
        }
        if loads >= SMALL_LOADS {
            // Small ones that no call leads to one another could be many: take them as they come.
            let room = FIRST_LOAD << (loads - SMALL_LOADS).min(20);
            self.fill(&mut chosen, loaded, room);
        }
        self.original.part(&self.late, wanted, &chosen)
    }

    /// A function and those that calls lead to from there, the nearest first, within `room` bytes.
    fn called_from(
        &self,
        wanted: LateIdx,
        loaded: &BTreeSet<LateIdx>,
        room: usize,
    ) -> Result<Vec<LateIdx>> {
        let mut chosen = vec![wanted];
        let mut seen: BTreeSet<LateIdx> = [wanted].into();
        let mut bytes = self.late.size(wanted);
        let mut next = 0;
        while let Some(caller) = chosen.get(next).copied() {
            next += 1;
            for call in self.original.scan(&self.late, caller)?.calls {
                let Some(callee) = self.late.index(call.callee) else {
                    continue;
                };
                let size = self.late.size(callee);
                if loaded.contains(&callee) || bytes + size > room || !seen.insert(callee) {
                    continue;
                }
                bytes += size;
                chosen.push(callee);
            }
        }
        Ok(chosen)
    }

    fn fill(&self, chosen: &mut Vec<LateIdx>, loaded: &BTreeSet<LateIdx>, room: usize) {
        let seen: BTreeSet<LateIdx> = chosen.iter().copied().collect();
        let mut bytes = 0;
        for late in self.late() {
            if loaded.contains(&late) || seen.contains(&late) {
                continue;
            }
            bytes += self.late.size(late);
            if bytes > room {
                return;
            }
            chosen.push(late);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;
    use wasmparser::Validator;

    fn parts(text: &str) -> Parts {
        let wasm = wat::parse_str(text).unwrap();
        let module = Module::decode(&wasm).unwrap();
        let plan = Plan::new(&module, Policy::new().init("f")).unwrap();
        let likely = Likely {
            functions: &BTreeSet::new(),
            small: 0,
        };
        let parts = Parts::new(&module, &plan, likely).unwrap();
        parts.first().validate().unwrap();
        parts
    }

    /// Loads all functions one by one, as if none called another; how many loads that takes.
    fn load_all(parts: &Parts) -> u32 {
        let (mut loaded, mut loads) = (BTreeSet::new(), 0);
        for late in parts.late() {
            if !loaded.contains(&late) {
                let part = parts.part(late, &loaded, loads).unwrap();
                Validator::new_with_features(crate::validation::features())
                    .validate_all(part.wasm())
                    .unwrap();
                assert!(part.late().contains(&late));
                loaded.extend(part.late());
                loads += 1;
            }
        }
        loads
    }

    #[test]
    fn what_is_tied_to_an_instance_is_not_late() {
        let parts = parts(
            r#"(module (memory 1) (table 1 funcref) (data "x") (elem func 0)
                (type $a (array i8))
                (func (export "f") (call 1) (call 6))
                (func (call 2) (call 6))
                (func (drop (ref.func 0)))
                (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))
                (func (data.drop 0))
                (func (drop (array.new_data $a 0 (i32.const 0) (i32.const 0))))
                (func (elem.drop 0))
                (func (return_call 1)))"#,
        );
        let late = parts.late().map(|late| parts.late.func(late).as_u32());
        assert_eq!(late.collect::<Vec<_>>(), [1, 7]);
        load_all(&parts);
    }

    #[test]
    fn parts_are_valid_whatever_bodies_name() {
        let count = load_all(&parts(
            r#"(module
                (type $s (struct (field (mut i32)) (field (ref null $s))))
                (type $t (func (param i32 (ref null $s)) (result i64 f64)))
                (import "m" "g" (global (mut i64))) (import "m" "f" (func $i (param v128) (result v128)))
                (import "m" "m" (memory i64 1)) (import "m" "e" (tag (param i32)))
                (memory 1 2) (table $x i64 3 (ref null $s)) (table 1 funcref) (tag $e (param f32))
                (global $h (mut (ref null $s)) (ref.null $s)) (global i32 (i32.const 7))
                (func (export "f") (call $a))
                (func $a (local (ref null $s))
                    (drop (call $b (v128.const i64x2 1 2)))
                    (global.set $h (struct.new $s (i32.const 1) (global.get $h)))
                    (table.set $x (i64.const 0) (global.get $h))
                    (i32.store 1 (i32.const 0) (i32.load 0 (i64.const 0)))
                    (block $c (result f32) (try_table (catch $e $c) (throw $e (f32.const 1))) (unreachable)) (drop)
                    (call $c (i32.const 1) (global.get $h)) (drop) (drop))
                (func $b (param v128) (result v128) (return_call $i (local.get 0)))
                (func $c (type $t) (return_call $c (i32.const 2) (table.get $x (i64.const 1))))
                (func $d (param i32) (result i32) try (result i32) (call $d (local.get 0)) catch $e (drop) (i32.const 1) end))"#,
        ));
        assert!(count > 0);
    }

    #[test]
    fn many_small_functions_take_few_loads() {
        let small = "(func (drop (i32.const 12345)))".repeat(20_000);
        let text = format!(r#"(module (func $f (export "f")) {small})"#);
        let parts = parts(&text);
        assert_eq!(parts.late().len(), 20_000);
        let loads = load_all(&parts);
        assert!(loads < 90, "{loads}");
    }
}
