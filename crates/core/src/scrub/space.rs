//! The addresses of a memory: how wide they are.

use super::words::Words;
use wasmparser::MemoryType;

/// No address or size is larger, so that some of them can be added without overflow.
const MAX: u64 = 1 << 48;

/// What the type of a memory says of its addresses.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct AddressSpace {
    /// The bytes of an address, and of a size.
    pub(super) width: u64,
}

impl AddressSpace {
    /// That of a memory with pages as ever; `None` of any other.
    ///
    /// A shared memory is as good as another: init starts no threads, and what a thread of the program
    /// does later goes through the same allocator.
    ///
    /// ```
    /// use preinit_core::{AddressSpace, wasmparser::MemoryType};
    /// let ty = MemoryType { memory64: false, shared: false, initial: 1, maximum: None, page_size_log2: None };
    /// assert!(AddressSpace::of(&ty).is_some());
    /// assert_eq!(AddressSpace::of(&MemoryType { page_size_log2: Some(0), ..ty }), None);
    /// assert_ne!(AddressSpace::of(&MemoryType { memory64: true, ..ty }), AddressSpace::of(&ty));
    /// ```
    pub fn of(ty: &MemoryType) -> Option<Self> {
        ty.page_size_log2.is_none().then_some(AddressSpace {
            width: if ty.memory64 { 8 } else { 4 },
        })
    }
}

/// A memory in words as wide as its addresses.
pub(super) struct Wide<'m, M: ?Sized> {
    memory: &'m M,
    width: u64,
}

impl<'m, M: Words + ?Sized> Wide<'m, M> {
    pub(super) fn new(memory: &'m M, space: AddressSpace) -> Self {
        let width = space.width;
        Wide { memory, width }
    }

    /// The bytes of a word.
    pub(super) fn width(&self) -> u64 {
        self.width
    }

    pub(super) fn memory(&self) -> &'m M {
        self.memory
    }

    /// The word at an address, if it can be an address or a size.
    pub(super) fn word(&self, address: u64) -> Option<u64> {
        match self.width {
            4 => self.memory.word(address).map(u64::from),
            _ => self.memory.double_word(address).filter(|word| *word <= MAX),
        }
    }
}
