//! Running the script of a case on a plain engine, with nothing of preinit in the process of it.

use preinit_core::standard_exceptions;
use wasmparser::{CompositeInnerType, Parser, Payload, TypeRef};
use wasmtime_wast::{Async, WastContext};

use crate::case::Case;
use crate::oracle;

/// Runs a script; see [`playing`] for making one.
///
/// # Errors
///
/// A directive fails; the message names its line.
pub fn run(case: &Case, script: &str) -> Result<(), String> {
    let mut context = WastContext::new(oracle::engine(), Async::No, |store| {
        oracle::refuel(store);
    });
    context.generate_dwarf(false);
    let script = with_wasi(case, script)?;
    context
        .run_wast(&format!("{}.wast", case.name), script.as_bytes())
        .map_err(|error| format!("{error:?}"))
}

/// The script of a case with `wasm` in the place of the module under test and `after` behind it, for [`run`]:
/// exceptions are in the encoding that the engine has.
///
/// # Errors
///
/// `wasm` is not a module.
pub fn playing(case: &Case, wasm: &[u8], after: &str) -> Result<String, String> {
    let wasm = standard_exceptions(wasm).map_err(|error| error.to_string())?;
    Ok(case.with_module(&wasm, after))
}

/// Encodes a module in the text format.
///
/// # Errors
///
/// The text can't be parsed.
pub fn encode(text: &str) -> Result<Vec<u8>, String> {
    wat::parse_str(text).map_err(|error| error.to_string())
}

/// The script with what it needs of a host: for a case with WASI, a module of functions that trap.
///
/// Line numbers stay what they are.
///
/// # Errors
///
/// The module under test is malformed.
pub fn with_wasi(case: &Case, script: &str) -> Result<String, String> {
    match case.header.wasi {
        true => Ok(wasi_stubs(&case.subject.wasm)? + script),
        false => Ok(script.to_owned()),
    }
}

/// A module that stands for WASI: every function that `wasm` imports from it, each a trap.
///
/// The stubs stand on the first line of the script, so that line numbers stay right.
fn wasi_stubs(wasm: &[u8]) -> Result<String, String> {
    let text = |error: wasmparser::BinaryReaderError| error.to_string();
    let mut types = Vec::new();
    let mut functions = String::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(text)? {
            Payload::TypeSection(section) => {
                for group in section {
                    types.extend(group.map_err(text)?.into_types());
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(text)?;
                    let TypeRef::Func(ty) = import.ty else {
                        continue;
                    };
                    let CompositeInnerType::Func(ty) = &types[ty as usize].composite_type.inner
                    else {
                        continue;
                    };
                    let list = |types: &[wasmparser::ValType]| {
                        types.iter().map(|ty| format!(" {ty}")).collect::<String>()
                    };
                    functions.push_str(&format!(
                        "(func (export \"{}\") (param{}) (result{}) unreachable)",
                        import.name,
                        list(ty.params()),
                        list(ty.results())
                    ));
                }
            }
            _ => {}
        }
    }
    Ok(format!(
        "(module $wasi {functions}) (register \"wasi_snapshot_preview1\") "
    ))
}
