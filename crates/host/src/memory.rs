//! Checked access to the guest's memory.
//!
//! Every access names an address and a length and is checked against the memory's size; outside it the answer
//! is `EFAULT`. Nothing here allocates, except [`GuestMemory::path`], whose lengths are bounded.

use std::ops::Range;

use crate::errno::{Errno, Outcome};
use crate::meter::Meter;

/// Longer paths are refused before anything is copied: what Linux allows, the same on every system.
const MAX_PATH_BYTES: u32 = 4_096;

/// One `iovec` or `ciovec` takes this many bytes: an address and a length.
const IOVEC_BYTES: u64 = 8;

/// The guest's memory 0 during one call.
pub(crate) struct GuestMemory<'a>(&'a mut [u8]);

/// A buffer that was checked to lie inside the memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Buffer(Range<usize>);

impl Buffer {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A checked vector of buffers. Their total length fits the 32-bit size that a call reports.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Buffers {
    address: u32,
    count: u32,
    /// The sum of the lengths, in bytes.
    pub(crate) total: u32,
}

impl Buffers {
    pub(crate) fn indices(self) -> Range<u32> {
        0..self.count
    }
}

impl<'a> GuestMemory<'a> {
    pub(crate) fn new(bytes: &'a mut [u8]) -> Self {
        Self(bytes)
    }

    /// Checks a range; `length` may exceed 32 bits because counts are multiplied by element sizes.
    pub(crate) fn check(&self, address: u32, length: u64) -> Result<Buffer, Errno> {
        let start = u64::from(address);
        let end = start.checked_add(length).ok_or(Errno::Fault)?;
        if end > self.0.len() as u64 {
            return Err(Errno::Fault);
        }
        // Both are at most the length of a slice.
        Ok(Buffer(start as usize..end as usize))
    }

    pub(crate) fn bytes(&self, buffer: &Buffer) -> &[u8] {
        self.0.get(buffer.0.clone()).unwrap_or_default()
    }

    pub(crate) fn bytes_mut(&mut self, buffer: &Buffer) -> &mut [u8] {
        self.0.get_mut(buffer.0.clone()).unwrap_or_default()
    }

    fn array<const N: usize>(&self, address: u32) -> Result<[u8; N], Errno> {
        let buffer = self.check(address, N as u64)?;
        self.bytes(&buffer).try_into().map_err(|_| Errno::Fault)
    }

    pub(crate) fn u8(&self, address: u32) -> Result<u8, Errno> {
        Ok(u8::from_le_bytes(self.array(address)?))
    }

    pub(crate) fn u16(&self, address: u32) -> Result<u16, Errno> {
        Ok(u16::from_le_bytes(self.array(address)?))
    }

    pub(crate) fn u32(&self, address: u32) -> Result<u32, Errno> {
        Ok(u32::from_le_bytes(self.array(address)?))
    }

    pub(crate) fn u64(&self, address: u32) -> Result<u64, Errno> {
        Ok(u64::from_le_bytes(self.array(address)?))
    }

    /// Writes the bytes, all or none.
    pub(crate) fn write(&mut self, address: u32, bytes: &[u8]) -> Result<(), Errno> {
        let buffer = self.check(address, bytes.len() as u64)?;
        self.bytes_mut(&buffer).copy_from_slice(bytes);
        Ok(())
    }

    pub(crate) fn write_u32(&mut self, address: u32, value: u32) -> Result<(), Errno> {
        self.write(address, &value.to_le_bytes())
    }

    pub(crate) fn write_u64(&mut self, address: u32, value: u64) -> Result<(), Errno> {
        self.write(address, &value.to_le_bytes())
    }

    /// A copy of a path.
    ///
    /// A copy, because the call may go on to write to the memory that holds it.
    pub(crate) fn path(&self, address: u32, length: u32) -> Result<String, Errno> {
        let buffer = self.check(address, u64::from(length))?;
        if length > MAX_PATH_BYTES {
            return Err(Errno::Nametoolong);
        }
        let text = std::str::from_utf8(self.bytes(&buffer)).map_err(|_| Errno::Ilseq)?;
        if text.contains('\0') {
            return Err(Errno::Inval);
        }
        Ok(text.to_owned())
    }

    /// Checks a vector of buffers and each buffer in it, so that a call fails before it has done anything.
    pub(crate) fn buffers(
        &self,
        meter: &mut Meter,
        (address, count): (u32, u32),
    ) -> Outcome<Buffers> {
        self.check(address, u64::from(count) * IOVEC_BYTES)?;
        let vector = Buffers {
            address,
            count,
            total: 0,
        };
        let mut total = 0_u32;
        for index in vector.indices() {
            meter.spend(1)?;
            let length = self.buffer(vector, index)?.len();
            total = u32::try_from(length)
                .ok()
                .and_then(|length| total.checked_add(length))
                .ok_or(Errno::Inval)?;
        }
        Ok(Buffers { total, ..vector })
    }

    /// One buffer of a vector. Checked again each time: a read into an earlier buffer may have overwritten the
    /// vector itself.
    pub(crate) fn buffer(&self, vector: Buffers, index: u32) -> Result<Buffer, Errno> {
        let entry = u64::from(vector.address) + u64::from(index) * IOVEC_BYTES;
        let entry = u32::try_from(entry).map_err(|_| Errno::Fault)?;
        let length_at = entry.checked_add(4).ok_or(Errno::Fault)?;
        let start = self.u32(entry)?;
        self.check(start, u64::from(self.u32(length_at)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Deadline;
    use crate::errno::Fault;

    fn buffers(memory: &GuestMemory<'_>, count: u32) -> Result<Buffers, Errno> {
        let mut meter = Meter::new(Deadline::NEVER);
        match memory.buffers(&mut meter, (0, count)) {
            Err(Fault::Errno(errno)) => Err(errno),
            other => Ok(other.unwrap()),
        }
    }

    #[test]
    fn ranges_are_checked_at_both_ends() {
        let mut bytes = vec![0; 16];
        let mut memory = GuestMemory::new(&mut bytes);
        assert_eq!(memory.write_u32(12, 7), Ok(()));
        assert_eq!(memory.u32(12), Ok(7));
        assert_eq!(memory.write_u32(13, 7), Err(Errno::Fault));
        assert_eq!(memory.u64(u32::MAX), Err(Errno::Fault));
        assert_eq!(memory.check(16, 0).map(|buffer| buffer.len()), Ok(0));
        assert_eq!(memory.check(17, 0), Err(Errno::Fault));
        assert_eq!(memory.check(1, u64::MAX), Err(Errno::Fault));
    }

    #[test]
    fn a_vector_with_one_bad_buffer_is_refused_whole() {
        let mut bytes = vec![0; 32];
        let mut memory = GuestMemory::new(&mut bytes);
        memory.write(0, &[24, 0, 0, 0, 8, 0, 0, 0]).unwrap();
        memory.write(8, &[24, 0, 0, 0, 8, 0, 0, 0]).unwrap();
        assert_eq!(buffers(&memory, 2).map(|vector| vector.total), Ok(16));
        memory.write(12, &[9]).unwrap();
        assert_eq!(buffers(&memory, 2).err(), Some(Errno::Fault));
        assert_eq!(buffers(&memory, u32::MAX).err(), Some(Errno::Fault));
    }

    #[test]
    fn a_total_beyond_32_bits_is_refused() {
        // The buffers overlap, so a small memory is enough to ask for much.
        let mut bytes = vec![0; 1 << 20];
        let mut memory = GuestMemory::new(&mut bytes);
        for entry in 0..(1 << 13) {
            memory.write_u32(entry * 8 + 4, 1 << 20).unwrap();
        }
        assert_eq!(buffers(&memory, 1 << 13).err(), Some(Errno::Inval));
        assert_eq!(buffers(&memory, 1 << 12).err(), Some(Errno::Inval));
        assert_eq!(
            buffers(&memory, (1 << 12) - 1).map(|v| v.total),
            Ok(((1 << 12) - 1) << 20)
        );
    }

    #[test]
    fn paths_are_text_without_nul() {
        let mut bytes = b"a\0\xff".to_vec();
        let memory = GuestMemory::new(&mut bytes);
        assert_eq!(memory.path(0, 1).as_deref(), Ok("a"));
        assert_eq!(memory.path(0, 2), Err(Errno::Inval));
        assert_eq!(memory.path(2, 1), Err(Errno::Ilseq));
        assert_eq!(memory.path(0, 4), Err(Errno::Fault));
    }
}
