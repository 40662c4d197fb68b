//! Which functions a run calls, in order and with which arguments.

use crate::error::{Error, Result, policy as wording};
use crate::externs::{is_function, kind_name};
use crate::index::FuncIdx;
use crate::module::Module;
use crate::policy::{DEFAULT_INIT, OLD_DEFAULT_INIT, Policy, REACTOR_INIT};
use crate::value::Value;
use wasmparser::ValType;

/// Why a function is called.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// It is the module's start function, which the twin does not run by itself.
    Start,
    /// It is a WASI reactor's `_initialize`.
    Reactor,
    /// The policy names it as an init function.
    Init,
    /// The policy names it as a typical call.
    WarmUp,
}

/// One call that the engine makes, through an export of the twin.
#[derive(Clone, Debug)]
pub struct Call {
    /// The export of the twin to call.
    pub export: String,
    /// The function, in the module's index space.
    pub func: FuncIdx,
    /// Its arguments, of the types of its parameters.
    pub args: Vec<Value>,
    /// Why it is called.
    pub kind: CallKind,
}

impl Call {
    /// What the call returned, for a person: `None` if it returns nothing. A value that is no
    /// number is a reference.
    ///
    /// ```
    /// use preinit_core::{Module, Plan, Policy, Value};
    /// let wasm = wat::parse_str(r#"(module (func (export "setup") (result i32) i32.const 7))"#)?;
    /// let module = Module::decode(&wasm)?;
    /// let plan = Plan::new(&module, Policy::new().init("setup"))?;
    /// let text = plan.calls()[0].returned(&[Some(Value::I32(7))]);
    /// assert_eq!(text.as_deref(), Some("`setup` returned 7"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn returned(&self, results: &[Option<Value>]) -> Option<String> {
        if results.is_empty() {
            return None;
        }
        let values = results
            .iter()
            .map(|value| match value {
                Some(Value::I32(value)) => value.to_string(),
                Some(Value::I64(value)) => value.to_string(),
                Some(Value::F32(bits)) => f32::from_bits(*bits).to_string(),
                Some(Value::F64(bits)) => f64::from_bits(*bits).to_string(),
                Some(Value::V128(bits)) => format!("{bits:#034x}"),
                None => "a reference".to_owned(),
            })
            .collect::<Vec<_>>()
            .join(", ");
        Some(format!("`{}` returned {values}", self.export))
    }
}

/// The calls of a policy, and what a user should be told about the choice.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    pub(crate) calls: Vec<Call>,
    pub(crate) notes: Vec<String>,
}

/// Resolves start function, reactor and init functions, in that order.
pub(crate) fn resolve(
    module: &Module<'_>,
    policy: &Policy,
    start_export: &str,
) -> Result<Calls, Vec<Error>> {
    let mut result = Calls::default();
    let mut errors = Vec::new();
    if let Some(func) = module.start {
        result.calls.push(Call {
            export: start_export.to_owned(),
            func,
            args: Vec::new(),
            kind: CallKind::Start,
        });
    }
    if let Some(func) = reactor(module) {
        result.calls.push(Call {
            export: REACTOR_INIT.to_owned(),
            func,
            args: Vec::new(),
            kind: CallKind::Reactor,
        });
    }
    if policy.bystander {
        return Ok(result);
    }
    let reactor_runs = reactor(module).is_some();
    for spec in init_specs(module, policy, &mut result.notes) {
        match init_call(module, &spec) {
            // It has been called as the reactor's; once is what both agree on.
            Ok(call) if reactor_runs && call.export == REACTOR_INIT => {}
            Ok(call) => result.calls.push(call),
            Err(error) => errors.push(error),
        }
    }
    for spec in &policy.warm_ups {
        match init_call(module, spec) {
            Ok(call) => result.calls.push(Call {
                kind: CallKind::WarmUp,
                ..call
            }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(result)
    } else {
        Err(errors)
    }
}

/// A reactor's `_initialize`: a function of this name without parameters and results.
pub(crate) fn reactor(module: &Module<'_>) -> Option<FuncIdx> {
    let export = module.export(REACTOR_INIT)?;
    if !is_function(export.kind) {
        return None;
    }
    let func = FuncIdx::from_u32(export.index);
    let signature = module.signature(func);
    (signature.params().is_empty() && signature.results().is_empty()).then_some(func)
}

fn init_specs(module: &Module<'_>, policy: &Policy, notes: &mut Vec<String>) -> Vec<String> {
    if !policy.inits.is_empty() {
        return policy.inits.clone();
    }
    if module.export(DEFAULT_INIT).is_none() && module.export(OLD_DEFAULT_INIT).is_some() {
        notes.push(format!(
            "no export is named `{DEFAULT_INIT}`; the older name `{OLD_DEFAULT_INIT}` was used"
        ));
        return vec![OLD_DEFAULT_INIT.to_owned()];
    }
    vec![DEFAULT_INIT.to_owned()]
}

/// The name of the export that a spec calls, if the module has it: the whole text, or what stands
/// before its arguments.
pub(crate) fn init_call(module: &Module<'_>, spec: &str) -> Result<Call> {
    let (name, arguments) = match module.export(spec) {
        Some(_) => (spec, None),
        None => split(spec),
    };
    let functions = module.exported_functions();
    let Some(export) = module.export(name) else {
        return Err(wording::no_init_function(name, &functions));
    };
    if !is_function(export.kind) {
        let kind = kind_name(export.kind);
        return Err(wording::init_not_a_function(name, kind, &functions));
    }
    let func = FuncIdx::from_u32(export.index);
    let params = module.signature(func).params();
    let texts = arguments.unwrap_or_default();
    if texts.len() != params.len() {
        let wanted: Vec<String> = params.iter().map(|ty| ty.to_string()).collect();
        return Err(wording::init_arity(name, &wanted, texts.len()));
    }
    let args = texts
        .iter()
        .zip(params)
        .enumerate()
        .map(|(position, (text, ty))| argument(name, position + 1, text, *ty))
        .collect::<Result<Vec<_>>>()?;
    Ok(Call {
        export: name.to_owned(),
        func,
        args,
        kind: CallKind::Init,
    })
}

/// `name(a, b)` as its name and its arguments; `None` where there are no parentheses.
fn split(spec: &str) -> (&str, Option<Vec<&str>>) {
    let Some((name, rest)) = spec.split_once('(') else {
        return (spec, None);
    };
    let Some(inner) = rest.strip_suffix(')') else {
        return (spec, None);
    };
    if inner.trim().is_empty() {
        return (name.trim_end(), Some(Vec::new()));
    }
    (
        name.trim_end(),
        Some(inner.split(',').map(str::trim).collect()),
    )
}

fn argument(name: &str, position: usize, text: &str, ty: ValType) -> Result<Value> {
    if matches!(ty, ValType::V128 | ValType::Ref(_)) {
        return Err(wording::init_parameter_type(name, &ty.to_string()));
    }
    number(text, ty).ok_or_else(|| wording::init_argument(name, position, text, &ty.to_string()))
}

/// A number of a type as people write it; a vector as the hexadecimal number that its bits are.
pub(crate) fn number(text: &str, ty: ValType) -> Option<Value> {
    match ty {
        ValType::I32 => integer(text, 32).map(|bits| Value::I32(bits as u32 as i32)),
        ValType::I64 => integer(text, 64).map(|bits| Value::I64(bits as u64 as i64)),
        ValType::F32 => {
            let value: f32 = text.parse().ok()?;
            Some(Value::F32(value.to_bits()))
        }
        ValType::F64 => {
            let value: f64 = text.parse().ok()?;
            Some(Value::F64(value.to_bits()))
        }
        ValType::V128 => {
            let digits = text
                .strip_prefix("0x")
                .filter(|hex| !hex.starts_with('+'))?;
            u128::from_str_radix(digits, 16).ok().map(Value::V128)
        }
        ValType::Ref(_) => None,
    }
}

/// An integer of `bits` bits, signed or unsigned, decimal or hexadecimal.
fn integer(text: &str, bits: u32) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.replace('_', "");
    let (digits, radix) = match digits.strip_prefix("0x") {
        Some(hex) => (hex, 16),
        None => (digits.as_str(), 10),
    };
    // `from_str_radix` takes a sign of its own, which would allow two.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative {
        magnitude.checked_neg()?
    } else {
        magnitude
    };
    let fits = (-(1i128 << (bits - 1))..1i128 << bits).contains(&value);
    fits.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_cover_the_signed_and_the_unsigned_range() {
        assert_eq!(integer("-2147483648", 32), Some(-(1 << 31)));
        assert_eq!(integer("4294967295", 32), Some(0xffff_ffff));
        assert_eq!(integer("0xffff_ffff", 32), Some(0xffff_ffff));
        for bad in [
            "4294967296",
            "-2147483649",
            "",
            "-",
            "--1",
            "+-1",
            "0x",
            "1.5",
            "0x-1",
        ] {
            assert_eq!(integer(bad, 32), None, "{bad}");
        }
    }

    #[test]
    fn a_spec_splits_at_its_parentheses() {
        assert_eq!(split("setup"), ("setup", None));
        assert_eq!(split("setup()"), ("setup", Some(vec![])));
        assert_eq!(split("setup(3, 2.5)"), ("setup", Some(vec!["3", "2.5"])));
        assert_eq!(split("half("), ("half(", None));
    }
}
