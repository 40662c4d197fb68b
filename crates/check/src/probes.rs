//! What no accessor reads: passive segments and shared memories. A module gains functions that copy
//! them to where an accessor reaches, behind everything that it has.
//!
//! Nothing of the module changes: no index moves, and no instruction of its own can name what is
//! added.

use crate::facts::{Facts, NamedSegments};
use crate::sections::{join, section};
use preinit_core::{Error, ErrorKind};
use wasm_encoder::reencode::{Reencode as _, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, Function, FunctionSection, MemorySection, MemoryType, RefType, TableSection,
    TableType, TypeSection, ValType,
};

/// Pages of the scratch memory that shared memories are copied through.
const SCRATCH_PAGES: u64 = 16;
/// Bytes that one call of a [`Probe::Shared`] copies at most.
pub(crate) const SCRATCH_BYTES: usize = (SCRATCH_PAGES as usize) << 16;

/// A module with its probes.
pub(crate) struct Probed {
    pub(crate) wasm: Vec<u8>,
    pub(crate) probes: Vec<Probe>,
    /// The memory behind all others, if a probe needs one.
    pub(crate) scratch: u32,
    /// Elements of all scratch tables together.
    pub(crate) table_elements: usize,
}

impl Probed {
    /// For an instance of the module that nobody asks.
    pub(crate) fn without_probes(&self) -> Self {
        Probed {
            wasm: Vec::new(),
            probes: Vec::new(),
            scratch: self.scratch,
            table_elements: self.table_elements,
        }
    }
}

/// A function that was added, and what it tells.
pub(crate) struct Probe {
    /// Its index. It takes two `i64`: see [`Subject`].
    pub(crate) function: u32,
    pub(crate) subject: Subject,
}

/// What a probe tells about.
pub(crate) enum Subject {
    /// A data segment: a call with (0, 1) traps if it is empty.
    Data(u32),
    /// An element segment: a call with (0, `len`) copies it to the entries of `table` from `at` on,
    /// or traps if it is shorter.
    Elements {
        segment: u32,
        len: u32,
        table: u32,
        at: u32,
    },
    /// A shared memory: a call with an address and a length copies to the scratch memory.
    Shared(u32),
}

/// Adds probes for the segments of `named` that are not empty, and for shared memories.
pub(crate) fn add(facts: &Facts<'_>, named: &NamedSegments) -> Result<Probed, Error> {
    let mut additions = Additions::new(facts);
    for &segment in &named.data {
        if facts
            .data
            .get(segment as usize)
            .is_some_and(|data| !data.is_empty())
        {
            additions.data(segment);
        }
    }
    for &segment in &named.elements {
        let found = facts.elements.get(segment as usize);
        if let Some(elements) = found.filter(|elements| elements.len > 0) {
            let ty = RoundtripReencoder
                .ref_type(elements.ty)
                .map_err(|error| bug(&error.to_string()))?;
            additions.elements(segment, elements.len, ty);
        }
    }
    for (index, memory) in (0..).zip(&facts.memories) {
        if memory.shared {
            additions.shared(index, memory.memory64);
        }
    }
    additions.finish()
}

fn bug(message: &str) -> Error {
    Error::new(
        ErrorKind::Bug,
        format!("the functions that read segments could not be added: {message}"),
    )
}

/// What comes in, section by section.
struct Additions<'f, 'a> {
    facts: &'f Facts<'a>,
    probes: Vec<Probe>,
    bodies: Vec<Function>,
    /// One scratch table for each type of elements.
    tables: Vec<(RefType, u32)>,
}

impl<'f, 'a> Additions<'f, 'a> {
    fn new(facts: &'f Facts<'a>) -> Self {
        Additions {
            facts,
            probes: Vec::new(),
            bodies: Vec::new(),
            tables: Vec::new(),
        }
    }

    fn scratch(&self) -> u32 {
        self.facts.memories.len() as u32
    }

    fn push(&mut self, subject: Subject, body: Function) {
        let function = (self.facts.functions.len() + self.bodies.len()) as u32;
        self.bodies.push(body);
        self.probes.push(Probe { function, subject });
    }

    fn data(&mut self, segment: u32) {
        let scratch = self.scratch();
        let mut body = Function::new([]);
        body.instructions()
            .i32_const(0)
            .local_get(0)
            .i32_wrap_i64()
            .local_get(1)
            .i32_wrap_i64()
            .memory_init(scratch, segment)
            .end();
        self.push(Subject::Data(segment), body);
    }

    fn elements(&mut self, segment: u32, len: u32, ty: RefType) {
        let ty = RefType {
            nullable: true,
            ..ty
        };
        let position = match self.tables.iter().position(|(known, _)| *known == ty) {
            Some(position) => position,
            None => {
                self.tables.push((ty, 0));
                self.tables.len() - 1
            }
        };
        let table = (self.facts.tables.len() + position) as u32;
        let size = &mut self.tables[position].1;
        let at = *size;
        // A sum beyond 32 bits would need a module of more than 4 GiB.
        *size = at.saturating_add(len);
        let mut body = Function::new([]);
        body.instructions()
            .i32_const(at.cast_signed())
            .local_get(0)
            .i32_wrap_i64()
            .local_get(1)
            .i32_wrap_i64()
            .table_init(table, segment)
            .end();
        let subject = Subject::Elements {
            segment,
            len,
            table,
            at,
        };
        self.push(subject, body);
    }

    fn shared(&mut self, memory: u32, memory64: bool) {
        let scratch = self.scratch();
        let mut body = Function::new([]);
        let mut code = body.instructions();
        code.i32_const(0).local_get(0);
        if !memory64 {
            code.i32_wrap_i64();
        }
        code.local_get(1)
            .i32_wrap_i64()
            .memory_copy(scratch, memory)
            .end();
        self.push(Subject::Shared(memory), body);
    }

    fn finish(self) -> Result<Probed, Error> {
        let scratch = self.scratch();
        let table_elements = self.tables.iter().map(|(_, size)| *size as usize).sum();
        if self.probes.is_empty() {
            return Ok(Probed {
                wasm: self.facts.bytes.to_vec(),
                probes: self.probes,
                scratch,
                table_elements,
            });
        }
        let mut types = TypeSection::new();
        types.ty().function([ValType::I64, ValType::I64], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for body in &self.bodies {
            functions.function(self.facts.types.len() as u32);
            code.function(body);
        }
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: SCRATCH_PAGES,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut tables = TableSection::new();
        for (ty, size) in &self.tables {
            tables.table(TableType {
                element_type: *ty,
                table64: false,
                minimum: u64::from(*size),
                maximum: None,
                shared: false,
            });
        }
        let mut added = vec![
            (1, section(&types)?),
            (3, section(&functions)?),
            (4, section(&tables)?),
            (5, section(&memories)?),
            (10, section(&code)?),
        ];
        added.retain(|(_, (count, _))| *count > 0);
        Ok(Probed {
            wasm: join(self.facts, &added)?,
            probes: self.probes,
            scratch,
            table_elements,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probes_come_behind_everything_and_validate() {
        for text in [
            "(module (memory 1) (data \"x\") (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1))))",
            "(module (tag) (global i32 (i32.const 1)) (data \"x\") (func (data.drop 0)))",
            "(module (@custom \"a\" (after func) \"x\") (memory i64 1 2 shared) (func))",
            "(module (elem (ref func) (ref.func $f)) (func $f (elem.drop 0)))",
            "(module (type $t (struct)) (table 1 anyref)
               (elem (ref $t) (struct.new $t)) (elem (ref $t) (struct.new $t)) (elem i31ref (ref.i31 (i32.const 1)))
               (func (elem.drop 0) (elem.drop 1) (elem.drop 2)))",
            "(module (import \"a\" \"m\" (memory 1 1 shared)) (import \"a\" \"f\" (func)))",
        ] {
            let wasm = wat::parse_str(text).unwrap();
            let facts = Facts::read(&wasm, "it").unwrap();
            let probed = add(&facts, &facts.named_segments(usize::MAX).unwrap()).unwrap();
            assert!(!probed.probes.is_empty(), "{text}");
            let more = Facts::read(&probed.wasm, "the probed module").unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(
                more.functions.len(),
                facts.functions.len() + probed.probes.len(),
                "{text}"
            );
            assert_eq!(more.bodies[..facts.bodies.len()], facts.bodies[..], "{text}");
        }
    }

    #[test]
    fn a_module_without_secrets_stays_as_it_is() {
        let wasm = wat::parse_str("(module (memory 1) (data (i32.const 0) \"x\") (func))").unwrap();
        let facts = Facts::read(&wasm, "it").unwrap();
        assert_eq!(
            add(&facts, &facts.named_segments(usize::MAX).unwrap())
                .unwrap()
                .wasm,
            wasm
        );
    }
}
