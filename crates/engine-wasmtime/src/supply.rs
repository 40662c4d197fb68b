//! Memories, tables and globals that the caller supplies, made in the store of a run.

use preinit_core::{Supplied, SuppliedValue};
use wasmtime::{
    AsContextMut, Extern, ExternType, Global, Memory, MemoryType, MemoryTypeBuilder, Ref, Result,
    SharedMemory, Table, TableType, Val,
};

/// What the imports of each module of a run are given; one entry per import, in order.
#[derive(Clone, Debug, Default)]
pub struct Supplies {
    /// One list per helper, in order.
    pub helpers: Vec<Vec<Option<Supplied>>>,
    /// The list of the module to initialize.
    pub module: Vec<Option<Supplied>>,
}

/// Makes what an import of type `ty` is given; `None` where `supplied` is of another kind.
pub(crate) fn make(
    mut store: impl AsContextMut,
    ty: &ExternType,
    supplied: Supplied,
) -> Result<Option<Extern>> {
    Ok(Some(match (ty, supplied) {
        (ExternType::Memory(ty), Supplied::Memory { minimum, maximum }) => {
            let ty = memory_type(ty, minimum, maximum)?;
            if ty.is_shared() {
                SharedMemory::new(store.as_context().engine(), ty)?.into()
            } else {
                Memory::new(store, ty)?.into()
            }
        }
        (ExternType::Table(ty), Supplied::Table { minimum, maximum }) => {
            let null = Ref::null(ty.element().heap_type());
            Table::new(store, table_type(ty, minimum, maximum)?, null)?.into()
        }
        (ExternType::Global(ty), Supplied::Global(value)) => {
            let value = match value {
                SuppliedValue::Number(value) => crate::call::to_val(value),
                SuppliedValue::Null => match ty.content().as_ref() {
                    Some(ty) => Val::null_ref(ty.heap_type()),
                    None => return Ok(None),
                },
            };
            Global::new(store.as_context_mut(), ty.clone(), value)?.into()
        }
        _ => return Ok(None),
    }))
}

fn memory_type(declared: &MemoryType, minimum: u64, maximum: Option<u64>) -> Result<MemoryType> {
    MemoryTypeBuilder::new()
        .memory64(declared.is_64())
        .shared(declared.is_shared())
        .page_size_log2(declared.page_size_log2())
        .min(minimum)
        .max(maximum)
        .build()
}

fn table_type(declared: &TableType, minimum: u64, maximum: Option<u64>) -> Result<TableType> {
    let element = declared.element().clone();
    if declared.is_64() {
        return Ok(TableType::new64(element, minimum, maximum));
    }
    let narrow = |size: u64| {
        u32::try_from(size)
            .map_err(|_| wasmtime::format_err!("a table of {size} entries needs a 64-bit index"))
    };
    let maximum = maximum.map(narrow).transpose()?;
    Ok(TableType::new(element, narrow(minimum)?, maximum))
}
