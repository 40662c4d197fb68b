//! Text as an argument: a function of the twin that asks the module for room, writes the text there and makes
//! the call.
//!
//! Text is passed as components pass it: room comes from `cabi_realloc`, the callee gets address and length,
//! and `cabi_post_…`, if there is one for the callee, is called with what that returned. So no engine has
//! to know of it.
//!
//! <https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md>

use crate::arguments::Argument;
use crate::error::{Result, policy as wording};
use crate::externs::is_function;
use crate::index::{FuncIdx, MemoryIdx};
use crate::module::Module;
use crate::value::Value;
use cranelift_entity::EntityRef;
use wasm_encoder::{Encode, Function, Instruction, MemArg, ValType};
use wasmparser::FuncType;

/// What makes room for text.
const REALLOC: &str = "cabi_realloc";
/// What is called behind a function, with its results, has this in front of its name.
const POST_RETURN: &str = "cabi_post_";

/// A function of the twin, of no parameters.
pub(crate) struct Lowered {
    results: Vec<ValType>,
    body: Function,
}

impl Lowered {
    /// Writes its type.
    pub(crate) fn encode_type(&self, bytes: &mut Vec<u8>) {
        bytes.extend([0x60, 0x00]);
        self.results.as_slice().encode(bytes);
    }

    /// Writes its size and its body.
    pub(crate) fn encode_body(&self, bytes: &mut Vec<u8>) {
        self.body.encode(bytes);
    }
}

/// Whether text can be passed to a function of the module.
///
/// # Errors
///
/// [`Policy`](crate::ErrorKind::Policy) if the module makes no room for it, or if what the function returns
/// can't be handed on.
pub(crate) fn check(module: &Module<'_>, name: &str, func: FuncIdx) -> Result<()> {
    let memory = module.memories.get(MemoryIdx::new(0));
    let writable = memory.is_some_and(|memory| !memory.ty.memory64);
    if realloc(module).is_none() || !writable {
        return Err(wording::no_room_for_text(name));
    }
    match results(module.signature(func)) {
        Some(_) => Ok(()),
        None => Err(wording::text_for_references(name)),
    }
}

/// The function that calls `func`, which is exported under `name`, with these arguments, all of which was
/// [checked](check).
pub(crate) fn lower(
    module: &Module<'_>,
    (name, func): (&str, FuncIdx),
    arguments: &[Argument],
) -> Option<Lowered> {
    let realloc = realloc(module)?;
    let results = results(module.signature(func))?;
    let texts = arguments.iter().filter_map(|argument| match argument {
        Argument::Text(text) => Some(text),
        Argument::Number(_) => None,
    });
    // Where each text is; then what was returned.
    let mut locals = vec![ValType::I32; texts.clone().count()];
    let first_result = locals.len() as u32;
    locals.extend(&results);
    let mut body = Function::new_with_locals_types(locals);
    for (text, place) in texts.zip(0..) {
        for number in [0, 0, 1, text.len() as i32] {
            body.instruction(&Instruction::I32Const(number));
        }
        body.instruction(&Instruction::Call(realloc.as_u32()));
        body.instruction(&Instruction::LocalSet(place));
        write(text.as_bytes(), place, &mut body);
    }
    let mut place = 0;
    for argument in arguments {
        match argument {
            Argument::Number(value) => {
                body.instruction(&constant(*value));
            }
            Argument::Text(text) => {
                body.instruction(&Instruction::LocalGet(place));
                body.instruction(&Instruction::I32Const(text.len() as i32));
                place += 1;
            }
        }
    }
    body.instruction(&Instruction::Call(func.as_u32()));
    if let Some(post) = post_return(module, name, func) {
        let places = first_result..first_result + results.len() as u32;
        for place in places.clone().rev() {
            body.instruction(&Instruction::LocalSet(place));
        }
        for place in places.clone() {
            body.instruction(&Instruction::LocalGet(place));
        }
        body.instruction(&Instruction::Call(post.as_u32()));
        for place in places {
            body.instruction(&Instruction::LocalGet(place));
        }
    }
    body.instruction(&Instruction::End);
    Some(Lowered { results, body })
}

/// Stores bytes one behind the other, the first at the address in a local.
fn write(bytes: &[u8], place: u32, body: &mut Function) {
    for (at, byte) in bytes.iter().enumerate() {
        body.instruction(&Instruction::LocalGet(place));
        body.instruction(&Instruction::I32Const(i32::from(*byte)));
        body.instruction(&Instruction::I32Store8(MemArg {
            offset: at as u64,
            align: 0,
            memory_index: 0,
        }));
    }
}

fn constant(value: Value) -> Instruction<'static> {
    match value {
        Value::I32(value) => Instruction::I32Const(value),
        Value::I64(value) => Instruction::I64Const(value),
        Value::F32(bits) => Instruction::F32Const(f32::from_bits(bits).into()),
        Value::F64(bits) => Instruction::F64Const(f64::from_bits(bits).into()),
        Value::V128(bits) => Instruction::V128Const(bits.cast_signed()),
    }
}

/// `cabi_realloc`, if the module has it.
fn realloc(module: &Module<'_>) -> Option<FuncIdx> {
    use wasmparser::ValType::I32;
    let func = function(module, REALLOC)?;
    let ty = module.signature(func);
    (ty.params() == [I32; 4] && ty.results() == [I32]).then_some(func)
}

/// What has to be called with the results of a call.
fn post_return(module: &Module<'_>, name: &str, func: FuncIdx) -> Option<FuncIdx> {
    let post = function(module, &format!("{POST_RETURN}{name}"))?;
    let ty = module.signature(post);
    let takes_them = ty.params() == module.signature(func).results();
    (takes_them && ty.results().is_empty()).then_some(post)
}

fn function(module: &Module<'_>, name: &str) -> Option<FuncIdx> {
    let export = module.export(name)?;
    is_function(export.kind).then(|| FuncIdx::from_u32(export.index))
}

/// What a function returns, if that is numbers.
fn results(ty: &FuncType) -> Option<Vec<ValType>> {
    let number = |ty: &wasmparser::ValType| match ty {
        wasmparser::ValType::I32 => Some(ValType::I32),
        wasmparser::ValType::I64 => Some(ValType::I64),
        wasmparser::ValType::F32 => Some(ValType::F32),
        wasmparser::ValType::F64 => Some(ValType::F64),
        wasmparser::ValType::V128 => Some(ValType::V128),
        wasmparser::ValType::Ref(_) => None,
    };
    ty.results().iter().map(number).collect()
}
