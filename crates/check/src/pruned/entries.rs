//! Entries of tables: how code gets at them, and whether it can.

use crate::contents::{Contents, Origin, Space};
use std::collections::BTreeSet;
use wasmparser::types::Types;
use wasmparser::{BinaryReaderError, FunctionBody, Operator};

/// An entry of a table: the table of the pruned snapshot, and the function on either side.
pub(super) type Entry = (u32, u32, u32);

/// How tables of the pruned snapshot are used.
#[derive(Default)]
pub(super) struct Uses {
    /// Tables whose entries get away.
    open: BTreeSet<u32>,
    /// Tables with the types that code calls through them by.
    called: BTreeSet<(u32, u32)>,
}

impl Uses {
    /// The entries of a table get away.
    pub(super) fn open(&mut self, table: u32) {
        self.open.insert(table);
    }

    /// How code of the pruned snapshot gets at the entries of tables.
    pub(super) fn note(&mut self, operator: &Operator<'_>) {
        match *operator {
            Operator::CallIndirect {
                type_index,
                table_index,
            }
            | Operator::ReturnCallIndirect {
                type_index,
                table_index,
            } => {
                self.called.insert((table_index, type_index));
            }
            Operator::TableGet { table }
            | Operator::TableAtomicGet {
                table_index: table, ..
            }
            | Operator::TableAtomicRmwXchg {
                table_index: table, ..
            }
            | Operator::TableAtomicRmwCmpxchg {
                table_index: table, ..
            } => {
                self.open.insert(table);
            }
            Operator::TableCopy {
                dst_table,
                src_table,
            } => {
                self.open.extend([dst_table, src_table]);
            }
            _ => {}
        }
    }

    /// Whether something can get at an entry, or call it.
    pub(super) fn reaches(
        &self,
        sides: &[Contents<'_>; 2],
        (table, a, b): &Entry,
        types: &Types,
    ) -> bool {
        if self.open.contains(table) {
            return true;
        }
        let types = types.as_ref();
        let below = |mut ty, wanted| loop {
            if ty == wanted {
                return true;
            }
            match types.supertype_of(ty) {
                Some(above) => ty = above,
                None => return false,
            }
        };
        let imported = matches!(sides[0].origin(Space::Func, *a), Origin::Import(_));
        let Some(own) = sides[1].function_type(*b) else {
            return true;
        };
        let own = types.core_type_at_in_module(own);
        self.called
            .iter()
            .filter(|(called, _)| called == table)
            .any(|(_, ty)| {
                let wanted = types.core_type_at_in_module(*ty);
                // What is imported may be of a subtype of the type that it is imported by.
                below(own, wanted) || (imported && below(wanted, own))
            })
    }
}

/// Whether a function of the pruned snapshot is defined and does nothing but to trap.
pub(super) fn only_traps(pruned: &Contents<'_>, func: u32) -> bool {
    let Origin::Definition(position) = pruned.origin(Space::Func, func) else {
        return false;
    };
    let traps = |body: &FunctionBody<'_>| {
        let mut operators = body.get_operators_reader()?;
        let first = operators.read()?;
        Ok::<_, BinaryReaderError>(
            body.get_locals_reader()?.get_count() == 0
                && matches!(first, Operator::Unreachable)
                && matches!(operators.read()?, Operator::End),
        )
    };
    let body = pruned.bodies.get(position);
    body.is_some_and(|body| traps(body).unwrap_or(false))
}
