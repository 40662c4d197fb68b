//! What the command can be asked to do.

pub(crate) mod check;
pub(crate) mod init;
pub(crate) mod print;
