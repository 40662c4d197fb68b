//! What crosses a module's border: imports and exports.

use wasmparser::ExternalKind;

/// One import.
#[derive(Clone, Debug)]
pub struct Import<'a> {
    /// The name of the module imported from.
    pub module: &'a str,
    /// The name of the item in it.
    pub field: &'a str,
    /// What kind of item it is.
    pub kind: ExternalKind,
}

impl std::fmt::Display for Import<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` `{}`", self.module, self.field)
    }
}

/// One export.
#[derive(Clone, Debug)]
pub(crate) struct Export<'a> {
    pub(crate) name: &'a str,
    pub(crate) kind: ExternalKind,
    pub(crate) index: u32,
}

pub(crate) fn is_function(kind: ExternalKind) -> bool {
    matches!(kind, ExternalKind::Func | ExternalKind::FuncExact)
}

pub(crate) fn kind_name(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => "function",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}

/// <https://webassembly.github.io/spec/core/binary/modules.html#export-section>
pub(crate) fn kind_byte(kind: ExternalKind) -> u8 {
    match kind {
        ExternalKind::Func => 0x00,
        ExternalKind::Table => 0x01,
        ExternalKind::Memory => 0x02,
        ExternalKind::Global => 0x03,
        ExternalKind::Tag => 0x04,
        ExternalKind::FuncExact => 0x20,
    }
}
