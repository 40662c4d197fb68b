//! Comparing the states of two instances, and two modules as text.

use wasmtime::{AsContext, Extern, Memory, Ref, Table, Val};

use crate::oracle::{self, Bits, Run};

/// How many elements of a table are looked at.
const TABLE_ELEMENTS: u64 = 4_096;

/// Compares every memory, global and table that both instances export.
///
/// # Errors
///
/// The first difference, as text.
pub fn states(left: &mut Run, right: &mut Run) -> Result<(), String> {
    for name in right.names() {
        let (Some(a), Some(b)) = (left.export(&name), right.export(&name)) else {
            return Err(format!("`{name}` is not in the original"));
        };
        match (a, b) {
            (Extern::Memory(a), Extern::Memory(b)) => memories(left, a, right, b),
            (Extern::Global(a), Extern::Global(b)) => {
                let a = a.get(&mut left.store);
                let b = b.get(&mut right.store);
                let (a, b) = (
                    oracle::bits(&left.store, &a),
                    oracle::bits(&right.store, &b),
                );
                same(&a, &b)
            }
            (Extern::Table(a), Extern::Table(b)) => {
                let sizes = (a.size(&left.store), b.size(&right.store));
                if sizes.0 != sizes.1 {
                    Err(format!("{} elements and {}", sizes.0, sizes.1))
                } else {
                    (0..sizes.0.min(TABLE_ELEMENTS)).try_for_each(|i| {
                        same(&element(left, a, i), &element(right, b, i))
                            .map_err(|error| format!("element {i}: {error}"))
                    })
                }
            }
            _ => Ok(()),
        }
        .map_err(|error| format!("`{name}`: {error}"))?;
    }
    Ok(())
}

fn memories(left: &Run, a: Memory, right: &Run, b: Memory) -> Result<(), String> {
    let (a, b) = (
        a.data(left.store.as_context()),
        b.data(right.store.as_context()),
    );
    if a.len() != b.len() {
        return Err(format!("{} bytes and {}", a.len(), b.len()));
    }
    if a == b {
        return Ok(());
    }
    let at = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    Err(format!("byte {at:#x} is {:#04x} and {:#04x}", a[at], b[at]))
}

fn element(run: &mut Run, table: Table, index: u64) -> Bits {
    let value = match table.get(&mut run.store, index) {
        Some(Ref::Func(v)) => Val::FuncRef(v),
        Some(Ref::Extern(v)) => Val::ExternRef(v),
        Some(Ref::Any(v)) => Val::AnyRef(v),
        Some(Ref::Exn(v)) => Val::ExnRef(v),
        None => return Bits::Reference { is_null: true },
    };
    oracle::bits(&run.store, &value)
}

fn same(a: &Bits, b: &Bits) -> Result<(), String> {
    match a == b {
        true => Ok(()),
        false => Err(format!("{a:?} and {b:?}")),
    }
}

/// The first lines in which two modules differ, printed.
pub fn texts(expected: &[u8], actual: &[u8]) -> String {
    let print = |wasm| wasmprinter::print_bytes(wasm).unwrap_or_else(|error| error.to_string());
    let (expected, actual) = (print(expected), print(actual));
    if expected == actual {
        return "(equal as text: the encodings differ)".to_owned();
    }
    let count = expected.lines().count().max(actual.lines().count());
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::to_owned);
        lines
            .chain(std::iter::repeat(String::new()))
            .take(count)
            .collect()
    };
    std::iter::zip(lines(&expected), lines(&actual))
        .filter(|(a, b)| a != b)
        .take(20)
        .map(|(a, b)| format!("- {a}\n+ {b}\n"))
        .collect()
}
