//! A group run as twins, snapshotted at every cut.

use std::collections::{BTreeMap, BTreeSet};

use preinit_core::{CallKind, Error, ErrorKind, KeptInitialize, Module, Policy};
use preinit_wasmtime::{Recorder, Recording};

use super::cut::Cut;
use super::group::Group;
use super::run::{Baseline, Modules, take};
use super::script::{DefinitionIdx, InstanceIdx, Instantiate, Script, Step};
use super::world::{Ending, World};
use crate::engine::engine;
use crate::reason::reasons;

/// What was recorded at a cut.
#[derive(Debug)]
pub enum Recorded {
    /// A snapshot of each instance that is live, in order.
    Snapshots(Vec<(InstanceIdx, Vec<u8>)>),
    /// Some of them can't be.
    Failed(Failure),
}

/// Why there is no snapshot.
#[derive(Clone, Debug)]
pub enum Failure {
    /// It is refused, for these reasons; none is named twice.
    Refused(BTreeSet<String>),
    /// Something that should not happen.
    Wrong(String),
}

impl Failure {
    fn new(error: &Error) -> Failure {
        match error.kind() {
            ErrorKind::Unsupported => Failure::Refused(reasons(error).into_iter().collect()),
            kind => {
                let mut text = format!("{kind:?}: {error}");
                for detail in error.details() {
                    text.push_str("; ");
                    text.push_str(detail);
                }
                Failure::Wrong(text)
            }
        }
    }

    /// Both.
    fn and(self, other: Failure) -> Failure {
        match (self, other) {
            (Failure::Refused(mut mine), Failure::Refused(theirs)) => {
                mine.extend(theirs);
                Failure::Refused(mine)
            }
            (wrong @ Failure::Wrong(_), _) | (_, wrong) => wrong,
        }
    }
}

/// A module that can be recorded, and its compiled twin.
struct Twin<'a> {
    recorder: Recorder<'a>,
    module: wasmtime::Module,
}

/// Runs the twins of a group, as far as the last cut, and snapshots at each of the cuts.
///
/// # Errors
///
/// A twin does not do what its module does; the message tells how.
pub fn record(
    script: &Script,
    group: &Group<'_>,
    modules: &Modules,
    baseline: &Baseline,
    cuts: &[Cut],
) -> Result<Vec<Recorded>, String> {
    // What only fails to start is never snapshotted.
    let started: BTreeSet<DefinitionIdx> = group
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Instantiate(step) => Some(step.definition),
            _ => None,
        })
        .collect();
    let decoded: BTreeMap<DefinitionIdx, Result<Module<'_>, Failure>> = started
        .into_iter()
        .map(|definition| {
            let module = Module::decode(&script.definitions[definition]);
            (definition, module.map_err(|error| Failure::new(&error)))
        })
        .collect();
    let twins: BTreeMap<DefinitionIdx, Result<Twin<'_>, Failure>> = decoded
        .iter()
        .map(|(definition, module)| {
            let module = module.as_ref().map_err(Failure::clone);
            (*definition, module.and_then(twin))
        })
        .collect();

    let mut run = Run {
        modules,
        twins: &twins,
        world: World::new()?,
        recordings: BTreeMap::new(),
    };
    let mut cuts = cuts.iter().peekable();
    let mut recorded = Vec::new();
    for (at, (step, known)) in group.steps.iter().zip(&baseline.endings).enumerate() {
        if cuts.peek().is_none() {
            break;
        }
        let ending = run.take(step)?;
        if let Some(known) = known
            && *known != ending
        {
            return Err(format!("the twin gives {ending:?} instead of {known:?}"));
        }
        if let Some(cut) = cuts.next_if(|cut| cut.at == at + 1) {
            recorded.push(run.snapshots(&cut.live));
        }
    }
    Ok(recorded)
}

fn twin<'a>(module: &'a Module<'a>) -> Result<Twin<'a>, Failure> {
    let mut policy = Policy::bystander();
    policy.keep_initialize(KeptInitialize::Run);
    let recorder = Recorder::new(module, &policy).map_err(|error| Failure::new(&error))?;
    let module = wasmtime::Module::new(engine(), recorder.twin())
        .map_err(|error| Failure::Wrong(format!("the twin does not compile: {error:#}")))?;
    Ok(Twin { recorder, module })
}

/// Twins in their store.
struct Run<'a> {
    modules: &'a Modules,
    twins: &'a BTreeMap<DefinitionIdx, Result<Twin<'a>, Failure>>,
    world: World,
    recordings: BTreeMap<InstanceIdx, (DefinitionIdx, Result<Recording, Failure>)>,
}

impl<'a> Run<'a> {
    fn take(&mut self, step: &Step) -> Result<Ending, String> {
        let Step::Instantiate(instantiate) = step else {
            return take(&mut self.world, step, self.modules);
        };
        let recording = match &self.twins[&instantiate.definition] {
            Ok(twin) => Ok(self.start(twin, instantiate)?),
            Err(failure) => {
                // It cannot be recorded, but others in the group may.
                take(&mut self.world, step, self.modules)?;
                Err(failure.clone())
            }
        };
        self.recordings
            .insert(instantiate.instance, (instantiate.definition, recording));
        Ok(Ending::Returned(Vec::new()))
    }

    fn start(&mut self, twin: &Twin<'_>, step: &Instantiate) -> Result<Recording, String> {
        let imports = self.world.imports(step)?;
        let instance = self
            .world
            .instantiate(&twin.module, step)
            .map_err(|failed| format!("a twin does not start: {failed:?}"))?;
        let recording = twin
            .recorder
            .begin(&mut self.world.store, instance, &imports)
            .map_err(|error| error.to_string())?;
        for call in twin.recorder.plan().calls() {
            // A script calls `_initialize` by itself where it wants to.
            if call.kind == CallKind::Start {
                self.world.call(instance, &call.export)?;
            }
        }
        Ok(recording)
    }

    fn recorder(&self, definition: DefinitionIdx) -> Option<&'a Recorder<'a>> {
        let twin = self.twins[&definition].as_ref().ok()?;
        Some(&twin.recorder)
    }

    /// Snapshots of all these instances; if some fail, why, of all of them.
    fn snapshots(&mut self, live: &[InstanceIdx]) -> Recorded {
        let mut snapshots = Vec::new();
        let mut failures = Vec::new();
        for instance in live {
            match self.snapshot(*instance) {
                Ok(wasm) => snapshots.push((*instance, wasm)),
                Err(failure) => failures.push(failure),
            }
        }
        match failures.into_iter().reduce(Failure::and) {
            Some(failure) => Recorded::Failed(failure),
            None => Recorded::Snapshots(snapshots),
        }
    }

    fn snapshot(&mut self, instance: InstanceIdx) -> Result<Vec<u8>, Failure> {
        let Some((definition, recording)) = self.recordings.get(&instance) else {
            return Err(Failure::Wrong("a live instance was never made".into()));
        };
        let recording = recording.as_ref().map_err(Failure::clone)?;
        let Some(recorder) = self.recorder(*definition) else {
            return Err(Failure::Wrong("a recording without its recorder".into()));
        };
        let neighbors: Vec<(&Recorder<'_>, &Recording)> = self
            .recordings
            .iter()
            .filter(|(other, _)| **other != instance)
            .filter_map(|(_, (definition, recording))| {
                Some((self.recorder(*definition)?, recording.as_ref().ok()?))
            })
            .collect();
        recorder
            .snapshot(&mut self.world.store, recording, &neighbors)
            .map(|snapshot| snapshot.into_wasm())
            .map_err(|error| Failure::new(&error))
    }
}
