//! Reading and writing through a descriptor, between the file or stream and the guest's own buffers.
//!
//! Nothing is copied in between, so a guest cannot make the host allocate by asking for much. What moves is paid for
//! chunk by chunk.

use crate::abi::{fdflags, rights};
use crate::descriptors::Object;
use crate::errno::{Errno, Fault, Outcome};
use crate::files::{read_at, write_at};
use crate::host::Host;
use crate::memory::{Buffers, GuestMemory};
use crate::meter::{CHUNK, Meter};

/// A guest's vector of buffers: where it lies and how many there are.
pub(crate) type Vector = (u32, u32);

/// `fd_read`
pub(crate) fn fd_read(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    vector: Vector,
    read_at_address: u32,
) -> Outcome {
    let vector = memory.buffers(&mut host.meter, vector)?;
    memory.check(read_at_address, 4)?;
    let descriptor = host.descriptors.get_mut(fd)?;
    if let Object::Directory(_) = descriptor.object {
        return Err(Errno::Isdir.into());
    }
    descriptor.require(rights::FD_READ)?;
    let total = match &mut descriptor.object {
        Object::Input => {
            let deadline = host.meter.deadline();
            let read = |into: &mut [u8], _| host.input.read(into, deadline);
            scatter(&mut host.meter, memory, vector, read)?
        }
        Object::File(file) => {
            let start = file.position;
            let total = scatter(&mut host.meter, memory, vector, |into, done| {
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
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    vector: Vector,
    offset: u64,
    read_at_address: u32,
) -> Outcome {
    let vector = memory.buffers(&mut host.meter, vector)?;
    memory.check(read_at_address, 4)?;
    let descriptor = host.descriptors.get(fd)?;
    if let Object::Directory(_) = descriptor.object {
        return Err(Errno::Isdir.into());
    }
    let file = host.descriptors.file(fd)?;
    descriptor.require(rights::FD_READ)?;
    let total = scatter(&mut host.meter, memory, vector, |into, done| {
        read_at(&file.file, into, advance(offset, done)?)
    })?;
    Ok(memory.write_u32(read_at_address, total)?)
}

/// `fd_write`
pub(crate) fn fd_write(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    vector: Vector,
    written_at: u32,
) -> Outcome {
    let vector = memory.buffers(&mut host.meter, vector)?;
    memory.check(written_at, 4)?;
    let descriptor = host.descriptors.get(fd)?;
    descriptor.require(rights::FD_WRITE)?;
    let total = match &descriptor.object {
        Object::Output(sink) => {
            let deadline = host.meter.deadline();
            let write = |bytes: &[u8], _| host.output.write(sink, bytes, deadline);
            gather(&mut host.meter, memory, vector, write)?
        }
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
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    vector: Vector,
    offset: u64,
    written_at: u32,
) -> Outcome {
    let vector = memory.buffers(&mut host.meter, vector)?;
    memory.check(written_at, 4)?;
    host.descriptors.file(fd)?;
    host.descriptors.get(fd)?.require(rights::FD_WRITE)?;
    let total = write_file(host, memory, fd, vector, offset)?;
    Ok(memory.write_u32(written_at, total)?)
}

fn write_file(
    host: &mut Host,
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
    let total = gather(&mut host.meter, memory, vector, |bytes, done| {
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
    meter: &mut Meter,
    memory: &mut GuestMemory<'_>,
    vector: Buffers,
    mut read: impl FnMut(&mut [u8], u64) -> Outcome<usize>,
) -> Outcome<u32> {
    let mut total = 0_u64;
    let mut fill = |total: &mut u64| -> Outcome {
        for index in vector.indices() {
            let buffer = memory.buffer(vector, index)?;
            meter.spend(1)?;
            for chunk in memory.bytes_mut(&buffer).chunks_mut(CHUNK) {
                meter.bytes(chunk.len())?;
                let count = read(chunk, *total)?;
                *total += count as u64;
                if count < chunk.len() {
                    return Ok(());
                }
            }
        }
        Ok(())
    };
    match fill(&mut total) {
        Err(Fault::Errno(_)) if total > 0 => {}
        outcome => outcome?,
    }
    // More than the checked total only if the guest let its own vector be overwritten.
    Ok(u32::try_from(total).unwrap_or(u32::MAX))
}

/// Hands the buffers to `write` one after the other; an error is treated as in [`scatter`].
fn gather(
    meter: &mut Meter,
    memory: &GuestMemory<'_>,
    vector: Buffers,
    mut write: impl FnMut(&[u8], u64) -> Outcome,
) -> Outcome<u32> {
    let mut total = 0_u64;
    let mut empty = |total: &mut u64| -> Outcome {
        for index in vector.indices() {
            let buffer = memory.buffer(vector, index)?;
            meter.spend(1)?;
            for chunk in memory.bytes(&buffer).chunks(CHUNK) {
                meter.bytes(chunk.len())?;
                write(chunk, *total)?;
                *total += chunk.len() as u64;
            }
        }
        Ok(())
    };
    match empty(&mut total) {
        Err(Fault::Errno(_)) if total > 0 => {}
        outcome => outcome?,
    }
    Ok(u32::try_from(total).unwrap_or(u32::MAX))
}
