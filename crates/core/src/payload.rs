//! The part of a custom section behind its name.

use wasmparser::BinaryReader;

/// What a custom section says.
pub(crate) struct Payload<'a> {
    pub(crate) data: &'a [u8],
    /// Where `data` starts in the module.
    pub(crate) offset: usize,
}

impl<'a> Payload<'a> {
    /// Skips the name; `offset` is where the section's contents start in the module.
    pub(crate) fn read(contents: &'a [u8], offset: usize) -> Option<Self> {
        let mut reader = BinaryReader::new(contents, offset);
        reader.read_string().ok()?;
        Some(Payload {
            data: &contents[reader.current_position()..],
            offset: reader.original_position(),
        })
    }
}
