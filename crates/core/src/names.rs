//! Names for people: what errors and reports call a function, a table, a memory or a global.

use crate::externs::{Export, Import};
use crate::index::{DataIdx, ElemIdx, FuncIdx, GlobalIdx, MemoryIdx, TableIdx, TypeIdx};
use cranelift_entity::EntityRef;
use std::collections::HashMap;
use std::fmt::Write as _;
use wasmparser::{
    BinaryReader, ExternalKind, IndirectNameMap, Name, NameMap, NameSectionReader, Subsection,
};

/// The name section's contents, completed by import and export names.
///
/// A malformed name section names nothing, as the specification asks: it can't make a module
/// invalid.
#[derive(Debug, Default)]
pub struct Names<'a> {
    functions: HashMap<u32, String>,
    tables: HashMap<u32, &'a str>,
    memories: HashMap<u32, &'a str>,
    globals: HashMap<u32, &'a str>,
    elements: HashMap<u32, &'a str>,
    data: HashMap<u32, &'a str>,
    raw_functions: HashMap<u32, &'a str>,
    exported_functions: HashMap<u32, &'a str>,
    fields: HashMap<(u32, u32), &'a str>,
}

impl<'a> Names<'a> {
    pub(crate) fn read(
        section: Option<(&'a [u8], usize)>,
        imports: &[Import<'a>],
        exports: &[Export<'a>],
    ) -> Self {
        let mut names = Names::default();
        names.add_imports(imports);
        for export in exports {
            let map = match export.kind {
                ExternalKind::Func | ExternalKind::FuncExact => &mut names.exported_functions,
                ExternalKind::Table => &mut names.tables,
                ExternalKind::Memory => &mut names.memories,
                ExternalKind::Global => &mut names.globals,
                ExternalKind::Tag => continue,
            };
            map.entry(export.index).or_insert(export.name);
        }
        if let Some((data, offset)) = section {
            names.add_section(data, offset);
        }
        names
    }

    fn add_imports(&mut self, imports: &[Import<'a>]) {
        let mut next = [0u32; 4];
        for import in imports {
            let (space, map) = match import.kind {
                ExternalKind::Func | ExternalKind::FuncExact => {
                    let index = next[0];
                    next[0] += 1;
                    self.functions
                        .insert(index, format!("{}.{}", import.module, import.field));
                    continue;
                }
                ExternalKind::Table => (1, &mut self.tables),
                ExternalKind::Memory => (2, &mut self.memories),
                ExternalKind::Global => (3, &mut self.globals),
                ExternalKind::Tag => continue,
            };
            map.insert(next[space], import.field);
            next[space] += 1;
        }
    }

    fn add_section(&mut self, data: &'a [u8], offset: usize) {
        for subsection in NameSectionReader::new(BinaryReader::new(data, offset)) {
            let (map, entries) = match subsection {
                Ok(Name::Function(entries)) => (&mut self.raw_functions, entries),
                Ok(Name::Table(entries)) => (&mut self.tables, entries),
                Ok(Name::Memory(entries)) => (&mut self.memories, entries),
                Ok(Name::Global(entries)) => (&mut self.globals, entries),
                Ok(Name::Element(entries)) => (&mut self.elements, entries),
                Ok(Name::Data(entries)) => (&mut self.data, entries),
                Ok(Name::Field(types)) => {
                    self.add_fields(types);
                    continue;
                }
                Ok(_) => continue,
                Err(_) => return,
            };
            add(map, entries);
        }
    }

    fn add_fields(&mut self, types: IndirectNameMap<'a>) {
        for naming in types.into_iter().map_while(Result::ok) {
            for field in naming.names.into_iter().map_while(Result::ok) {
                self.fields.insert((naming.index, field.index), field.name);
            }
        }
    }

    /// A function, by its demangled name where it has one: `` function `foo` ``.
    pub fn function(&self, func: FuncIdx) -> String {
        let index = func.as_u32();
        let name = self.raw_functions.get(&index);
        let name = name.or_else(|| self.exported_functions.get(&index));
        match (name, self.functions.get(&index)) {
            (Some(raw), _) => format!("function `{}`", demangle(raw)),
            (None, Some(import)) => format!("imported function `{import}`"),
            (None, None) => format!("function {index}"),
        }
    }

    /// A function, by what the name section alone calls it, as engines do that keep no more.
    pub fn section_function(&self, func: FuncIdx) -> String {
        match self.raw_functions.get(&func.as_u32()) {
            Some(raw) => format!("function `{}`", demangle(raw)),
            None => format!("function {}", func.as_u32()),
        }
    }

    /// What the name section calls a function.
    pub(crate) fn raw_function(&self, func: FuncIdx) -> Option<&'a str> {
        self.raw_functions.get(&func.as_u32()).copied()
    }

    /// A table: `` table 0 (`name`) ``.
    pub fn table(&self, table: TableIdx) -> String {
        named("table", table, &self.tables)
    }

    /// A memory.
    pub fn memory(&self, memory: MemoryIdx) -> String {
        named("memory", memory, &self.memories)
    }

    /// A global.
    pub fn global(&self, global: GlobalIdx) -> String {
        named("global", global, &self.globals)
    }

    /// The first function of this name, in the name section or as an export.
    pub(crate) fn function_named(&self, name: &str) -> Option<FuncIdx> {
        let named = |names: &HashMap<u32, &str>| {
            let named = names.iter().filter(|(_, known)| **known == name);
            named.map(|(index, _)| FuncIdx::from_u32(*index)).min()
        };
        named(&self.exported_functions).or_else(|| named(&self.raw_functions))
    }

    /// The first global of this name.
    pub(crate) fn global_named(&self, name: &str) -> Option<GlobalIdx> {
        let named = self.globals.iter().filter(|(_, known)| **known == name);
        named.map(|(index, _)| GlobalIdx::from_u32(*index)).min()
    }

    /// Whether no global has a name.
    pub(crate) fn names_no_global(&self) -> bool {
        self.globals.is_empty()
    }

    /// The name of a field of a struct type, if it has one.
    pub(crate) fn field(&self, ty: TypeIdx, field: usize) -> Option<&'a str> {
        let field = u32::try_from(field).ok()?;
        self.fields.get(&(ty.as_u32(), field)).copied()
    }

    /// A prefix that none of the first `functions` functions' names has.
    pub(crate) fn fresh_prefix(&self, functions: usize) -> String {
        let taken = |prefix: &str| {
            self.raw_functions
                .iter()
                .chain(&self.exported_functions)
                .any(|(index, name)| (*index as usize) < functions && name.starts_with(prefix))
        };
        let mut prefix = String::from("preinit");
        let mut round = 0usize;
        while taken(&format!("{prefix}.")) {
            round += 1;
            prefix = format!("preinit{round}");
        }
        prefix
    }

    /// A data segment.
    pub fn data(&self, data: DataIdx) -> String {
        named("data segment", data, &self.data)
    }

    /// An element segment.
    pub fn element(&self, element: ElemIdx) -> String {
        named("element segment", element, &self.elements)
    }
}

fn add<'a>(map: &mut HashMap<u32, &'a str>, entries: NameMap<'a>) {
    for naming in entries {
        match naming {
            Ok(naming) => map.insert(naming.index, naming.name),
            Err(_) => return,
        };
    }
}

fn named<I: EntityRef>(kind: &str, item: I, names: &HashMap<u32, &str>) -> String {
    let index = item.index();
    match u32::try_from(index)
        .ok()
        .and_then(|index| names.get(&index))
    {
        Some(name) => format!("{kind} {index} (`{name}`)"),
        None => format!("{kind} {index}"),
    }
}

/// The source-language form of a mangled Rust or C++ name; any other name as it is.
pub fn demangle(name: &str) -> String {
    let mut text = Short(String::new());
    if let Ok(rust) = rustc_demangle::try_demangle(name) {
        return match write!(text, "{rust:#}") {
            Ok(()) => text.0,
            Err(_) => cut(name),
        };
    }
    // Any short word is a mangled C++ *type*; the names of functions start with `_Z`.
    let mangled = name.trim_start_matches('_').starts_with('Z') && name.starts_with('_');
    match cpp_demangle::Symbol::new(name) {
        Ok(symbol) if mangled => {
            let options = cpp_demangle::DemangleOptions::default();
            match symbol.structured_demangle(&mut text, &options) {
                Ok(()) => text.0,
                Err(_) => cut(name),
            }
        }
        _ => cut(name),
    }
}

/// The first of several names, and how many more there are.
pub(crate) fn some_of(names: &[String]) -> String {
    const SHOWN: usize = 12;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// No more of a name than people read.
fn cut(name: &str) -> String {
    shortened(name, MOST_OF_NAME)
}

/// A text of so many bytes or a few more, as messages show it: what comes from an input may be of any length.
///
/// ```
/// use preinit_core::shortened;
/// assert_eq!(shortened("short", 10), "short");
/// assert_eq!(shortened("a long text", 6), "a long…");
/// ```
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().find(|(at, _)| *at >= most) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}…", &text[..at]),
    }
}

/// What a name is written to that can be repeated in itself over and over: it takes no more than people read.
struct Short(String);

/// How many bytes those are.
const MOST_OF_NAME: usize = 4096;

impl std::fmt::Write for Short {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        if self.0.len() + part.len() > MOST_OF_NAME {
            return Err(std::fmt::Error);
        }
        self.0.push_str(part);
        Ok(())
    }
}

/// The bytes of each subsection of a name section, in order, or `None` if it is malformed.
pub(crate) fn subsections<'a>(data: &'a [u8], offset: usize) -> Option<Vec<(Name<'a>, &'a [u8])>> {
    let mut reader = BinaryReader::new(data, offset);
    let mut result = Vec::new();
    while !reader.eof() {
        let start = reader.current_position();
        let id = reader.read_u8().ok()?;
        let len = reader.read_var_u32().ok()?;
        let body_offset = reader.original_position();
        let body = reader.read_bytes(len as usize).ok()?;
        let name = Name::from_reader(id, BinaryReader::new(body, body_offset)).ok()?;
        result.push((name, data.get(start..reader.current_position())?));
    }
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function of a type that has the one before twice, so many times over: its text doubles each time.
    fn doubled(times: usize) -> String {
        let digits = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars();
        let types = digits.take(times).map(|at| format!("S0_IS{at}_S{at}_E"));
        format!("_Z1f1B1PIS_S_E{}", types.collect::<String>())
    }

    #[test]
    fn a_name_that_repeats_itself_stays_mangled() {
        let short = demangle(&doubled(3));
        assert!(short.starts_with("f(B, P<B, B>, "), "{short}");
        assert!(short.len() < MOST_OF_NAME);
        let long = doubled(30);
        assert_eq!(demangle(&long), long);
    }

    /// A function whose type argument is a pair of the one before with itself, so many times over.
    fn paired(times: usize) -> String {
        let digit = |at: usize| char::from_digit(at as u32, 36).unwrap_or('A');
        let mut text = String::from("_RINvC1a1fTmmE");
        let mut before = text.len() - 2 - "TmmE".len();
        for _ in 0..times {
            let at = text.len() - 2;
            // Base 62, less one.
            let back = match before - 1 {
                small @ 0..62 => digit(small).to_string(),
                large => format!("{}{}", digit(large / 62), digit(large % 62)),
            };
            text.push_str(&format!("TB{back}_B{back}_E"));
            before = at;
        }
        text.push('E');
        text
    }

    #[test]
    fn a_rust_name_that_repeats_itself_stays_mangled() {
        let short = demangle(&paired(2));
        assert!(short.contains("(u32, u32), (u32, u32)"), "{short}");
        let long = paired(16);
        assert_eq!(demangle(&long), long);
    }

    #[test]
    fn a_long_name_is_cut() {
        let shown = demangle(&"é".repeat(MOST_OF_NAME));
        assert_eq!(shown.len(), MOST_OF_NAME + "…".len());
    }
}
