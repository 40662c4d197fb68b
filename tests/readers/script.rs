//! A case's script as commands, the same for every reader.

use preinit_testkit::case::identifier;
use preinit_testkit::{Case, script};
use serde::{Serialize, Serializer};
use wast::parser::{self, ParseBuffer};
use wast::{Wast, WastDirective, WastExecute, WastInvoke};

use crate::value::{self, Argument, Expected};

/// A directive of the script.
#[derive(Debug, Serialize)]
pub(crate) struct Command {
    /// Its line in the case, from 1.
    pub(crate) line: usize,
    /// What it does.
    #[serde(flatten)]
    pub(crate) what: What,
}

/// What a directive does.
#[derive(Debug, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub(crate) enum What {
    /// Instantiates a module, which is the current one from here on.
    Module {
        /// Its identifier.
        id: Option<String>,
        /// Its bytes.
        wasm: Binary,
    },
    /// Makes an instance's exports imports of a name.
    Register {
        /// The instance; the current one where not given.
        id: Option<String>,
        /// The name.
        name: String,
    },
    /// An action that is to end without a trap.
    Run {
        /// The action.
        action: Action,
    },
    /// An action with these results.
    Return {
        /// The action.
        action: Action,
        /// Its results.
        expected: Vec<Expected>,
    },
    /// An action that traps.
    Trap {
        /// The action.
        action: Action,
        /// How the specification's tests name the trap.
        message: String,
    },
    /// An action that throws.
    Exception {
        /// The action.
        action: Action,
    },
    /// An action that uses up the stack.
    Exhaustion {
        /// The action.
        action: Action,
    },
}

/// What is done to an instance.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Action {
    /// Calls a function.
    Invoke {
        /// The instance; the current one where not given.
        id: Option<String>,
        /// The export.
        field: String,
        /// The arguments.
        arguments: Vec<Argument>,
    },
    /// Reads a global.
    Get {
        /// The instance; the current one where not given.
        id: Option<String>,
        /// The export.
        field: String,
    },
    /// Instantiates a module.
    Instantiate {
        /// Its bytes.
        wasm: Binary,
    },
}

/// A module's bytes, hexadecimal in JSON.
#[derive(Debug)]
pub(crate) struct Binary(pub(crate) Vec<u8>);

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        let digits = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
        serializer.serialize_str(&digits.collect::<String>())
    }
}

/// The commands of `case` with `wasm` as the module under test.
///
/// # Errors
///
/// The script is malformed, or has a directive that says nothing about a snapshot.
pub(crate) fn commands(case: &Case, wasm: &[u8]) -> Result<Vec<Command>, String> {
    let text = script::with_wasi(case, &case.with_module(wasm, ""))?;
    let failed = |mut error: wast::Error| {
        error.set_text(&text);
        error.to_string()
    };
    let buffer = ParseBuffer::new(&text).map_err(failed)?;
    let wast = parser::parse::<Wast<'_>>(&buffer).map_err(failed)?;
    let directives = wast.directives.into_iter();
    directives
        .map(|directive| {
            let line = directive.span().linecol_in(&text).0 + 1;
            let what = translate(directive).map_err(|error| format!("line {line}: {error}"))?;
            Ok(Command { line, what })
        })
        .collect()
}

fn translate(directive: WastDirective<'_>) -> Result<What, String> {
    Ok(match directive {
        WastDirective::Module(mut module) => What::Module {
            id: identifier(&module).map(|id| id.name().to_owned()),
            wasm: Binary(module.encode().map_err(|error| error.to_string())?),
        },
        WastDirective::Register { name, module, .. } => What::Register {
            id: module.map(|id| id.name().to_owned()),
            name: name.to_owned(),
        },
        WastDirective::Invoke(call) => What::Run {
            action: invoke(call)?,
        },
        WastDirective::AssertReturn { exec, results, .. } => What::Return {
            action: action(exec)?,
            expected: results
                .iter()
                .map(value::expected)
                .collect::<Result<_, _>>()?,
        },
        WastDirective::AssertTrap { exec, message, .. } => What::Trap {
            action: action(exec)?,
            message: message.to_owned(),
        },
        WastDirective::AssertException { exec, .. } => What::Exception {
            action: action(exec)?,
        },
        WastDirective::AssertExhaustion { call, .. } => What::Exhaustion {
            action: invoke(call)?,
        },
        _ => return Err("a directive that the readers do not know".to_owned()),
    })
}

fn action(exec: WastExecute<'_>) -> Result<Action, String> {
    Ok(match exec {
        WastExecute::Invoke(call) => invoke(call)?,
        WastExecute::Get { module, global, .. } => Action::Get {
            id: module.map(|id| id.name().to_owned()),
            field: global.to_owned(),
        },
        WastExecute::Wat(mut module) => Action::Instantiate {
            wasm: Binary(module.encode().map_err(|error| error.to_string())?),
        },
    })
}

fn invoke(call: WastInvoke<'_>) -> Result<Action, String> {
    Ok(Action::Invoke {
        id: call.module.map(|id| id.name().to_owned()),
        field: call.name.to_owned(),
        arguments: call
            .args
            .iter()
            .map(value::argument)
            .collect::<Result<_, _>>()?,
    })
}
