//! The limits on memories and tables, enforced as errors.
//!
//! A growth that fails where it could succeed elsewhere would be frozen into the snapshot: a
//! program that handles it takes another path for good. So a growth beyond a limit ends the run.

use crate::config::Limits;
use crate::stopped::Stopped;
use wasmtime::ResourceLimiter;

/// What all memories and tables of a store take together.
#[derive(Debug)]
pub(crate) struct Limiter {
    memory: u64,
    memory_limit: u64,
    table: usize,
    table_limit: usize,
}

impl Limiter {
    pub(crate) fn new(limits: &Limits) -> Self {
        Limiter {
            memory: 0,
            memory_limit: limits.memory,
            table: 0,
            table_limit: limits.table_elements,
        }
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        // Beyond its own maximum a memory can't grow anywhere: not our concern.
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let total = self
            .memory
            .saturating_add(desired.saturating_sub(current) as u64);
        if total > self.memory_limit {
            return Err(Stopped::MemoryLimit(self.memory_limit).into());
        }
        self.memory = total;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        // Asked for more than the memory's type allows: minus one, on every machine. wasmtime tells
        // it from a refusal of the system's by its words alone.
        if error.to_string().contains("exceeds memory type's limits") {
            return Ok(());
        }
        Err(Stopped::MemoryRefused(error.to_string()).into())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        if maximum.is_some_and(|maximum| desired > maximum) {
            return Ok(false);
        }
        let total = self.table.saturating_add(desired.saturating_sub(current));
        if total > self.table_limit {
            return Err(Stopped::TableLimit(self.table_limit).into());
        }
        self.table = total;
        Ok(true)
    }
}
