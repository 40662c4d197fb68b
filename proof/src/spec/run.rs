//! A group run as it is: what its assertions are worth on this engine, and how each step ends.

use std::collections::BTreeMap;

use wasmtime::Module;

use super::group::Group;
use super::script::{DefinitionIdx, Script, Step};
use super::world::{Ending, NotStarted, World};
use crate::engine::engine;

/// The modules of a group, compiled as they are.
pub type Modules = BTreeMap<DefinitionIdx, Module>;

/// How each step of a group ended.
#[derive(Debug)]
pub struct Baseline {
    /// Of each step, how it ended; none where that is not what is asserted.
    pub endings: Vec<Option<Ending>>,
    /// The assertions that the engine itself does not meet, with their lines.
    pub disagreements: Vec<String>,
}

/// Compiles the modules of a group.
///
/// # Errors
///
/// The engine does not run one of them.
pub fn compile(script: &Script, group: &Group<'_>) -> Result<Modules, String> {
    let mut modules = Modules::new();
    for step in &group.steps {
        if let Step::Instantiate(step) | Step::Fail(step) = step
            && !modules.contains_key(&step.definition)
        {
            let module = Module::new(engine(), &script.definitions[step.definition])
                .map_err(|error| format!("{error:#}"))?;
            modules.insert(step.definition, module);
        }
    }
    Ok(modules)
}

/// Runs a group as it is.
///
/// # Errors
///
/// A module that should be instantiated cannot be.
pub fn run(group: &Group<'_>, modules: &Modules) -> Result<Baseline, String> {
    let mut world = World::new()?;
    let mut baseline = Baseline {
        endings: Vec::with_capacity(group.steps.len()),
        disagreements: Vec::new(),
    };
    for step in &group.steps {
        let ending = take(&mut world, step, modules)?;
        let holds = match step {
            Step::Instantiate(_) => true,
            Step::Fail(_) => matches!(ending, Ending::Trapped(_) | Ending::Threw),
            Step::Act(act) => {
                let holds = act.expected.holds(&ending);
                if !holds {
                    let (line, wanted) = (act.line, &act.expected);
                    let message = format!("line {line}: {ending:?} instead of {wanted:?}");
                    baseline.disagreements.push(message);
                }
                holds
            }
        };
        baseline.endings.push(holds.then_some(ending));
    }
    Ok(baseline)
}

/// Takes one step with the modules as they are. An instantiation that succeeds returns nothing.
///
/// # Errors
///
/// It cannot be taken.
pub fn take(world: &mut World, step: &Step, modules: &Modules) -> Result<Ending, String> {
    let instantiate = match step {
        Step::Act(act) => return world.act(act),
        Step::Instantiate(instantiate) | Step::Fail(instantiate) => instantiate,
    };
    match world.instantiate(&modules[&instantiate.definition], instantiate) {
        Ok(_) => Ok(Ending::Returned(Vec::new())),
        Err(NotStarted::Ended(ending)) if matches!(step, Step::Fail(_)) => Ok(ending),
        Err(not_started) => Err(format!("instantiation fails: {not_started:?}")),
    }
}
