//! The property: what is restored at a cut passes every assertion behind it.

use std::collections::{BTreeMap, HashMap};

use wasmtime::Module;

use super::cut::{Cut, cuts, instantiations};
use super::group::{Group, groups};
use super::record::{Failure, Recorded, record};
use super::results::Row;
use super::run::{Baseline, Modules, compile, run, take};
use super::script::{Expected, InstanceIdx, Instantiate, Script, Step};
use super::world::World;
use crate::engine::engine;

/// What one script came to.
#[derive(Debug)]
pub struct Outcome {
    /// The figures.
    pub row: Row,
    /// What is wrong, each with its line.
    pub wrong: Vec<String>,
}

/// Takes a script apart at every cut.
pub fn check(script: &Script) -> Outcome {
    let mut outcome = Outcome {
        row: Row::new(&script.name),
        wrong: Vec::new(),
    };
    for group in groups(script) {
        let line = script.instances[group.steps[0].instance()];
        if let Err(error) = check_group(script, &group, &mut outcome) {
            outcome
                .wrong
                .push(format!("modules from line {line}: {error}"));
        }
    }
    outcome.row.wrong = outcome.wrong.len();
    outcome
}

fn check_group(script: &Script, group: &Group<'_>, outcome: &mut Outcome) -> Result<(), String> {
    let instantiations = instantiations(group);
    outcome.row.modules += instantiations.len();
    let modules = match compile(script, group) {
        Ok(modules) => modules,
        Err(error) => {
            let reason = error.lines().next().unwrap_or_default();
            outcome.row.not_run(reason, instantiations.len());
            return Ok(());
        }
    };
    let baseline = run(group, &modules)?;
    let disagreements = baseline.disagreements.len();
    outcome.row.engine_differs += disagreements;
    let cuts = cuts(group);
    let recorded = record(script, group, &modules, &baseline, &cuts)?;
    let mut restoring = Restoring {
        group,
        modules: &modules,
        baseline: &baseline,
        instantiations: &instantiations,
        compiled: HashMap::new(),
    };
    for (cut, recorded) in cuts.iter().zip(recorded) {
        outcome.row.cuts += 1;
        let held = match recorded {
            Recorded::Snapshots(snapshots) => restoring.restore(cut, snapshots),
            Recorded::Failed(Failure::Refused(reasons)) => {
                outcome.row.refuse(reasons);
                continue;
            }
            Recorded::Failed(Failure::Wrong(error)) => Err(error),
        };
        match held {
            Ok(held) => {
                outcome.row.passed += 1;
                outcome.row.held += held;
            }
            Err(error) => {
                let step = group.steps[cut.at - 1];
                outcome.wrong.push(format!(
                    "{} cut behind line {}: {error}",
                    modules_of(script, &cut.live),
                    line(script, step),
                ));
            }
        }
    }
    Ok(())
}

/// "modules of lines 3, 12".
fn modules_of(script: &Script, live: &[InstanceIdx]) -> String {
    let lines: Vec<String> = live
        .iter()
        .map(|instance| script.instances[*instance].to_string())
        .collect();
    format!("modules of lines {}", lines.join(", "))
}

fn line(script: &Script, step: &Step) -> u32 {
    match step {
        Step::Act(act) => act.line,
        Step::Instantiate(step) | Step::Fail(step) => script.instances[step.instance],
    }
}

/// What restoring at the cuts of a group needs.
struct Restoring<'a> {
    group: &'a Group<'a>,
    modules: &'a Modules,
    baseline: &'a Baseline,
    instantiations: &'a BTreeMap<InstanceIdx, &'a Instantiate>,
    /// The state of many instances never changes, and neither do their snapshots.
    compiled: HashMap<Vec<u8>, Module>,
}

impl Restoring<'_> {
    /// Restores the snapshots in a fresh store and takes the steps that are left. Returns how many
    /// assertions held.
    fn restore(
        &mut self,
        cut: &Cut,
        snapshots: Vec<(InstanceIdx, Vec<u8>)>,
    ) -> Result<usize, String> {
        let mut world = World::new()?;
        for (instance, wasm) in snapshots {
            let module = self.compile(wasm)?;
            let step = self.instantiations[&instance];
            world
                .instantiate(&module, step)
                .map_err(|failed| format!("the snapshot does not start: {failed:?}"))?;
        }
        let mut held = 0;
        let steps = self.group.steps.iter().zip(&self.baseline.endings);
        for (step, known) in steps.skip(cut.at) {
            let place = match step {
                Step::Act(act) => format!("line {}", act.line),
                Step::Instantiate(_) | Step::Fail(_) => "a later module".to_owned(),
            };
            let ending = take(&mut world, step, self.modules)
                .map_err(|error| format!("{place}: {error}"))?;
            match known {
                Some(known) if *known != ending => {
                    return Err(format!("{place}: {ending:?} instead of {known:?}"));
                }
                Some(_) => held += usize::from(is_assertion(step)),
                None => {}
            }
        }
        Ok(held)
    }

    fn compile(&mut self, wasm: Vec<u8>) -> Result<Module, String> {
        if let Some(module) = self.compiled.get(&wasm) {
            return Ok(module.clone());
        }
        let module = Module::new(engine(), &wasm)
            .map_err(|error| format!("the snapshot does not compile: {error:#}"))?;
        self.compiled.insert(wasm, module.clone());
        Ok(module)
    }
}

fn is_assertion(step: &Step) -> bool {
    match step {
        Step::Act(act) => !matches!(act.expected, Expected::Same),
        Step::Fail(_) => true,
        Step::Instantiate(_) => false,
    }
}
