//! *Original + init*: what the snapshot is compared with.
//!
//! The rules for init functions and exports are stated here a second time, on purpose: this is the
//! oracle, and it shares no code with the tool.

use std::collections::BTreeMap;

use wasmparser::{CompositeInnerType, ExternalKind, Parser, Payload, TypeRef, ValType};

use crate::edit::{self, Export, Sections};
use crate::header::Header;

/// The function of a WASI reactor that runs before anything else.
const REACTOR: &str = "_initialize";
/// The default init function, and the older name that is the fallback.
const DEFAULTS: [&str; 2] = ["wizer-initialize", "wizer.initialize"];
/// The names under which the oracle calls init; no case exports anything so called.
const CALL_PREFIX: &str = "testkit:init:";

/// The original module with the exports that its snapshot must have, and the calls of init.
#[derive(Clone, Debug)]
pub struct Original {
    /// The module; its init functions are exported under names of the oracle.
    pub wasm: Vec<u8>,
    /// The directives that run init, on one line.
    pub calls: String,
    /// The exports that the snapshot must have, in order.
    pub exports: Vec<(String, ExternalKind)>,
}

impl Original {
    /// Applies the rules of `header` to the module `wasm`.
    ///
    /// # Errors
    ///
    /// The header names a function that the module does not export, or arguments that do not fit.
    pub fn new(wasm: &[u8], header: &Header) -> Result<Original, String> {
        let exports = edit::exports(wasm)?;
        let find = |name: &str| {
            let is_it = |e: &&Export| e.name == name && e.kind == ExternalKind::Func;
            exports.iter().find(is_it)
        };
        let mut calls = Vec::new();
        let mut init_names = Vec::new();
        let behind = header.warm_up.iter().chain(&header.again).cloned();
        for spec in init_specs(header, &exports).into_iter().chain(behind) {
            let (name, arguments) = match find(&spec) {
                Some(_) => (spec.as_str(), ""),
                None => parse_call(&spec)?,
            };
            let export = find(name).ok_or_else(|| format!("no function `{name}`"))?;
            // A reactor's function runs once, before all others, even if it is named among them.
            if name != REACTOR {
                calls.push((export.index, arguments.to_owned()));
            }
            init_names.push(name.to_owned());
        }
        if let Some(export) = find(REACTOR) {
            calls.insert(0, (export.index, String::new()));
        }

        for spec in &header.warm_up {
            let name =
                find(spec).map_or_else(|| parse_call(spec).map(|call| call.0), |_| Ok(spec))?;
            init_names.retain(|init| init != name);
        }
        let mut kept = kept_exports(&exports, &init_names, header)?;
        let names = kept.iter().map(|e| (e.name.clone(), e.kind)).collect();
        let types = FunctionTypes::read(wasm)?;
        let mut text = String::new();
        for (i, (index, arguments)) in calls.into_iter().enumerate() {
            let name = format!("{CALL_PREFIX}{i}");
            let params = types.params(index)?;
            text.push_str(&format!(
                "(invoke \"{name}\"{}) ",
                constants(params, &arguments)?
            ));
            kept.push(Export {
                name,
                kind: ExternalKind::Func,
                index,
            });
        }
        let mut sections = Sections::split(wasm)?;
        sections.set_exports(&kept);
        Ok(Original {
            wasm: sections.join(),
            calls: text,
            exports: names,
        })
    }
}

fn init_specs(header: &Header, exports: &[Export]) -> Vec<String> {
    if !header.init.is_empty() {
        return header.init.clone();
    }
    DEFAULTS
        .iter()
        .find(|name| exports.iter().any(|e| e.name == **name))
        .map(|name| vec![(*name).to_owned()])
        .unwrap_or_default()
}

/// Splits `setup(3, 2.5)`.
fn parse_call(spec: &str) -> Result<(&str, &str), String> {
    match spec.split_once('(') {
        Some((name, rest)) => Ok((
            name.trim(),
            rest.trim_end()
                .strip_suffix(')')
                .ok_or_else(|| format!("`{spec}` has no `)`"))?,
        )),
        None => Ok((spec, "")),
    }
}

/// The exports of the snapshot: init and `_initialize` gone, renames applied all at once.
fn kept_exports(
    exports: &[Export],
    init_names: &[String],
    header: &Header,
) -> Result<Vec<Export>, String> {
    let mut renames = BTreeMap::new();
    for rename in &header.renames {
        let (to, from) = rename.split_once('=').ok_or("a rename has no `=`")?;
        renames.insert(from, to);
    }
    let mut kept = Vec::new();
    for export in exports {
        let name = export.name.as_str();
        let is_function = export.kind == ExternalKind::Func;
        let is_init = init_names.iter().any(|init| init == name);
        let removed = match name {
            _ if !is_function || header.keep_export.contains(&export.name) => false,
            REACTOR if is_init => header.keep_initialize.is_none() && !header.keep_init_func,
            REACTOR => header.keep_initialize.is_none(),
            _ => is_init && !header.keep_init_func,
        };
        let renamed = renames.get(name);
        // A rename's destination replaces the export that had this name, unless that moves away.
        let replaced = renamed.is_none() && renames.values().any(|to| *to == name);
        if removed || replaced {
            continue;
        }
        kept.push(Export {
            name: renamed.unwrap_or(&name).to_string(),
            ..export.clone()
        });
    }
    Ok(kept)
}

/// The arguments as constants of the script's language.
fn constants(params: &[ValType], arguments: &str) -> Result<String, String> {
    let arguments: Vec<&str> = match arguments.trim() {
        "" => Vec::new(),
        some => some.split(',').map(str::trim).collect(),
    };
    if arguments.len() != params.len() {
        return Err("the number of arguments differs from the function's".to_owned());
    }
    let mut out = String::new();
    for (ty, argument) in params.iter().zip(arguments) {
        let ty = match ty {
            ValType::I32 => "i32",
            ValType::I64 => "i64",
            ValType::F32 => "f32",
            ValType::F64 => "f64",
            _ => return Err("an init parameter is not a number".to_owned()),
        };
        out.push_str(&format!(" ({ty}.const {argument})"));
    }
    Ok(out)
}

/// The types of all functions, imported ones first.
struct FunctionTypes {
    types: Vec<Option<Vec<ValType>>>,
    functions: Vec<u32>,
}

impl FunctionTypes {
    fn read(wasm: &[u8]) -> Result<FunctionTypes, String> {
        let text = |error: wasmparser::BinaryReaderError| error.to_string();
        let mut out = FunctionTypes {
            types: Vec::new(),
            functions: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(text)? {
                Payload::TypeSection(section) => {
                    for group in section {
                        for ty in group.map_err(text)?.types() {
                            out.types.push(match &ty.composite_type.inner {
                                CompositeInnerType::Func(ty) => Some(ty.params().to_vec()),
                                _ => None,
                            });
                        }
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        if let TypeRef::Func(ty) = import.map_err(text)?.ty {
                            out.functions.push(ty);
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for ty in section {
                        out.functions.push(ty.map_err(text)?);
                    }
                }
                _ => {}
            }
        }
        Ok(out)
    }

    fn params(&self, function: u32) -> Result<&[ValType], String> {
        self.functions
            .get(function as usize)
            .and_then(|ty| self.types.get(*ty as usize)?.as_deref())
            .ok_or_else(|| format!("function {function} has no type"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn original(text: &str, header: &str) -> Original {
        let wasm = wat::parse_str(text).unwrap();
        Original::new(&wasm, &Header::parse(header).unwrap()).unwrap()
    }

    fn names(original: &Original) -> Vec<&str> {
        original.exports.iter().map(|e| e.0.as_str()).collect()
    }

    #[test]
    fn the_reactor_runs_first_and_both_leave() {
        let it = original(
            "(module (func (export \"_initialize\")) (func (export \"f\"))
               (func (export \"setup\") (param i32 f64)))",
            ";;! init = [\"setup(3, 2.5)\"]",
        );
        assert_eq!(names(&it), ["f"]);
        assert_eq!(
            it.calls,
            "(invoke \"testkit:init:0\") \
             (invoke \"testkit:init:1\" (i32.const 3) (f64.const 2.5)) "
        );
    }

    #[test]
    fn renames_swap_and_overwrite() {
        let module = "(module (func (export \"wizer-initialize\")) (func (export \"a\"))
            (func (export \"b\")) (func (export \"c\")))";
        let it = original(module, ";;! renames = [\"a=b\", \"b=a\"]");
        assert_eq!(names(&it), ["b", "a", "c"]);
        let it = original(module, ";;! renames = [\"a=b\"]");
        assert_eq!(names(&it), ["a", "c"]);
    }
}
