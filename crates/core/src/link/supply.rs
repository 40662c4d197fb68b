//! Supplies: what imported memories, tables and globals are given where no module provides them.

use super::pattern::Pattern;
use crate::arguments::number;
use crate::error::{Error, Result, link as wording};
use crate::externs::Import;
use crate::module::Module;
use crate::rewrite::Space;
use crate::value::Value;
use std::collections::BTreeSet;
use std::fmt;
use wasmparser::{ExternalKind, GlobalType, MemoryType, TableType, ValType};

/// What imports of one name, or of names that begin alike, are given.
///
/// The most precise supply that matches an import counts: a whole name before a prefix, a longer
/// prefix before a shorter one.
///
/// ```
/// use preinit_core::Supply;
/// let memory = Supply::memory("env.memory=2..16")?;
/// assert_eq!(memory.to_string(), "--import-memory env.memory=2..16");
/// // Every address that a dynamic linker would fill in.
/// let addresses = Supply::global("GOT.mem.*=0")?;
/// assert!(Supply::memory("memory").is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supply {
    pattern: Pattern,
    offer: Offer,
}

/// What a supply says, before it meets an import's type.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Offer {
    Memory {
        minimum: Option<u64>,
        maximum: Option<u64>,
    },
    Table {
        size: Option<u64>,
    },
    Global {
        value: String,
    },
}

/// What one import is given: everything about it that its type leaves open.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Supplied {
    /// A memory, empty, of these sizes in pages of its own page size.
    Memory {
        /// How large it is.
        minimum: u64,
        /// How large it may become.
        maximum: Option<u64>,
    },
    /// A table of null references, of these sizes in entries.
    Table {
        /// How large it is.
        minimum: u64,
        /// How large it may become.
        maximum: Option<u64>,
    },
    /// A global of this value.
    Global(SuppliedValue),
}

/// The value of a supplied global.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SuppliedValue {
    /// A number or a vector, of the import's type.
    Number(Value),
    /// The null reference of the import's type.
    Null,
}

/// What supplies give to a module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SuppliedImports {
    /// One entry per import, in order; `None` where no supply is meant for it.
    pub imports: Vec<Option<Supplied>>,
    /// The positions of the supplies that were used, ascending.
    pub used: Vec<usize>,
}

impl Supply {
    /// Reads `MODULE.NAME[=MIN[..MAX]]`, sizes in pages.
    ///
    /// # Errors
    ///
    /// What was expected, in words.
    pub fn memory(text: &str) -> Result<Self, String> {
        let expected = "expected `MODULE.NAME`, `MODULE.NAME=PAGES` or `MODULE.NAME=MIN..MAX`";
        let (pattern, sizes) = split(text, expected)?;
        let (minimum, maximum) = match sizes.map(|sizes| sizes.split_once("..").ok_or(sizes)) {
            None => (None, None),
            Some(Err(one)) => (Some(size(one, expected)?), None),
            Some(Ok((min, max))) => (Some(size(min, expected)?), Some(size(max, expected)?)),
        };
        if let (Some(minimum), Some(maximum)) = (minimum, maximum)
            && minimum > maximum
        {
            return Err(format!(
                "the minimum {minimum} is above the maximum {maximum}"
            ));
        }
        let offer = Offer::Memory { minimum, maximum };
        Ok(Supply { pattern, offer })
    }

    /// Reads `MODULE.NAME[=SIZE]`, the size in entries.
    ///
    /// # Errors
    ///
    /// What was expected, in words.
    pub fn table(text: &str) -> Result<Self, String> {
        let expected = "expected `MODULE.NAME` or `MODULE.NAME=ENTRIES`";
        let (pattern, entries) = split(text, expected)?;
        let size = entries.map(|text| size(text, expected)).transpose()?;
        let offer = Offer::Table { size };
        Ok(Supply { pattern, offer })
    }

    /// Reads `MODULE.NAME=VALUE`: a number, or `null`.
    ///
    /// # Errors
    ///
    /// What was expected, in words.
    pub fn global(text: &str) -> Result<Self, String> {
        let expected = "expected `MODULE.NAME=VALUE`, where the value is a number or `null`";
        match split(text, expected)? {
            (pattern, Some(value)) if !value.is_empty() => Ok(Supply {
                pattern,
                offer: Offer::Global {
                    value: value.to_owned(),
                },
            }),
            _ => Err(expected.to_owned()),
        }
    }

    fn space(&self) -> Space {
        match self.offer {
            Offer::Memory { .. } => Space::Memory,
            Offer::Table { .. } => Space::Table,
            Offer::Global { .. } => Space::Global,
        }
    }

    fn matches(&self, import: &Import<'_>) -> bool {
        self.space() == Space::of_export(import.kind)
            && self.pattern.matches(import.module, import.field)
    }
}

impl fmt::Display for Supply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", option(self.space()), self.pattern)?;
        match &self.offer {
            Offer::Memory { minimum, maximum } => {
                if let Some(minimum) = minimum {
                    write!(f, "={minimum}")?;
                }
                match maximum {
                    Some(maximum) => write!(f, "..{maximum}"),
                    None => Ok(()),
                }
            }
            Offer::Table { size: Some(size) } => write!(f, "={size}"),
            Offer::Table { size: None } => Ok(()),
            Offer::Global { value } => write!(f, "={value}"),
        }
    }
}

/// The option that supplies items of a space.
pub(super) fn option(space: Space) -> &'static str {
    match space {
        Space::Memory => "--import-memory",
        Space::Table => "--import-table",
        _ => "--import-global",
    }
}

fn split<'t>(text: &'t str, expected: &str) -> Result<(Pattern, Option<&'t str>), String> {
    // A name may hold a `=`, a value can't.
    let (name, value) = match text.rsplit_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    let pattern = Pattern::parse(name).ok_or(expected)?;
    Ok((pattern, value))
}

fn size(text: &str, expected: &str) -> Result<u64, String> {
    match number(text, ValType::I64) {
        Some(Value::I64(size)) if size >= 0 => Ok(size.cast_unsigned()),
        _ => Err(expected.to_owned()),
    }
}

/// Finds what each import of `module` is given.
///
/// `provided` tells of an import that another module provides; no supply is used for it.
///
/// # Errors
///
/// [`Policy`](crate::ErrorKind::Policy), with every supply that does not fit its import's type.
pub fn supplied(
    module: &Module<'_>,
    supplies: &[Supply],
    provided: impl Fn(&Import<'_>) -> bool,
) -> Result<SuppliedImports> {
    let mut errors = Vec::new();
    let mut used = BTreeSet::new();
    let mut imports = Vec::with_capacity(module.imports.len());
    for (import, ty) in module.imports.iter().zip(types(module)) {
        let best = supplies
            .iter()
            .enumerate()
            .filter(|(_, supply)| supply.matches(import) && !provided(import))
            // Of two alike the later one counts, as with any option that is given twice.
            .max_by_key(|(_, supply)| supply.pattern.precision());
        let Some((position, supply)) = best else {
            imports.push(None);
            continue;
        };
        used.insert(position);
        match supply.meet(ty) {
            Ok(given) => imports.push(Some(given)),
            Err(why) => errors.push(wording::supply_misfit(supply, import, &why)),
        }
    }
    match errors.is_empty() {
        true => Ok(SuppliedImports {
            imports,
            used: used.into_iter().collect(),
        }),
        false => Err(wording::one_or_several(errors)),
    }
}

/// Refuses supplies that nothing has used; `used` holds the positions of the others.
///
/// `modules` are those that were looked at, for a better explanation.
///
/// # Errors
///
/// [`Policy`](crate::ErrorKind::Policy), with every such supply.
pub fn unused_supplies(
    supplies: &[Supply],
    used: &BTreeSet<usize>,
    modules: &[&Module<'_>],
) -> Result<()> {
    let imports = || modules.iter().flat_map(|module| &module.imports);
    let errors: Vec<Error> = supplies
        .iter()
        .enumerate()
        .filter(|(position, _)| !used.contains(position))
        .map(|(_, supply)| {
            let named = |import: &&Import<'_>| supply.pattern.matches(import.module, import.field);
            let hint = match imports().find(named) {
                None => wording::SupplyHint::NoImport,
                Some(import) if supply.matches(import) => wording::SupplyHint::Provided,
                Some(import) => {
                    let space = Space::of_export(import.kind);
                    let suppliable = !matches!(space, Space::Func | Space::Tag);
                    wording::SupplyHint::OtherKind {
                        noun: space.noun(),
                        option: suppliable.then(|| option(space)),
                    }
                }
            };
            wording::unused_supply(supply, hint)
        })
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(wording::one_or_several(errors)),
    }
}

/// The type of an import, as far as supplies are concerned.
#[derive(Copy, Clone)]
enum ImportType {
    Memory(MemoryType),
    Table(TableType),
    Global(GlobalType),
    Other,
}

/// The types of all imports, in order: imports come first in every index space.
fn types<'m>(module: &'m Module<'_>) -> impl Iterator<Item = ImportType> + 'm {
    let mut memories = module.memories.values();
    let mut tables = module.tables.values();
    let mut globals = module.globals.values();
    module.imports.iter().map(move |import| {
        let ty = match import.kind {
            ExternalKind::Memory => memories.next().map(|item| ImportType::Memory(item.ty)),
            ExternalKind::Table => tables.next().map(|item| ImportType::Table(item.ty)),
            ExternalKind::Global => globals.next().map(|item| ImportType::Global(item.ty)),
            _ => None,
        };
        ty.unwrap_or(ImportType::Other)
    })
}

impl Supply {
    /// Fills in what the import's type declares.
    fn meet(&self, ty: ImportType) -> Result<Supplied, String> {
        match (&self.offer, ty) {
            (Offer::Memory { minimum, maximum }, ImportType::Memory(ty)) => {
                let (minimum, maximum) =
                    limits((*minimum, *maximum), (ty.initial, ty.maximum), "pages")?;
                Ok(Supplied::Memory { minimum, maximum })
            }
            (Offer::Table { size }, ImportType::Table(ty)) => {
                if !ty.element_type.is_nullable() {
                    return Err("the entries of the table can't be null".to_owned());
                }
                let (minimum, maximum) =
                    limits((*size, None), (ty.initial, ty.maximum), "entries")?;
                Ok(Supplied::Table { minimum, maximum })
            }
            (Offer::Global { value }, ImportType::Global(ty)) => {
                let ty = ty.content_type;
                let given = match ty {
                    ValType::Ref(ty) if value == "null" => {
                        ty.is_nullable().then_some(SuppliedValue::Null)
                    }
                    _ => number(value, ty).map(SuppliedValue::Number),
                };
                given
                    .map(Supplied::Global)
                    .ok_or_else(|| format!("`{value}` is no value of the type {ty}"))
            }
            _ => Err("it is of another kind".to_owned()),
        }
    }
}

/// Sizes that were asked for, within those that an import declares.
fn limits(
    (minimum, maximum): (Option<u64>, Option<u64>),
    (declared_minimum, declared_maximum): (u64, Option<u64>),
    unit: &str,
) -> Result<(u64, Option<u64>), String> {
    let minimum = minimum.unwrap_or(declared_minimum);
    if minimum < declared_minimum {
        return Err(format!(
            "the import wants at least {declared_minimum} {unit}"
        ));
    }
    match declared_maximum {
        Some(most) if minimum > most || maximum.is_some_and(|maximum| maximum > most) => {
            return Err(format!("the import wants at most {most} {unit}"));
        }
        _ => {}
    }
    let maximum = maximum.or(declared_maximum);
    match maximum {
        Some(maximum) if maximum < minimum => {
            Err(format!("the import wants at least {minimum} {unit}"))
        }
        _ => Ok((minimum, maximum)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = r#"(module
        (import "env" "memory" (memory 2 8))
        (import "env" "table" (table 1 funcref))
        (import "env" "base" (global i32))
        (import "GOT.mem" "x" (global (mut i32)))
        (import "env" "object" (global externref))
        (import "env" "f" (func)))"#;

    fn of(supplies: &[Supply]) -> Result<SuppliedImports> {
        let wasm = wat::parse_str(MODULE).unwrap();
        supplied(&Module::decode(&wasm).unwrap(), supplies, |_| false)
    }

    fn number_of(value: i32) -> Option<Supplied> {
        Some(Supplied::Global(SuppliedValue::Number(Value::I32(value))))
    }

    #[test]
    fn the_type_completes_what_is_said() {
        let supplies = [
            Supply::memory("env.memory").unwrap(),
            Supply::table("env.table=5").unwrap(),
            Supply::global("*=7").unwrap(),
            Supply::global("GOT.mem.*=-1").unwrap(),
            Supply::global("env.object=null").unwrap(),
        ];
        let found = of(&supplies).unwrap();
        let memory = Supplied::Memory {
            minimum: 2,
            maximum: Some(8),
        };
        let table = Supplied::Table {
            minimum: 5,
            maximum: None,
        };
        let null = Some(Supplied::Global(SuppliedValue::Null));
        let want = [
            Some(memory),
            Some(table),
            number_of(7),
            number_of(-1),
            null,
            None,
        ];
        assert_eq!(found.imports, want);
        assert_eq!(found.used, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn every_misfit_is_told() {
        let supplies = [
            Supply::memory("env.memory=1").unwrap(),
            Supply::global("env.base=null").unwrap(),
            Supply::global("GOT.*=1.5").unwrap(),
        ];
        let error = of(&supplies).unwrap_err();
        assert_eq!(error.details().len(), 3, "{error:?}");
        for too_large in ["env.memory=9", "env.memory=2..9"] {
            let error = of(&[Supply::memory(too_large).unwrap()]).unwrap_err();
            assert!(error.to_string().contains("at most 8 pages"), "{error}");
        }
    }

    #[test]
    fn texts_are_read_whole() {
        for bad in [
            "memory",
            "env.m=",
            "env.m=x",
            "env.m=1..",
            "env.m=2..1",
            "env.m=-1",
        ] {
            assert!(Supply::memory(bad).is_err(), "{bad}");
        }
        for bad in ["table", "env.t=1..2", "env.t="] {
            assert!(Supply::table(bad).is_err(), "{bad}");
        }
        for bad in ["env.g", "env.g=", "g=1"] {
            assert!(Supply::global(bad).is_err(), "{bad}");
        }
        let text = "env.memory=0x10..32";
        let supply = Supply::memory(text).unwrap();
        assert_eq!(supply.to_string(), "--import-memory env.memory=16..32");
    }

    #[test]
    fn what_nothing_uses_is_refused_with_the_reason() {
        let wasm = wat::parse_str(MODULE).unwrap();
        let module = Module::decode(&wasm).unwrap();
        let refused = |supply: Supply| {
            let error = unused_supplies(&[supply], &BTreeSet::new(), &[&module]).unwrap_err();
            format!("{error}; {}", error.hint().unwrap())
        };
        let table = refused(Supply::table("env.memory").unwrap());
        assert!(table.contains("--import-memory"), "{table}");
        let nothing = refused(Supply::memory("env.mem").unwrap());
        assert!(nothing.contains("no module imports"), "{nothing}");
        let used = BTreeSet::from([0]);
        unused_supplies(&[Supply::memory("env.x").unwrap()], &used, &[]).unwrap();
    }
}
