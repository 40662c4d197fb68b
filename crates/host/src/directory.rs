//! `fd_readdir`: a directory's [`Listing`], part by part.

use crate::descriptors::{Object, OpenedDirectory};
use crate::errno::{Errno, Outcome};
use crate::host::Host;
use crate::listing::Listing;
use crate::memory::GuestMemory;

/// `fd_readdir`
pub(crate) fn fd_readdir(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    fd: u32,
    (address, length): (u32, u32),
    cookie: u64,
    used_at: u32,
) -> Outcome {
    let meter = &mut host.meter;
    let Object::Directory(OpenedDirectory {
        dir, path, listing, ..
    }) = &mut host.descriptors.get_mut(fd)?.object
    else {
        return Err(Errno::Notdir.into());
    };
    let buffer = memory.check(address, u64::from(length))?;
    memory.check(used_at, 4)?;
    if cookie == 0 || listing.is_empty() {
        // The old one goes first: only what is kept counts.
        meter.forget(std::mem::take(listing).bytes());
        *listing = Listing::read(meter, dir, path)?;
    }
    let used = listing.copy(meter, cookie, memory.bytes_mut(&buffer))?;
    let used = u32::try_from(used).map_err(|_| Errno::Overflow)?;
    Ok(memory.write_u32(used_at, used)?)
}
