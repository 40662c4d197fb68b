//! `poll_oneoff`: waiting, which with a fixed clock takes no time.

use crate::Stop;
use crate::clock::{ClockId, Clocks};
use crate::errno::{Errno, Outcome};
use crate::files::readable_bytes;
use crate::host::Host;
use crate::memory::GuestMemory;
use crate::meter::FILE_CALL;

const SUBSCRIPTION_BYTES: u32 = 48;
const EVENT_BYTES: u32 = 32;
/// The bit of `subclockflags`: the timeout is a time, not a duration.
const ABSTIME: u16 = 1;

/// `poll_oneoff`
///
/// Descriptors are always ready. Without any, the clock that is due first decides how long to wait, and all
/// that are due by then fire.
///
/// The subscriptions are read twice rather than copied, so that their number costs no memory of ours. A guest
/// may let the two lists start at the same address: an event ends before the next subscription begins.
pub(crate) fn poll_oneoff(
    host: &mut Host,
    memory: &mut GuestMemory<'_>,
    subscriptions: u32,
    events: u32,
    count: u32,
    fired_at: u32,
) -> Outcome {
    if count == 0 {
        return Err(Errno::Inval.into());
    }
    memory.check(
        subscriptions,
        u64::from(count) * u64::from(SUBSCRIPTION_BYTES),
    )?;
    memory.check(events, u64::from(count) * u64::from(EVENT_BYTES))?;
    memory.check(fired_at, 4)?;

    // A loop that polls without waiting until some time is reached gets there.
    host.clocks.step();
    let start = Moment::now(&host.clocks);
    let mut wait = u64::MAX;
    for index in 0..count {
        host.meter.spend(1)?;
        wait = wait.min(Subscription::read(memory, subscriptions, index)?.remaining(start));
    }
    if !host.clocks.wait(wait, host.meter.deadline()) {
        return Err(Stop::OutOfTime.into());
    }

    let mut fired = 0;
    for index in 0..count {
        let subscription = Subscription::read(memory, subscriptions, index)?;
        host.meter.spend(subscription.cost())?;
        if subscription.remaining(start) <= wait {
            memory.write(
                element(events, fired, EVENT_BYTES)?,
                &subscription.event(host),
            )?;
            fired += 1;
        }
    }
    Ok(memory.write_u32(fired_at, fired)?)
}

/// The address of an element of a list that was checked as a whole.
fn element(list: u32, index: u32, size: u32) -> Result<u32, Errno> {
    index
        .checked_mul(size)
        .and_then(|offset| list.checked_add(offset))
        .ok_or(Errno::Fault)
}

/// All clocks at the start of the wait.
#[derive(Clone, Copy, Debug)]
struct Moment {
    realtime: u64,
    monotonic: u64,
}

impl Moment {
    fn now(clocks: &Clocks) -> Self {
        Self {
            realtime: clocks.now(ClockId::Realtime),
            monotonic: clocks.now(ClockId::Monotonic),
        }
    }
}

/// One thing that is waited for.
#[derive(Clone, Copy, Debug)]
struct Subscription {
    user_data: u64,
    kind: u8,
    subject: Subject,
}

#[derive(Clone, Copy, Debug)]
enum Subject {
    /// So many nanoseconds from now.
    Duration(u64),
    /// Until real time reaches this.
    Realtime(u64),
    /// Until monotonic or CPU time reaches this.
    Monotonic(u64),
    Readable(u32),
    Writable(u32),
    /// No such clock: the event says so.
    Invalid(Errno),
}

impl Subscription {
    fn read(memory: &GuestMemory<'_>, list: u32, index: u32) -> Result<Self, Errno> {
        let base = element(list, index, SUBSCRIPTION_BYTES)?;
        let at = |offset: u32| base.checked_add(offset).ok_or(Errno::Fault);
        let kind = memory.u8(at(8)?)?;
        let subject = match kind {
            0 => {
                let timeout = memory.u64(at(24)?)?;
                let absolute = memory.u16(at(40)?)? & ABSTIME != 0;
                match (ClockId::from_raw(memory.u32(at(16)?)?), absolute) {
                    (Err(errno), _) => Subject::Invalid(errno),
                    (Ok(_), false) => Subject::Duration(timeout),
                    (Ok(ClockId::Realtime), true) => Subject::Realtime(timeout),
                    (Ok(ClockId::Monotonic | ClockId::Cpu), true) => Subject::Monotonic(timeout),
                }
            }
            1 => Subject::Readable(memory.u32(at(16)?)?),
            2 => Subject::Writable(memory.u32(at(16)?)?),
            _ => return Err(Errno::Inval),
        };
        Ok(Self {
            user_data: memory.u64(base)?,
            kind,
            subject,
        })
    }

    /// What it costs to report it: the size of a file is asked of the system.
    fn cost(self) -> u64 {
        match self.subject {
            Subject::Readable(_) => FILE_CALL,
            _ => 1,
        }
    }

    /// How long to wait for it, in nanoseconds.
    fn remaining(self, start: Moment) -> u64 {
        match self.subject {
            Subject::Duration(timeout) => timeout,
            Subject::Realtime(deadline) => deadline.saturating_sub(start.realtime),
            Subject::Monotonic(deadline) => deadline.saturating_sub(start.monotonic),
            Subject::Readable(_) | Subject::Writable(_) | Subject::Invalid(_) => 0,
        }
    }

    /// The `event` that reports it.
    fn event(self, host: &Host) -> [u8; EVENT_BYTES as usize] {
        let result = match self.subject {
            Subject::Duration(_) | Subject::Realtime(_) | Subject::Monotonic(_) => Ok(0),
            Subject::Readable(fd) => readable_bytes(host, fd),
            Subject::Writable(fd) => host.descriptors.get(fd).map(|_| 0),
            Subject::Invalid(errno) => Err(errno),
        };
        let mut bytes = [0; EVENT_BYTES as usize];
        bytes[0..8].copy_from_slice(&self.user_data.to_le_bytes());
        bytes[8..10].copy_from_slice(&result.map_or_else(Errno::code, |_| 0).to_le_bytes());
        bytes[10] = self.kind;
        bytes[16..24].copy_from_slice(&result.unwrap_or(0).to_le_bytes());
        bytes
    }
}
