//! Which functions a run calls, in order and with which arguments.

use crate::arguments::{self, Argument};
use crate::error::{Error, Result, policy as wording};
use crate::externs::{is_function, kind_name};
use crate::index::FuncIdx;
use crate::lower;
use crate::module::Module;
use crate::policy::{DEFAULT_INIT, OLD_DEFAULT_INIT, Policy, REACTOR_INIT, Reset};
use crate::value::Value;

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
    /// The policy wants what a library keeps reset, and this function of the library does that.
    Reset,
}

/// One call that the engine makes, through an export of the twin.
#[derive(Clone, Debug)]
pub struct Call {
    /// What it is called in messages: the export of the module.
    pub name: String,
    /// The export of the twin to call.
    pub export: String,
    /// The function, in the module's index space.
    pub func: FuncIdx,
    /// The arguments of the twin's function, of the types of its parameters.
    pub args: Vec<Value>,
    /// What the twin's function passes to the module's, if that takes more than numbers.
    pub(crate) passed: Vec<Argument>,
    /// Why it is called.
    pub kind: CallKind,
}

impl Call {
    fn plain(name: String, func: FuncIdx, kind: CallKind) -> Self {
        Call {
            export: name.clone(),
            name,
            func,
            args: Vec::new(),
            passed: Vec::new(),
            kind,
        }
    }

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
        Some(format!("`{}` returned {values}", self.name))
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
    prefix: &str,
) -> Result<Calls, Vec<Error>> {
    let mut result = Calls::default();
    let mut errors = Vec::new();
    if let Some(func) = module.start {
        let name = format!("{prefix}start");
        result.calls.push(Call::plain(name, func, CallKind::Start));
    }
    if let Some(func) = reactor(module) {
        let name = REACTOR_INIT.to_owned();
        result
            .calls
            .push(Call::plain(name, func, CallKind::Reactor));
    }
    if policy.bystander {
        return Ok(result);
    }
    let reactor_runs = reactor(module).is_some();
    for spec in init_specs(module, policy, &mut result.notes) {
        match init_call(module, &spec) {
            // It has been called as the reactor's; once is what both agree on.
            Ok(call) if reactor_runs && call.name == REACTOR_INIT => {}
            Ok(call) => result.calls.push(call),
            Err(error) => errors.push(error),
        }
    }
    for spec in &policy.warm_ups {
        let (name, _) = arguments::split(spec);
        let named = [spec.as_str(), name]
            .into_iter()
            .find_map(|it| module.export(it));
        if !named.is_some_and(|export| is_function(export.kind)) {
            let functions = module.exported_functions();
            errors.push(wording::no_warm_up_function(name, &functions));
            continue;
        }
        match init_call(module, spec) {
            Ok(call) => result.calls.push(Call {
                kind: CallKind::WarmUp,
                ..call
            }),
            Err(error) => errors.push(error),
        }
    }
    for reset in &policy.resets {
        match resets(module, *reset) {
            Ok(calls) => result.calls.extend(calls),
            Err(error) => errors.push(error),
        }
    }
    // Functions that pass text are the twin's own.
    for (number, call) in result.calls.iter_mut().enumerate() {
        if !call.passed.is_empty() {
            call.export = format!("{prefix}call{number}");
        }
    }
    if errors.is_empty() {
        Ok(result)
    } else {
        Err(errors)
    }
}

/// The calls that reset what is to be reset: exports alone count, so that a name section changes nothing.
fn resets(module: &Module<'_>, reset: Reset) -> Result<Vec<Call>> {
    let names = reset.functions();
    let calls: Vec<Call> = names
        .iter()
        .filter_map(|name| Some((*name, plain_function(module, name)?)))
        .map(|(name, func)| Call::plain(name.to_owned(), func, CallKind::Reset))
        .collect();
    match calls[..] {
        [] => Err(wording::no_reset(names)),
        _ => Ok(calls),
    }
}

/// A reactor's `_initialize`: a function of this name without parameters and results.
pub(crate) fn reactor(module: &Module<'_>) -> Option<FuncIdx> {
    plain_function(module, REACTOR_INIT)
}

/// An exported function without parameters and results.
fn plain_function(module: &Module<'_>, name: &str) -> Option<FuncIdx> {
    let export = module.export(name)?;
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
        None => arguments::split(spec),
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
    let arguments = arguments::read(name, &arguments.unwrap_or_default(), params)?;
    let call = Call::plain(name.to_owned(), func, CallKind::Init);
    let numbers: Option<Vec<Value>> = arguments
        .iter()
        .map(|argument| match argument {
            Argument::Number(value) => Some(*value),
            Argument::Text(_) => None,
        })
        .collect();
    match numbers {
        Some(args) => Ok(Call { args, ..call }),
        None => {
            lower::check(module, name, func)?;
            Ok(Call {
                passed: arguments,
                ..call
            })
        }
    }
}
