//! A script → groups of instances that cannot influence each other.

use cranelift_entity::{PrimaryMap, SecondaryMap};

use super::script::{InstanceIdx, Script, Source, Step};

/// The steps of instances that are linked to each other, in order.
///
/// Two instances belong together if one imports from the other, or if both import a memory or a table
/// of the host module. The host's functions and constants connect nothing.
#[derive(Debug, Default)]
pub struct Group<'a> {
    /// At least one of them instantiates.
    pub steps: Vec<&'a Step>,
}

impl Step {
    /// The instance that the step makes, fails to make, or uses.
    pub fn instance(&self) -> InstanceIdx {
        match self {
            Step::Instantiate(step) | Step::Fail(step) => step.instance,
            Step::Act(act) => act.instance,
        }
    }
}

/// Splits a script.
///
/// ```
/// use preinit_proof::spec::{group::groups, script::Script};
///
/// let script = Script::parse("example", r#"
///     (module $a (memory (export "m") 1))
///     (register "a" $a)
///     (module $b (import "spectest" "print" (func)))
///     (module $c (import "a" "m" (memory 1)))
/// "#)?;
/// let steps: Vec<usize> = groups(&script).iter().map(|group| group.steps.len()).collect();
/// assert_eq!(steps, [2, 1]);
/// # Ok::<(), String>(())
/// ```
pub fn groups(script: &Script) -> Vec<Group<'_>> {
    let mut sets = Sets::new(&script.instances);
    // Whoever shares the host's state first stands for all of them.
    let mut sharing = None;
    for step in &script.steps {
        let (Step::Instantiate(step) | Step::Fail(step)) = step else {
            continue;
        };
        for source in &step.imports {
            match source {
                Source::Export(provider, _) => sets.join(*provider, step.instance),
                Source::Spectest {
                    has_state: true, ..
                } => sets.join(*sharing.get_or_insert(step.instance), step.instance),
                Source::Spectest { .. } => {}
            }
        }
    }
    let mut groups: SecondaryMap<InstanceIdx, Vec<&Step>> = SecondaryMap::new();
    for step in &script.steps {
        groups[sets.root(step.instance())].push(step);
    }
    groups
        .values()
        .filter(|steps| {
            let mut steps = steps.iter();
            steps.any(|step| matches!(step, Step::Instantiate(_)))
        })
        .map(|steps| Group {
            steps: steps.clone(),
        })
        .collect()
}

/// Disjoint sets of instances; each is named by its earliest member.
struct Sets(SecondaryMap<InstanceIdx, InstanceIdx>);

impl Sets {
    fn new(instances: &PrimaryMap<InstanceIdx, u32>) -> Sets {
        let mut parents = SecondaryMap::with_default(InstanceIdx::from_u32(0));
        for instance in instances.keys() {
            parents[instance] = instance;
        }
        Sets(parents)
    }

    fn root(&self, mut instance: InstanceIdx) -> InstanceIdx {
        while self.0[instance] != instance {
            instance = self.0[instance];
        }
        instance
    }

    fn join(&mut self, a: InstanceIdx, b: InstanceIdx) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}
