//! The call that erases memory of the program's own before the snapshot.

use core::hint::black_box;
use core::mem::MaybeUninit;

/// Zeroes memory that is allocated and holds nothing, so that the snapshot need not have it.
///
/// preinit leaves out what the allocator has free. What a program has allocated and no longer uses it
/// can't tell: the room of a vector behind its elements, an arena that was reset, a buffer that is
/// filled before it is read. Erase those at the end of the init function; zeros take no room.
///
/// The compiler may not leave this out, as it may other writes that nothing reads.
///
/// ```
/// let mut scratch: Vec<u64> = (0..1000).collect();
/// scratch.clear();
/// preinit_guest::erase(scratch.spare_capacity_mut());
/// # assert!(scratch.is_empty() && scratch.capacity() >= 1000);
/// ```
pub fn erase<T>(room: &mut [MaybeUninit<T>]) {
    for item in room.iter_mut() {
        *item = MaybeUninit::zeroed();
    }
    black_box(room);
}
