//! Exceptions: a module that uses their legacy encoding → one that runs the same with the standard one.
//!
//! Compilers wrote the legacy encoding (`try` … `catch` … `end`) for years, and browsers run it; the
//! specification lists it as retired, and engines that follow it do not. A snapshot keeps the code as it
//! is. What is run to make or to check one is translated: no index changes, only bodies that hold a `try`
//! are another, and types that their blocks need follow all others.
//!
//! `try` … `catch` … `end` becomes a `try_table` in a block for each handler, in a block that stands for the
//! `try`:
//!
//! ```text
//! block (; the try ;)
//!   block (; ends where the handler begins ;)
//!     try_table (catch_ref $tag 0)  …  end
//!     br 1
//!   end
//!   local.set $caught  …
//! end
//! ```
//!
//! `rethrow` throws what that local holds. `delegate` brings the exception to the end of the body of the
//! `try` that it names, where a block catches it and throws it again, or to the end of the function.
//!
//! <https://webassembly.github.io/exception-handling/legacy/core/>

mod blocks;
mod body;
mod tries;

use crate::error::{Result, emit as bugs};
use crate::section::{Vector, id, write_header, write_section};
use blocks::{Blocks, Signature};
use std::borrow::Cow;
use std::fmt;
use tries::Tries;
use wasm_encoder::Encode;
use wasm_encoder::reencode;
use wasmparser::{CompositeInnerType, FuncType, FunctionBody, Parser, Payload, SubType, TypeRef};

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
/// [`Bug`](crate::ErrorKind::Bug) if the module can't be read: it was not valid.
pub fn standard_exceptions(wasm: &[u8]) -> Result<Cow<'_, [u8]>> {
    let unreadable = |error| bugs::unreadable("the code", &error);
    let surroundings = Surroundings::read(wasm).map_err(unreadable)?;
    let mut blocks = Blocks::new(&surroundings);
    let mut bodies = Vec::with_capacity(surroundings.bodies.len());
    for (position, body) in surroundings.bodies.iter().enumerate() {
        let tries = Tries::read(body).map_err(unreadable)?;
        bodies.push(match tries.is_empty() {
            true => None,
            false => Some(
                body::translate(&surroundings, position, &tries, &mut blocks)
                    .map_err(|error| bugs::untranslated(&error.to_string()))?,
            ),
        });
    }
    if bodies.iter().all(Option::is_none) {
        return Ok(Cow::Borrowed(wasm));
    }
    Ok(Cow::Owned(assemble(wasm, &surroundings, &bodies, &blocks)))
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
    /// The types of tags, and of functions that are defined.
    tags: Vec<u32>,
    functions: Vec<u32>,
    bodies: Vec<FunctionBody<'a>>,
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
                        if let TypeRef::Tag(tag) = import?.ty {
                            read.tags.push(tag.func_type_idx);
                        }
                    }
                }
                Payload::FunctionSection(types) => {
                    read.functions = types.into_iter().collect::<wasmparser::Result<_>>()?;
                }
                Payload::TagSection(tags) => {
                    for tag in tags {
                        read.tags.push(tag?.func_type_idx);
                    }
                }
                Payload::CodeSectionEntry(body) => read.bodies.push(body),
                _ => {}
            }
        }
        Ok(read)
    }

    /// The type of the function whose body is at a position.
    fn function(&self, position: usize) -> Written<u32> {
        let ty = self.functions.get(position).copied();
        ty.ok_or(missing("the type of a function"))
    }

    /// The type of a tag.
    fn tag(&self, index: u32) -> Written<u32> {
        let ty = self.tags.get(index as usize).copied();
        ty.ok_or(missing("a tag"))
    }

    fn signature(&self, ty: u32) -> Written<&FuncType> {
        let ty = self.types.get(ty as usize);
        match ty.map(|ty| &ty.composite_type.inner) {
            Some(CompositeInnerType::Func(ty)) => Ok(ty),
            _ => Err(missing("a function type")),
        }
    }
}

/// Something that a valid module has.
#[derive(Debug)]
struct Missing(&'static str);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is missing", self.0)
    }
}

fn missing(what: &'static str) -> reencode::Error<Missing> {
    reencode::Error::UserError(Missing(what))
}

type Written<T> = std::result::Result<T, reencode::Error<Missing>>;

/// Re-encodes what stays as it is.
struct Plain;

impl reencode::Reencode for Plain {
    type Error = Missing;
}
