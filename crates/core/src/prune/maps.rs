//! Where what is left goes.

use super::live::{Live, Role};
use crate::rewrite::{Contents, GONE, IndexMap, Maps, Space};

/// The new indices: everything keeps its order, but imported functions that are only listed become
/// definitions in front of all others. So the start function of a snapshot stays the last one.
pub(super) fn of(contents: &Contents<'_>, live: &Live) -> Maps {
    Maps {
        types: kept(&live.types),
        functions: functions(contents, live),
        tables: kept(&live.tables),
        memories: kept(&live.memories),
        globals: kept(&live.globals),
        tags: kept(&live.tags),
        elements: kept(&live.elements),
        data: kept(&live.data),
        ..Maps::default()
    }
}

fn kept(live: &[bool]) -> IndexMap {
    let mut next = 0;
    live.iter()
        .map(|live| match live {
            true => {
                next += 1;
                next - 1
            }
            false => GONE,
        })
        .collect()
}

fn functions(contents: &Contents<'_>, live: &Live) -> IndexMap {
    let imported = contents.imports_of(Space::Func).count();
    let (imports, definitions) = live.functions.split_at(imported);
    let mut map = vec![GONE; live.functions.len()];
    let calls = (0..)
        .zip(imports)
        .filter(|(_, role)| **role == Role::Called);
    let own = (imported..)
        .zip(definitions)
        .filter(|(_, role)| **role != Role::Gone);
    let listed = (0..)
        .zip(imports)
        .filter(|(_, role)| **role == Role::Listed);
    for (next, (index, _)) in (0..).zip(calls.chain(listed).chain(own)) {
        map[index] = next;
    }
    map
}
