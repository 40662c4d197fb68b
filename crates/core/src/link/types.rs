//! The types of several modules in one type section, and whether one matches another.

use crate::error::Result;
use crate::rewrite::{Contents, IndexMap, Maps, Remap, bug};
use std::collections::HashMap;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, Encode, EntityType, Function, FunctionSection, GlobalType, HeapType, Instruction,
    MemoryType, Module, RefType, SubType, TableType, TypeSection, ValType,
};
use wasmparser::{CompositeInnerType, Validator};

/// A type section that grows by the types of one module after the other.
#[derive(Default)]
pub(super) struct TypeTable {
    section: TypeSection,
    /// How many types there are, those in groups counted one by one.
    count: u32,
    /// Types that stand alone, by their encoding: a second one of the same is not added.
    known: HashMap<Vec<u8>, u32>,
    /// What a message calls each type.
    descriptions: Vec<String>,
}

impl TypeTable {
    /// Adds all types of a module; returns where each went.
    pub(super) fn add(&mut self, contents: &Contents<'_>) -> Result<IndexMap> {
        let mut maps = Maps::default();
        for group in &contents.types {
            // A type may refer to any of its own group, and to all before it.
            let first = maps.types.len();
            let len = group.types().len() as u32;
            maps.types.extend(self.count..self.count + len);
            let types = group
                .types()
                .map(|ty| Remap::new(&maps).sub_type(ty.clone()))
                .collect::<Result<Vec<SubType>, _>>()
                .map_err(|error| bug(&error))?;
            let descriptions = group.types().map(describe);
            match types.as_slice() {
                [ty] if !group.is_explicit_rec_group() => {
                    let description = descriptions.collect::<String>();
                    maps.types[first] = self.single(ty, description);
                }
                _ => {
                    self.descriptions.extend(descriptions);
                    self.section.ty().rec(types);
                    self.count += len;
                }
            }
        }
        Ok(maps.types)
    }

    /// A type that stands alone, where it is or at the end.
    fn single(&mut self, ty: &SubType, description: String) -> u32 {
        let mut alone = TypeSection::new();
        alone.ty().subtype(ty);
        let mut key = Vec::new();
        alone.encode(&mut key);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let index = self.count;
        self.known.insert(key, index);
        self.section.ty().subtype(ty);
        self.descriptions.push(description);
        self.count += 1;
        index
    }

    /// The type of a function without parameters and results.
    pub(super) fn procedure(&mut self) -> u32 {
        let mut alone = TypeSection::new();
        alone.ty().function([], []);
        let mut key = Vec::new();
        alone.encode(&mut key);
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let index = self.count;
        self.known.insert(key, index);
        self.section.ty().function([], []);
        self.descriptions.push("() -> ()".to_owned());
        self.count += 1;
        index
    }

    pub(super) fn section(&self) -> &TypeSection {
        &self.section
    }

    pub(super) fn count(&self) -> usize {
        self.count as usize
    }

    /// Whether an item of type `found` may be linked where `wanted` is imported.
    ///
    /// <https://webassembly.github.io/spec/core/valid/matching.html#external-types>
    pub(super) fn links(&self, found: EntityType, wanted: EntityType) -> bool {
        use EntityType as Ty;
        match (found, wanted) {
            (Ty::Function(found) | Ty::FunctionExact(found), Ty::Function(wanted)) => {
                self.is_function_subtype(found, wanted)
            }
            (Ty::Function(found) | Ty::FunctionExact(found), Ty::FunctionExact(wanted)) => {
                self.is_same_function(found, wanted)
            }
            (Ty::Tag(found), Ty::Tag(wanted)) => {
                self.is_same_function(found.func_type_idx, wanted.func_type_idx)
            }
            (Ty::Memory(found), Ty::Memory(wanted)) => {
                same_memory(found, wanted)
                    && within(
                        (found.minimum, found.maximum),
                        (wanted.minimum, wanted.maximum),
                    )
            }
            (Ty::Table(found), Ty::Table(wanted)) => {
                self.same_table(found, wanted)
                    && within(
                        (found.minimum, found.maximum),
                        (wanted.minimum, wanted.maximum),
                    )
            }
            (Ty::Global(found), Ty::Global(wanted)) => self.is_global_subtype(found, wanted),
            _ => false,
        }
    }

    /// The type that an import has that stands for two, if one can.
    ///
    /// Exactly what fits both fits it.
    pub(super) fn both(&self, one: EntityType, other: EntityType) -> Option<EntityType> {
        match (one, other) {
            (EntityType::Memory(one), EntityType::Memory(other)) if same_memory(one, other) => {
                let (minimum, maximum) =
                    intersect((one.minimum, one.maximum), (other.minimum, other.maximum))?;
                Some(EntityType::Memory(MemoryType {
                    minimum,
                    maximum,
                    ..one
                }))
            }
            (EntityType::Table(one), EntityType::Table(other)) if self.same_table(one, other) => {
                let (minimum, maximum) =
                    intersect((one.minimum, one.maximum), (other.minimum, other.maximum))?;
                Some(EntityType::Table(TableType {
                    minimum,
                    maximum,
                    ..one
                }))
            }
            _ => (self.links(one, other) && self.links(other, one)).then_some(one),
        }
    }

    fn is_function_subtype(&self, sub: u32, sup: u32) -> bool {
        sub == sup || self.is_subtype(reference(sub), reference(sup))
    }

    fn is_same_function(&self, one: u32, other: u32) -> bool {
        self.is_function_subtype(one, other) && self.is_function_subtype(other, one)
    }

    fn same_table(&self, one: TableType, other: TableType) -> bool {
        let (first, second) = (
            ValType::Ref(one.element_type),
            ValType::Ref(other.element_type),
        );
        (one.table64, one.shared) == (other.table64, other.shared)
            && self.is_subtype(first, second)
            && self.is_subtype(second, first)
    }

    fn is_global_subtype(&self, found: GlobalType, wanted: GlobalType) -> bool {
        (found.mutable, found.shared) == (wanted.mutable, wanted.shared)
            && self.is_subtype(found.val_type, wanted.val_type)
            // Through a mutable global values flow both ways.
            && (!found.mutable || self.is_subtype(wanted.val_type, found.val_type))
    }

    /// Whether every value of the one type is one of the other.
    ///
    /// The validator is asked, with a function that takes the one and returns it as the other: it
    /// knows which types of different modules are the same, and all of their hierarchy.
    fn is_subtype(&self, sub: ValType, sup: ValType) -> bool {
        if sub == sup {
            return true;
        }
        if !matches!((sub, sup), (ValType::Ref(_), ValType::Ref(_))) {
            return false;
        }
        let mut types = self.section.clone();
        types.ty().function([sub], [sup]);
        let mut functions = FunctionSection::new();
        functions.function(self.count);
        let mut body = Function::new([]);
        body.instruction(&Instruction::LocalGet(0));
        body.instruction(&Instruction::End);
        let mut code = CodeSection::new();
        code.function(&body);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        Validator::new_with_features(crate::validation::features())
            .validate_all(module.as_slice())
            .is_ok()
    }

    /// What a message calls a type.
    pub(super) fn describe(&self, ty: EntityType) -> String {
        let signature = |index: u32| {
            let known = self.descriptions.get(index as usize);
            known.map_or("", String::as_str).to_owned()
        };
        let sizes = |minimum: u64, maximum: Option<u64>, unit: &str| match maximum {
            Some(maximum) => format!("{minimum} to {maximum} {unit}"),
            None => format!("{minimum} or more {unit}"),
        };
        match ty {
            EntityType::Function(index) | EntityType::FunctionExact(index) => {
                format!("function of the type {}", signature(index))
            }
            EntityType::Tag(tag) => format!("tag of the type {}", signature(tag.func_type_idx)),
            EntityType::Memory(ty) => format!(
                "{}{}memory of {}",
                if ty.shared { "shared " } else { "" },
                if ty.memory64 { "64-bit " } else { "" },
                sizes(ty.minimum, ty.maximum, "pages")
            ),
            EntityType::Table(ty) => format!(
                "{}table of {} of the type {}",
                if ty.table64 { "64-bit " } else { "" },
                sizes(ty.minimum, ty.maximum, "entries"),
                self.value(ValType::Ref(ty.element_type))
            ),
            EntityType::Global(ty) => format!(
                "{} global of the type {}",
                if ty.mutable { "mutable" } else { "constant" },
                self.value(ty.val_type)
            ),
        }
    }

    fn value(&self, ty: ValType) -> String {
        match ty {
            ValType::I32 => "i32".to_owned(),
            ValType::I64 => "i64".to_owned(),
            ValType::F32 => "f32".to_owned(),
            ValType::F64 => "f64".to_owned(),
            ValType::V128 => "v128".to_owned(),
            ValType::Ref(ty) => {
                let null = if ty.nullable { "null " } else { "" };
                let heap = match ty.heap_type {
                    HeapType::Abstract { ty, .. } => format!("{ty:?}").to_lowercase(),
                    HeapType::Concrete(index) | HeapType::Exact(index) => {
                        let known = self.descriptions.get(index as usize);
                        known.cloned().unwrap_or_default()
                    }
                };
                format!("(ref {null}{heap})")
            }
        }
    }
}

fn reference(ty: u32) -> ValType {
    ValType::Ref(RefType {
        nullable: false,
        heap_type: HeapType::Concrete(ty),
    })
}

fn same_memory(one: MemoryType, other: MemoryType) -> bool {
    const DEFAULT_PAGE: u32 = 16;
    let page = |ty: MemoryType| ty.page_size_log2.unwrap_or(DEFAULT_PAGE);
    (one.memory64, one.shared, page(one)) == (other.memory64, other.shared, page(other))
}

type Sizes = (u64, Option<u64>);

/// Whether the sizes of a definition are among those that an import allows.
fn within((minimum, maximum): Sizes, (least, most): Sizes) -> bool {
    minimum >= least && most.is_none_or(|most| maximum.is_some_and(|maximum| maximum <= most))
}

/// The sizes that two imports allow, if there are any.
fn intersect(one: Sizes, other: Sizes) -> Option<Sizes> {
    let minimum = one.0.max(other.0);
    let maximum = match (one.1, other.1) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    maximum
        .is_none_or(|maximum| minimum <= maximum)
        .then_some((minimum, maximum))
}

fn describe(ty: &wasmparser::SubType) -> String {
    let list = |types: &[wasmparser::ValType]| {
        let names: Vec<String> = types.iter().map(ToString::to_string).collect();
        format!("({})", names.join(", "))
    };
    match &ty.composite_type.inner {
        CompositeInnerType::Func(ty) => format!("{} -> {}", list(ty.params()), list(ty.results())),
        CompositeInnerType::Array(_) => "array".to_owned(),
        CompositeInnerType::Struct(_) => "struct".to_owned(),
        CompositeInnerType::Cont(_) => "continuation".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::module::Module as Decoded;

    /// The types of two modules in one table, and where the last type of each is.
    fn table(one: &str, other: &str) -> (TypeTable, u32, u32) {
        let mut table = TypeTable::default();
        let mut last = |text: &str| {
            let wasm = wat::parse_str(text).unwrap();
            let module = Decoded::decode(&wasm).unwrap();
            let contents = Contents::read(&module).unwrap();
            *table.add(&contents).unwrap().last().unwrap()
        };
        let (one, other) = (last(one), last(other));
        (table, one, other)
    }

    #[test]
    fn the_same_type_of_two_modules_is_one() {
        let text = "(module (type (func (param i32))))";
        let (table, one, other) = table(text, text);
        assert_eq!((one, other, table.count()), (0, 0, 1));
    }

    #[test]
    fn groups_of_two_modules_are_compared_by_structure() {
        let text = "(module (rec (type $a (struct (field (ref null $b))))
            (type $b (struct (field i32)))) (type (func (param (ref $a)))))";
        let other = "(module (type (func)) (rec (type $a (struct (field (ref null $b))))
            (type $b (struct (field i64)))) (type (func (param (ref $a)))))";
        let (same, a, b) = table(text, text);
        assert!(same.links(EntityType::Function(a), EntityType::Function(b)));
        let (differ, a, b) = table(text, other);
        assert!(!differ.links(EntityType::Function(a), EntityType::Function(b)));
    }

    #[test]
    fn a_subtype_links_and_a_supertype_does_not() {
        let sup = "(module (type (sub (func (result (ref null any))))))";
        let sub = "(module (type $t (sub (func (result (ref null any)))))
            (type (sub $t (func (result (ref null struct))))))";
        let (types, a, b) = table(sup, sub);
        let (sup, sub) = (EntityType::Function(a), EntityType::Function(b));
        assert!(types.links(sub, sup) && !types.links(sup, sub));
    }

    #[test]
    fn sizes_must_lie_within() {
        for (found, wanted, want) in [
            ((1, None), (1, None), true),
            ((2, Some(3)), (1, Some(3)), true),
            ((1, None), (2, None), false),
            ((1, None), (1, Some(2)), false),
            ((1, Some(3)), (1, Some(2)), false),
        ] {
            assert_eq!(within(found, wanted), want, "{found:?} {wanted:?}");
        }
        assert_eq!(intersect((1, Some(4)), (2, None)), Some((2, Some(4))));
        assert_eq!(intersect((5, None), (1, Some(4))), None);
    }
}
