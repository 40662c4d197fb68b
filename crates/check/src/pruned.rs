//! A pruned snapshot, compared with what it was before.
//!
//! Both are walked at once, from their exports and start functions on. Whatever the one names, the
//! other has to name in the same place, and the two are a pair from then on, each in no other pair.
//! Pairs are the same but for the indices in them, and these name pairs again. So the walk comes to
//! everything that can be told from outside, by another way than pruning went.
//!
//! One difference is allowed: an entry of a table may be a function that only traps, if nothing of
//! the pruned snapshot can get at the entry or calls through the table by a type that its own
//! matches.

mod entries;
mod segments;

use crate::contents::{Contents, Origin, Space, import_space};
use crate::findings::Findings;
use crate::skeleton::Skeleton;
use entries::{Entry, Uses, only_traps};
use preinit_core::Error;
use segments::{Item, elements_into, items, segments_into, target};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use wasmparser::types::Types;
use wasmparser::{
    ConstExpr, DataKind, ElementItems, ElementKind, FunctionBody, Import, TableInit, Validator,
    WasmFeatures,
};

/// Compares a snapshot before and after pruning.
///
/// ```
/// let before = wat::parse_str(
///     r#"(module (func $unused) (func $one (result i32) (i32.const 1))
///         (func (export "run") (result i32) (call $one)))"#,
/// )?;
/// let after = preinit_core::prune(&before)?.wasm;
/// assert!(preinit_check::check_pruned(&before, &after)?.is_empty());
/// let wrong = wat::parse_str(r#"(module (func (export "run") (result i32) (i32.const 1)))"#)?;
/// assert!(!preinit_check::check_pruned(&before, &wrong)?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Malformed`](preinit_core::ErrorKind::Malformed) if one of the two is not a module.
pub fn check_pruned(before: &[u8], after: &[u8]) -> Result<Findings, Error> {
    let mut walk = Walk {
        sides: [
            Contents::read(before, "the snapshot before pruning")?,
            Contents::read(after, "the pruned snapshot")?,
        ],
        ..Walk::default()
    };
    match Validator::new_with_features(WasmFeatures::all()).validate_all(after) {
        Ok(types) => walk.all(&types),
        Err(error) => walk.differ(|| format!("the pruned snapshot is not valid: {error}")),
    }
    Ok(walk.findings)
}

#[derive(Default)]
struct Walk<'a> {
    /// Before and after.
    sides: [Contents<'a>; 2],
    pairs: BTreeMap<(Space, u32), u32>,
    backwards: HashMap<(Space, u32), u32>,
    queue: Vec<(Space, u32, u32)>,
    entries: BTreeSet<Entry>,
    uses: Uses,
    findings: Findings,
}

impl<'a> Walk<'a> {
    fn differ(&mut self, words: impl FnOnce() -> String) {
        self.findings.add(words);
    }

    fn all(&mut self, types: &Types) {
        self.exports();
        match (self.sides[0].start, self.sides[1].start) {
            (None, None) => {}
            (Some(a), Some(b)) => self.pair(Space::Func, a, b),
            _ => self.differ(|| "one of the two has a start function".to_owned()),
        }
        self.imported_effects();
        loop {
            while let Some((space, a, b)) = self.queue.pop() {
                self.same(space, a, b);
            }
            let reachable: Vec<Entry> = self
                .entries
                .iter()
                .filter(|(_, a, _)| !self.pairs.contains_key(&(Space::Func, *a)))
                .filter(|entry| {
                    let [_, pruned] = &self.sides;
                    !only_traps(pruned, entry.2) || self.uses.reaches(&self.sides, entry, types)
                })
                .copied()
                .collect();
            if reachable.is_empty() {
                break;
            }
            for (_, a, b) in reachable {
                self.pair(Space::Func, a, b);
            }
        }
        self.imports();
    }

    /// Two items have to be the same.
    fn pair(&mut self, space: Space, a: u32, b: u32) {
        match self.pairs.insert((space, a), b) {
            None => self.queue.push((space, a, b)),
            Some(other) if other != b => {
                let noun = space.noun();
                self.differ(|| format!("{noun} {a} became {noun} {other} and {noun} {b}"));
            }
            Some(_) => return,
        }
        let other = *self.backwards.entry((space, b)).or_insert(a);
        if other != a {
            let noun = space.noun();
            self.differ(|| format!("{noun} {a} and {noun} {other} became {noun} {b}"));
        }
    }

    fn exports(&mut self) {
        let exports = [0, 1].map(|side: usize| self.sides[side].exports.clone());
        let [before, after] = &exports;
        let same = before.len() == after.len()
            && before
                .iter()
                .zip(after)
                .all(|(a, b)| a.name == b.name && a.kind == b.kind);
        if !same {
            return self.differ(|| "the exports differ".to_owned());
        }
        for (a, b) in before.iter().zip(after) {
            let space = Space::of(a.kind);
            if space == Space::Table {
                self.uses.open(b.index);
            }
            if space == Space::Global && self.is_mutable(0, a.index) != self.is_mutable(1, b.index)
            {
                self.differ(|| format!("the exported global `{}` can or can't change", a.name));
            }
            self.pair(space, a.index, b.index);
        }
    }

    fn is_mutable(&self, side: usize, global: u32) -> bool {
        match self.sides[side].origin(Space::Global, global) {
            Origin::Import(import) => {
                matches!(import.ty, wasmparser::TypeRef::Global(ty) if ty.mutable)
            }
            Origin::Definition(at) => self.sides[side]
                .globals
                .get(at)
                .is_some_and(|global| global.ty.mutable),
        }
    }

    /// Segments that fill imported memories and tables can be seen from outside, used or not.
    fn imported_effects(&mut self) {
        for space in [Space::Memory, Space::Table] {
            let filled = [0, 1].map(|side: usize| self.filled_imports(side, space));
            let [before, after] = &filled;
            if before.len() != after.len() {
                let noun = space.noun();
                self.differ(|| format!("another imported {noun} is filled"));
            }
            for (a, b) in before.iter().zip(after) {
                self.pair(space, *a, *b);
            }
        }
    }

    fn filled_imports(&self, side: usize, space: Space) -> Vec<u32> {
        let contents = &self.sides[side];
        let imported = 0..contents.imports_of(space).count() as u32;
        imported
            .filter(|index| match space {
                Space::Memory => segments_into(contents, *index).next().is_some(),
                _ => elements_into(contents, *index).next().is_some(),
            })
            .collect()
    }

    /// The pruned snapshot imports nothing that it did not before.
    fn imports(&mut self) {
        let [before, after] = &self.sides;
        let known = |import: &Import<'_>| {
            before.imports.iter().any(|other| {
                (import.module, import.name) == (other.module, other.name)
                    && import_space(&import.ty) == import_space(&other.ty)
            })
        };
        let mut unknown = Vec::new();
        for import in after.imports.iter().filter(|import| !known(import)) {
            unknown.push(format!("{}.{}", import.module, import.name));
        }
        for name in unknown {
            self.differ(|| format!("`{name}` is imported, and was not before"));
        }
    }

    /// Compares two pieces of the modules, and pairs what they name.
    fn skeletons(&mut self, what: impl FnOnce() -> String, pair: [Option<Skeleton>; 2]) {
        match pair {
            [Some(a), Some(b)] if a.bytes == b.bytes && a.named.len() == b.named.len() => {
                for ((space, a), (other, b)) in a.named.into_iter().zip(b.named) {
                    if space == other {
                        self.pair(space, a, b);
                    }
                }
            }
            _ => self.differ(|| format!("{} differs", what())),
        }
    }

    fn same(&mut self, space: Space, a: u32, b: u32) {
        let what = || format!("{} {a}", space.noun());
        match space {
            Space::Type => return self.types(a, b),
            Space::Element => return self.element(a, b),
            Space::Data => return self.data(a, b),
            _ => {}
        }
        match (
            self.sides[0].origin(space, a),
            self.sides[1].origin(space, b),
        ) {
            (Origin::Import(before), Origin::Import(after)) => {
                if (before.module, before.name) != (after.module, after.name) {
                    self.differ(|| format!("{} is another import", what()));
                }
                let types = [before.ty, after.ty];
                self.skeletons(what, types.map(|ty| Skeleton::of(|it| it.import(ty))));
                if space == Space::Table {
                    self.uses.open(b);
                }
            }
            (Origin::Definition(before), Origin::Definition(after)) => {
                self.definition(space, a, (before, after));
            }
            _ => return self.differ(|| format!("{} is imported on one side alone", what())),
        }
        match space {
            Space::Memory => self.memory(a, b),
            Space::Table => self.table(a, b),
            _ => {}
        }
    }

    /// Compares two definitions, given their positions among those of their space.
    fn definition(&mut self, space: Space, index: u32, (a, b): (usize, usize)) {
        let what = || format!("{} {index}", space.noun());
        let [before, after] = &self.sides;
        let skeletons = match space {
            Space::Func => {
                let types = [before.functions[a], after.functions[b]];
                let bodies = [before.bodies[a].clone(), after.bodies[b].clone()];
                self.pair(Space::Type, types[0], types[1]);
                return self.bodies(index, &bodies);
            }
            Space::Memory => {
                if before.memories[a] != after.memories[b] {
                    self.differ(|| format!("the type of {} differs", what()));
                }
                return;
            }
            Space::Tag => {
                let types = [before.tags[a], after.tags[b]].map(|tag| tag.func_type_idx);
                return self.pair(Space::Type, types[0], types[1]);
            }
            Space::Table => [&before.tables[a], &after.tables[b]].map(|table| {
                Skeleton::of(|it| {
                    it.table(table.ty)?;
                    match &table.init {
                        TableInit::RefNull => Ok(()),
                        TableInit::Expr(expr) => it.constant(expr),
                    }
                })
            }),
            // Whether it can change is of no account here: the export tells, and where it can't, no
            // valid code writes it.
            Space::Global => [&before.globals[a], &after.globals[b]].map(|global| {
                Skeleton::of(|it| {
                    it.global(global.ty)?;
                    it.constant(&global.init_expr)
                })
            }),
            Space::Type | Space::Element | Space::Data => return,
        };
        self.skeletons(what, skeletons);
    }

    /// Types are the same in groups that are.
    fn types(&mut self, a: u32, b: u32) {
        let [before, after] = &self.sides;
        let ((group, at), (other, place)) = (before.types[a as usize], after.types[b as usize]);
        let groups = [&before.groups[group], &after.groups[other]];
        let members = groups.map(|group| group.types().len() as u32);
        let skeletons = groups.map(|group| Skeleton::of(|it| it.group(group)));
        if at != place || members[0] != members[1] {
            return self.differ(|| format!("the group of type {a} differs"));
        }
        for member in 0..members[0] {
            self.pair(Space::Type, a - at as u32 + member, b - at as u32 + member);
        }
        self.skeletons(|| format!("type {a}"), skeletons);
    }

    fn bodies(&mut self, index: u32, bodies: &[FunctionBody<'a>; 2]) {
        let what = || format!("the body of function {index}");
        let skeletons = [0, 1].map(|side: usize| Skeleton::of(|it| it.locals(&bodies[side])));
        self.skeletons(what, skeletons);
        let readers = [0, 1].map(|side: usize| bodies[side].get_operators_reader());
        let [Ok(before), Ok(after)] = readers else {
            return self.differ(|| format!("{} can't be read", what()));
        };
        let (mut before, mut after) = (before.into_iter(), after.into_iter());
        loop {
            let (a, b) = match (before.next(), after.next()) {
                (None, None) => return,
                (Some(Ok(a)), Some(Ok(b))) => (a, b),
                _ => return self.differ(|| format!("{} differs in its length", what())),
            };
            self.uses.note(&b);
            let skeletons = [a, b].map(|operator| Skeleton::of(|it| it.operator(operator)));
            if matches!(&skeletons, [Some(a), Some(b)] if a.bytes != b.bytes) {
                return self.differ(|| format!("{} differs", what()));
            }
            self.skeletons(what, skeletons);
        }
    }

    /// The active segments of two memories.
    fn memory(&mut self, a: u32, b: u32) {
        let before: Vec<_> = segments_into(&self.sides[0], a).collect();
        let after: Vec<_> = segments_into(&self.sides[1], b).collect();
        let contents = |segments: &[(ConstExpr<'a>, &'a [u8])]| -> Vec<&'a [u8]> {
            segments.iter().map(|(_, bytes)| *bytes).collect()
        };
        if contents(&before) != contents(&after) {
            return self.differ(|| format!("the data of memory {a} differs"));
        }
        for ((a, _), (b, _)) in before.into_iter().zip(after) {
            let what = || "the place of a data segment".to_owned();
            self.skeletons(
                what,
                [a, b].map(|expr| Skeleton::of(|it| it.constant(&expr))),
            );
        }
    }

    /// The active segments of two tables.
    fn table(&mut self, a: u32, b: u32) {
        let before: Vec<_> = elements_into(&self.sides[0], a).collect();
        let after: Vec<_> = elements_into(&self.sides[1], b).collect();
        if before.len() != after.len() {
            return self.differ(|| format!("the number of segments of table {a} differs"));
        }
        for ((offset, a), (other, c)) in before.into_iter().zip(after) {
            let what = || "the place of an element segment".to_owned();
            let offsets = [offset, other];
            self.skeletons(
                what,
                offsets.map(|expr| Skeleton::of(|it| it.constant(&expr))),
            );
            self.items(Some(b), &a.items, &c.items);
        }
    }

    /// The items of two element segments, which may be entries of a table.
    fn items(&mut self, table: Option<u32>, a: &ElementItems<'a>, b: &ElementItems<'a>) {
        let what = || "an item of an element segment".to_owned();
        let (a, b) = match (items(a), items(b)) {
            (Ok(a), Ok(b)) if a.len() == b.len() => (a, b),
            _ => {
                return self
                    .differ(|| "the number of items of an element segment differs".to_owned());
            }
        };
        for pair in a.into_iter().zip(b) {
            match (pair, table) {
                ((Item::Func(a), Item::Func(b)), Some(table)) => {
                    if self.entries.insert((table, a, b)) {
                        let types =
                            [0, 1].map(|side: usize| self.sides[side].function_type([a, b][side]));
                        match types {
                            [Some(a), Some(b)] => self.pair(Space::Type, a, b),
                            _ => self.differ(what),
                        }
                    }
                }
                ((Item::Func(a), Item::Func(b)), None) => self.pair(Space::Func, a, b),
                ((Item::Expr(a), Item::Expr(b)), _) => {
                    let skeletons = [a, b].map(|expr| Skeleton::of(|it| it.constant(&expr)));
                    self.skeletons(what, skeletons);
                }
                _ => self.differ(what),
            }
        }
    }

    /// Two segments that code names.
    fn element(&mut self, a: u32, b: u32) {
        let [before, after] = [(0, a), (1, b)]
            .map(|(side, index): (usize, u32)| self.sides[side].elements[index as usize].clone());
        let types = [&before, &after].map(|element| match &element.items {
            ElementItems::Expressions(ty, _) => Skeleton::of(|it| it.reference(*ty)),
            ElementItems::Functions(_) => Some(Skeleton::default()),
        });
        self.skeletons(|| format!("the type of element segment {a}"), types);
        match (&before.kind, &after.kind) {
            (ElementKind::Passive, ElementKind::Passive)
            | (ElementKind::Declared, ElementKind::Declared) => {
                self.items(None, &before.items, &after.items);
            }
            // Their tables are compared with all of their segments.
            (ElementKind::Active { .. }, ElementKind::Active { .. }) => {
                let tables = [target(&before), target(&after)];
                if let [Some(a), Some(b)] = tables {
                    self.pair(Space::Table, a, b);
                }
            }
            _ => self.differ(|| format!("the kind of element segment {a} differs")),
        }
    }

    fn data(&mut self, a: u32, b: u32) {
        let [before, after] = [(0, a), (1, b)]
            .map(|(side, index): (usize, u32)| self.sides[side].data[index as usize].clone());
        let kinds = match (before.kind, after.kind) {
            (DataKind::Passive, DataKind::Passive) => true,
            (
                DataKind::Active {
                    memory_index: a, ..
                },
                DataKind::Active {
                    memory_index: b, ..
                },
            ) => {
                self.pair(Space::Memory, a, b);
                true
            }
            _ => false,
        };
        if !kinds || before.data != after.data {
            self.differ(|| format!("data segment {a} differs"));
        }
    }
}
