//! Reading and writing through a descriptor, between the file or stream and the guest's own buffers.
//!
//! Nothing is copied in between, so a guest cannot make the host allocate by asking for much.

use crate::abi::{fdflags, rights};
use crate::descriptors::Object;
use crate::errno::{Errno, Fault, Outcome};
use crate::files::{read_at, write_at};
use crate::host::Host;
use crate::memory::{Buffers, GuestMemory};

/// A guest's vector of buffers: where it lies and how many there are.
pub(crate) type Vector = (u32, u32);

/// `fd_read`
pub(crate) fn fd_read(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    (address, count): Vector,
    read_at_address: u32,
) -> Outcome {
    let vector = memory.buffers(address, count)?;
    memory.check(read_at_address, 4)?;
    let descriptor = host.descriptors.get_mut(fd)?;
    if let Object::Directory(_) = descriptor.object {
        return Err(Errno::Isdir.into());
    }
    descriptor.require(rights::FD_READ)?;
    let total = match &mut descriptor.object {
        Object::Input => scatter(memory, vector, |into, _| host.input.read(into))?,
        Object::File(file) => {
            let start = file.position;
            let total = scatter(memory, vector, |into, done| {
                read_at(&file.file, into, advance(start, done)?)
            })?;
            file.position = advance(start, u64::from(total))?;
            total
        }
        Object::Output(_) | Object::Directory(_) => return Err(Errno::Badf.into()),
    };
    Ok(memory.write_u32(read_at_address, total)?)
}

/// `fd_pread`
pub(crate) fn fd_pread(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    (address, count): Vector,
    offset: u64,
    read_at_address: u32,
) -> Outcome {
    let vector = memory.buffers(address, count)?;
    memory.check(read_at_address, 4)?;
    let descriptor = host.descriptors.get(fd)?;
    if let Object::Directory(_) = descriptor.object {
        return Err(Errno::Isdir.into());
    }
    let file = host.descriptors.file(fd)?;
    descriptor.require(rights::FD_READ)?;
    let total = scatter(memory, vector, |into, done| {
        read_at(&file.file, into, advance(offset, done)?)
    })?;
    Ok(memory.write_u32(read_at_address, total)?)
}

/// `fd_write`
pub(crate) fn fd_write(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    (address, count): Vector,
    written_at: u32,
) -> Outcome {
    let vector = memory.buffers(address, count)?;
    memory.check(written_at, 4)?;
    let descriptor = host.descriptors.get(fd)?;
    descriptor.require(rights::FD_WRITE)?;
    let total = match &descriptor.object {
        Object::Output(sink) => gather(memory, vector, |bytes, _| host.output.write(sink, bytes))?,
        Object::File(file) => {
            let start = if descriptor.flags & fdflags::APPEND != 0 {
                file.file.metadata()?.len()
            } else {
                file.position
            };
            let total = write_file(host, memory, fd, vector, start)?;
            host.descriptors.file_mut(fd)?.position = advance(start, u64::from(total))?;
            total
        }
        Object::Input | Object::Directory(_) => return Err(Errno::Badf.into()),
    };
    Ok(memory.write_u32(written_at, total)?)
}

/// `fd_pwrite`. Unlike on Linux, a descriptor in append mode writes where it is told, as POSIX wants it.
pub(crate) fn fd_pwrite(
    host: &Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    (address, count): Vector,
    offset: u64,
    written_at: u32,
) -> Outcome {
    let vector = memory.buffers(address, count)?;
    memory.check(written_at, 4)?;
    host.descriptors.file(fd)?;
    host.descriptors.get(fd)?.require(rights::FD_WRITE)?;
    let total = write_file(host, memory, fd, vector, offset)?;
    Ok(memory.write_u32(written_at, total)?)
}

fn write_file(
    host: &Host,
    memory: &GuestMemory<'_>,
    fd: u32,
    vector: Buffers,
    start: u64,
) -> Outcome<u32> {
    const SYNCHRONOUS: u16 = fdflags::DSYNC | fdflags::SYNC;
    let file = host.descriptors.file(fd)?;
    if vector.total == 0 {
        return Ok(0);
    }
    host.effect(|| format!("write to the file `{}`", file.path))?;
    let total = gather(memory, vector, |bytes, done| {
        let offset = advance(start, done)?;
        i64::try_from(advance(offset, bytes.len() as u64)?).map_err(|_| Errno::Fbig)?;
        write_at(&file.file, bytes, offset)
    })?;
    if host.descriptors.get(fd)?.flags & SYNCHRONOUS != 0 {
        file.file.sync_data()?;
    }
    Ok(total)
}

fn advance(position: u64, by: u64) -> Result<u64, Errno> {
    position.checked_add(by).ok_or(Errno::Fbig)
}

/// Fills the buffers one after the other until `read`, which is told how much came before, has no more.
///
/// An error after the first bytes ends the transfer with what there is: the guest meets it at its next call.
fn scatter(
    memory: &mut GuestMemory<'_>,
    vector: Buffers,
    mut read: impl FnMut(&mut [u8], u64) -> Outcome<usize>,
) -> Outcome<u32> {
    let mut total = 0_u64;
    for index in vector.indices() {
        let step = memory
            .buffer(vector, index)
            .map_err(Fault::from)
            .and_then(|buffer| {
                let count = read(memory.bytes_mut(&buffer), total)?;
                Ok((count as u64, count < buffer.len()))
            });
        match step {
            Ok((count, ended)) => {
                total += count;
                if ended {
                    break;
                }
            }
            Err(Fault::Errno(_)) if total > 0 => break,
            Err(fault) => return Err(fault),
        }
    }
    // More than the checked total only if the guest let its own vector be overwritten.
    Ok(u32::try_from(total).unwrap_or(u32::MAX))
}

/// Hands the buffers to `write` one after the other; an error is treated as in [`scatter`].
fn gather(
    memory: &GuestMemory<'_>,
    vector: Buffers,
    mut write: impl FnMut(&[u8], u64) -> Outcome,
) -> Outcome<u32> {
    let mut total = 0_u64;
    for index in vector.indices() {
        let buffer = memory.buffer(vector, index)?;
        match write(memory.bytes(&buffer), total) {
            Ok(()) => total += buffer.len() as u64,
            Err(Fault::Errno(_)) if total > 0 => break,
            Err(fault) => return Err(fault),
        }
    }
    Ok(u32::try_from(total).unwrap_or(u32::MAX))
}
