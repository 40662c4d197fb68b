//! The guard of imported numbers. Init was given a number, and the state may follow from it. So the snapshot's start
//! function ends an instance that is given another one.

use crate::facts::Facts;
use crate::findings::Findings;
use crate::run::{Program, Surroundings, World};
use crate::sources::Programs;
use preinit_core::wasmparser::TypeRef;
use preinit_core::{Error, ErrorKind, Supplied, SuppliedValue, Value};

/// How many imported numbers are tried out. Each takes an instance.
const MOST: usize = 32;

/// Finds imported numbers that may be others than those that init was given.
pub(crate) fn numbers(
    around: Surroundings<'_>,
    programs: &Programs<'_>,
    original: &Facts<'_>,
    findings: &mut Findings,
) -> Result<(), Error> {
    let supplied = &programs.snapshot.supplied;
    let tried = original.imports.iter().zip(supplied).enumerate();
    let tried = tried.filter_map(
        |(position, (import, supplied))| match (&import.ty, supplied) {
            (TypeRef::Global(ty), Some(Supplied::Global(SuppliedValue::Number(value))))
                if !ty.mutable =>
            {
                Some((position, import, another(*value)))
            }
            _ => None,
        },
    );
    for (position, import, another) in tried.take(MOST) {
        let mut supplied = supplied.clone();
        supplied[position] = Some(Supplied::Global(SuppliedValue::Number(another)));
        let altered = Program {
            title: programs.snapshot.title.clone(),
            name: None,
            module: programs.snapshot.module.clone(),
            probed: programs.snapshot.probed.without_probes(),
            supplied,
            calls: Vec::new(),
            is_given_wasi: false,
        };
        match World::run(around, &programs.with(&altered)) {
            Ok(_) => findings.add(|| {
                format!(
                    "the snapshot starts with another number for the import `{}` `{}` than init was given",
                    import.module, import.name
                )
            }),
            Err(error) if matches!(error.kind(), ErrorKind::Limit | ErrorKind::Io) => {
                return Err(error);
            }
            Err(_) => {}
        }
    }
    Ok(())
}

/// A number of the same type.
fn another(value: Value) -> Value {
    match value {
        Value::I32(bits) => Value::I32(bits ^ 1),
        Value::I64(bits) => Value::I64(bits ^ 1),
        Value::F32(bits) => Value::F32(bits ^ 1),
        Value::F64(bits) => Value::F64(bits ^ 1),
        Value::V128(bits) => Value::V128(bits ^ 1),
    }
}
