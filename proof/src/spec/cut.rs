//! Where a group is cut, and which instances matter behind the cut.

use std::collections::{BTreeMap, BTreeSet};

use super::group::Group;
use super::script::{InstanceIdx, Instantiate, Step};

/// A point at which all instances that still matter are snapshotted.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    /// How many of the group's steps come before it; at least one.
    pub at: usize,
    /// The instances that later steps reach, in order, and the one that was used last.
    pub live: Vec<InstanceIdx>,
}

/// The cuts of a group, in order: behind every step, from the first instance on.
pub fn cuts(group: &Group<'_>) -> Vec<Cut> {
    let instantiations = instantiations(group);
    let makes = |step: &&Step| matches!(step, Step::Instantiate(_));
    let first = group.steps.iter().position(makes);
    let first = first.map_or(group.steps.len(), |position| position + 1);
    (first..=group.steps.len())
        .map(|at| Cut {
            at,
            live: live(group, &instantiations, at),
        })
        .collect()
}

/// The step that makes each instance.
pub(super) fn instantiations<'a>(group: &Group<'a>) -> BTreeMap<InstanceIdx, &'a Instantiate> {
    group
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Instantiate(step) => Some((step.instance, step)),
            _ => None,
        })
        .collect()
}

fn live(
    group: &Group<'_>,
    instantiations: &BTreeMap<InstanceIdx, &Instantiate>,
    at: usize,
) -> Vec<InstanceIdx> {
    let (before, after) = group.steps.split_at(at);
    let mut pending: Vec<InstanceIdx> = Vec::new();
    for step in after {
        match step {
            Step::Instantiate(step) | Step::Fail(step) => pending.extend(step.providers()),
            Step::Act(act) => pending.push(act.instance),
        }
    }
    let last = before.iter().rev();
    pending.extend(
        last.filter(|step| !matches!(step, Step::Fail(_)))
            .map(|step| step.instance())
            .next(),
    );
    let made: BTreeSet<InstanceIdx> = before.iter().map(|step| step.instance()).collect();
    let mut live = BTreeSet::new();
    while let Some(instance) = pending.pop() {
        let Some(step) = instantiations.get(&instance) else {
            continue;
        };
        if made.contains(&instance) && live.insert(instance) {
            pending.extend(step.providers());
        }
    }
    live.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::group::groups;
    use crate::spec::script::Script;

    #[test]
    fn what_is_not_reached_any_more_is_not_live() {
        let script = Script::parse(
            "test",
            r#"
            (module $a (func (export "f")))
            (register "a")
            (module $b (import "a" "f" (func)) (export "f" (func 0)))
            (invoke $a "f")
            (module $c (import "a" "f" (func)) (export "f" (func 0)))
            (invoke "f")
            "#,
        )
        .unwrap();
        let groups = groups(&script);
        let live: Vec<Vec<usize>> = cuts(&groups[0])
            .iter()
            .map(|cut| cut.live.iter().map(|i| i.as_u32() as usize).collect())
            .collect();
        let wanted: [&[usize]; 5] = [&[0], &[0, 1], &[0], &[0, 2], &[0, 2]];
        assert_eq!(live, wanted);
    }
}
