//! Exceptions: a module that uses their legacy encoding → one that runs the same with the standard one.
//!
//! Compilers wrote the legacy encoding (`try` … `catch` … `end`) for years, and browsers run it; the
//! specification lists it as retired, and engines that follow it do not. A snapshot keeps the code as it
//! is. What is run to make or to check one is translated: no index changes, only bodies that hold a `try`
//! are another, and types that their blocks need follow all others.
//!
//! Each instruction that may throw gets a `try_table` of its own, which brings what is thrown to the end of
//! the innermost body around it. There it is thrown again, for the handlers of that `try` to catch:
//!
//! ```text
//! block (; the try ;)
//!   block (result exnref) (; its body ;)
//!     …  try_table (catch_all_ref 0)  call $f  end  …
//!     br 1
//!   end
//!   block (param exnref) (; ends where the handler begins ;)
//!     try_table (catch_ref $tag 0) (catch_all_ref …)  throw_ref  end
//!     unreachable
//!   end
//!   local.set $caught  …
//! end
//! ```
//!
//! So no `try_table` lies in another: compilers note all that are around a call with each call. What is
//! written for a construct or a call does not depend on what is around it, so a body grows by a factor at
//! most. `rethrow` throws what that local holds. A `try` that ends with `delegate` is a block; what is
//! thrown in it goes to the end of the body that it names, or out of the function. Bodies in the standard
//! encoding are written so as well where very many handlers are around an instruction.
//!
//! <https://webassembly.github.io/exception-handling/legacy/core/>

mod blocks;
mod body;
mod tries;

use crate::error::{Result, emit as wording};
use crate::externs::Export;
use crate::index::FuncIdx;
use crate::names::Names;
use crate::section::{Vector, id, write_header, write_section};
use blocks::{Blocks, Signature};
use cranelift_entity::EntityRef;
use std::borrow::Cow;
use std::fmt;
use tries::Tries;
use wasm_encoder::Encode;
use wasm_encoder::reencode;
use wasmparser::{CompositeInnerType, FuncType, FunctionBody, Parser, Payload, SubType, TypeRef};

/// How many clauses of `try_table` may be around an instruction of a body that is left as it is.
const CLAUSES: usize = 100;

/// What engines accept at most, and the translation can come to: locals of a function, bytes of its body,
/// clauses of a `try_table`, types.
///
/// <https://webassembly.github.io/spec/js-api/#limits>
const LOCALS: u32 = 50_000;
const BODY: usize = 7_654_321;
const CATCHES: usize = 10_000;
const TYPES: usize = 1_000_000;

/// How many constructs with handlers a translated body may have. The translation grows with them, but compilers
/// take time and memory that grow with the square: some 100 MB for 2,500.
const CONSTRUCTS: usize = 5_000;

/// How many handlers that throw again what they caught may lie within one another. Each keeps it in a local,
/// and a compiler notes all such locals with each call.
const RETHROWS: u32 = 1_000;

/// Writes legacy exceptions in the standard encoding, in a valid module that may hold some.
///
/// ```
/// let wasm = wat::parse_str(
///     r#"(module (tag $e (param i32))
///         (func (export "f") (result i32)
///             try (result i32) i32.const 7 throw $e catch $e end))"#,
/// )?;
/// let standard = preinit_core::standard_exceptions(&wasm)?;
/// assert_ne!(*standard, *wasm);
/// assert_eq!(preinit_core::standard_exceptions(&standard)?, standard);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Limit`](crate::ErrorKind::Limit) and [`Unsupported`](crate::ErrorKind::Unsupported), with the function, if
/// one can't be translated; [`Bug`](crate::ErrorKind::Bug) if the module can't be read: it was not valid.
pub fn standard_exceptions(wasm: &[u8]) -> Result<Cow<'_, [u8]>> {
    let unreadable = |error| wording::unreadable("the code", &error);
    let surroundings = Surroundings::read(wasm).map_err(unreadable)?;
    let mut blocks = Blocks::new(&surroundings);
    let mut bodies = Vec::with_capacity(surroundings.bodies.len());
    for (position, body) in surroundings.bodies.iter().enumerate() {
        let tries = Tries::read(body).map_err(unreadable)?;
        bodies.push(match tries.need_translation(CLAUSES) {
            false => None,
            true => Some(
                translate(&surroundings, position, &tries, &mut blocks)
                    .map_err(|error| untranslated(&surroundings, position, error))?,
            ),
        });
    }
    if bodies.iter().all(Option::is_none) {
        return Ok(Cow::Borrowed(wasm));
    }
    Ok(Cow::Owned(assemble(wasm, &surroundings, &bodies, &blocks)))
}

/// Translates a body, within what engines accept.
fn translate(
    surroundings: &Surroundings<'_>,
    position: usize,
    tries: &Tries,
    blocks: &mut Blocks<'_>,
) -> Written<Vec<u8>> {
    let within = |what, count, most| match count > most {
        true => Err(too_much(what, count, most)),
        false => Ok(()),
    };
    let nested = tries.nested_rethrows as usize;
    let what = "handlers within one another that throw again what they caught";
    within(what, nested, RETHROWS as usize)?;
    let what = "constructs that catch exceptions";
    within(what, tries.catching(), CONSTRUCTS)?;
    within("handlers of one `try`", tries.handlers(), CATCHES - 1)?;
    let body = body::translate(surroundings, position, tries, blocks)?;
    within("bytes of translated code", body.len(), BODY)?;
    let types = surroundings.types.len() + blocks.added().len();
    within("types, with those of the translation", types, TYPES)?;
    Ok(body)
}

fn untranslated(
    surroundings: &Surroundings<'_>,
    position: usize,
    error: reencode::Error<Failure>,
) -> crate::Error {
    let function = || {
        let index = surroundings.imported_functions + position;
        let names = Names::read(surroundings.names, &[], &surroundings.exports);
        names.function(FuncIdx::new(index))
    };
    match error {
        reencode::Error::UserError(Failure::TooMuch { what, count, most }) => {
            wording::exceptions_too_many(&function(), what, count, most)
        }
        reencode::Error::UserError(Failure::Stacks) => wording::switch_in_try(&function()),
        error => wording::untranslated(&error.to_string()),
    }
}

fn assemble(
    wasm: &[u8],
    surroundings: &Surroundings<'_>,
    bodies: &[Option<Vec<u8>>],
    blocks: &Blocks<'_>,
) -> Vec<u8> {
    let mut written = Vec::with_capacity(wasm.len() + wasm.len() / 8);
    write_header(&mut written);
    for (section, contents) in &surroundings.sections {
        match *section {
            id::TYPE => {
                let mut types = Vector::of(contents);
                for ty in blocks.added() {
                    types.push(|bytes| encode_type(ty, bytes));
                }
                types.write(&mut written, id::TYPE);
            }
            id::CODE => {
                let mut code = Vector::default();
                for (body, translated) in surroundings.bodies.iter().zip(bodies) {
                    let body = translated.as_deref().unwrap_or(body.as_bytes());
                    code.push(|bytes| body.encode(bytes));
                }
                code.write(&mut written, id::CODE);
            }
            section => write_section(&mut written, section, contents),
        }
    }
    written
}

fn encode_type((params, results): &Signature, bytes: &mut Vec<u8>) {
    bytes.push(0x60);
    params.as_slice().encode(bytes);
    results.as_slice().encode(bytes);
}

/// What a body's translation has to know of its module.
#[derive(Default)]
struct Surroundings<'a> {
    /// The id and the contents of each section.
    sections: Vec<(u8, &'a [u8])>,
    types: Vec<SubType>,
    /// The types of tags and of functions.
    tags: Vec<u32>,
    functions: Vec<u32>,
    imported_functions: usize,
    /// Whether tables have 64-bit indices.
    tables: Vec<bool>,
    bodies: Vec<FunctionBody<'a>>,
    /// For the name of a function in an error.
    exports: Vec<Export<'a>>,
    names: Option<(&'a [u8], usize)>,
}

impl<'a> Surroundings<'a> {
    fn read(wasm: &'a [u8]) -> wasmparser::Result<Self> {
        let mut read = Surroundings::default();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Some((section, range)) = payload.as_section() {
                read.sections.push((section, &wasm[range]));
            }
            match payload {
                Payload::TypeSection(groups) => {
                    for group in groups {
                        read.types.extend(group?.into_types());
                    }
                }
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        match import?.ty {
                            TypeRef::Tag(tag) => read.tags.push(tag.func_type_idx),
                            TypeRef::Func(ty) | TypeRef::FuncExact(ty) => read.functions.push(ty),
                            TypeRef::Table(table) => read.tables.push(table.table64),
                            TypeRef::Memory(_) | TypeRef::Global(_) => {}
                        }
                    }
                    read.imported_functions = read.functions.len();
                }
                Payload::FunctionSection(types) => {
                    for ty in types {
                        read.functions.push(ty?);
                    }
                }
                Payload::TableSection(tables) => {
                    for table in tables {
                        read.tables.push(table?.ty.table64);
                    }
                }
                Payload::TagSection(tags) => {
                    for tag in tags {
                        read.tags.push(tag?.func_type_idx);
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        read.exports.push(Export {
                            name: export.name,
                            kind: export.kind,
                            index: export.index,
                        });
                    }
                }
                Payload::CustomSection(custom) if custom.name() == "name" => {
                    read.names = Some((custom.data(), custom.data_offset()));
                }
                Payload::CodeSectionEntry(body) => read.bodies.push(body),
                _ => {}
            }
        }
        Ok(read)
    }

    /// The type of a function.
    fn function(&self, index: u32) -> Written<u32> {
        let ty = self.functions.get(index as usize).copied();
        ty.ok_or(missing("the type of a function"))
    }

    /// The type of a tag.
    fn tag(&self, index: u32) -> Written<u32> {
        let ty = self.tags.get(index as usize).copied();
        ty.ok_or(missing("a tag"))
    }

    /// Whether a table has 64-bit indices.
    fn table64(&self, index: u32) -> Written<bool> {
        let table = self.tables.get(index as usize).copied();
        table.ok_or(missing("a table"))
    }

    fn signature(&self, ty: u32) -> Written<&FuncType> {
        let ty = self.types.get(ty as usize);
        match ty.map(|ty| &ty.composite_type.inner) {
            Some(CompositeInnerType::Func(ty)) => Ok(ty),
            _ => Err(missing("a function type")),
        }
    }
}

/// Why a body can't be translated.
#[derive(Debug)]
enum Failure {
    /// Something is not there that a valid module has.
    Missing(&'static str),
    /// An engine would not accept what comes of it, or take too long.
    TooMuch {
        what: &'static str,
        count: usize,
        most: usize,
    },
    /// Where a `try` is around, it switches to another stack.
    Stacks,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Missing(what) => write!(f, "{what} is missing"),
            Failure::TooMuch { what, count, most } => {
                write!(f, "there are {count} {what}, of at most {most}")
            }
            Failure::Stacks => f.write_str("a `try` is around a switch of stacks"),
        }
    }
}

fn missing(what: &'static str) -> reencode::Error<Failure> {
    reencode::Error::UserError(Failure::Missing(what))
}

fn too_much(what: &'static str, count: usize, most: usize) -> reencode::Error<Failure> {
    reencode::Error::UserError(Failure::TooMuch { what, count, most })
}

type Written<T> = std::result::Result<T, reencode::Error<Failure>>;

/// Re-encodes what stays as it is.
struct Plain;

impl reencode::Reencode for Plain {
    type Error = Failure;
}
