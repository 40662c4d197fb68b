//! The least of WASI preview 1 that the programs start with: no files, arguments or environment, clocks
//! that tick by themselves, constant randomness, and output that goes nowhere.
//!
//! A real host would add its own cost, the same to every variant, and hide the differences. `wasi.mjs`
//! has the same host in JavaScript.

mod link;

pub(crate) use link::{define_in_wasmi, define_in_wasmtime};

const SUCCESS: i32 = 0;
const BADF: i32 = 8;
const NOENT: i32 = 44;
const SPIPE: i32 = 70;

/// The filetype of a terminal or the like, as standard streams are.
const CHARACTER_DEVICE: u8 = 2;

/// The only state of the host: a time in nanoseconds that advances with every look at it.
#[derive(Debug, Default)]
pub(crate) struct Clock(u64);

impl Clock {
    fn tick(&mut self) -> u64 {
        const STEP: u64 = 1_000_000;
        self.0 += STEP;
        self.0
    }
}

/// What a function returns to the guest, or why it ends the guest.
type Answer = Result<i32, String>;

/// What one call of a function can reach, whatever the engine.
struct Host<'a> {
    memory: &'a mut [u8],
    clock: &'a mut Clock,
}

impl Host<'_> {
    /// `args_sizes_get` and `environ_sizes_get`: there are none.
    fn no_list(&mut self, count: i32, size: i32) -> Answer {
        self.write(count, &[0; 4])?;
        self.write(size, &[0; 4])
    }

    fn clock_time_get(&mut self, time: i32) -> Answer {
        let now = self.clock.tick();
        self.write(time, &now.to_le_bytes())
    }

    fn random_get(&mut self, at: i32, len: i32) -> Answer {
        self.slice(at, size(len)?)?.fill(0x5a);
        Ok(SUCCESS)
    }

    /// Three standard streams and no file.
    fn fd_fdstat_get(&mut self, fd: i32, stat: i32) -> Answer {
        if !(0..=2).contains(&fd) {
            return Ok(BADF);
        }
        // A type, flags, and two sets of rights: all of them.
        let mut bytes = [0xff; 24];
        bytes[..8].copy_from_slice(&[CHARACTER_DEVICE, 0, 0, 0, 0, 0, 0, 0]);
        self.write(stat, &bytes)
    }

    /// `fd_write`: takes everything.
    fn discard(&mut self, vectors: i32, count: i32, written: i32) -> Answer {
        let vectors = self.slice(vectors, size(count)?.saturating_mul(8))?;
        let total = vectors
            .as_chunks::<8>()
            .0
            .iter()
            .map(|&[.., a, b, c, d]| u32::from_le_bytes([a, b, c, d]))
            .fold(0, u32::wrapping_add);
        self.write(written, &total.to_le_bytes())
    }

    /// `poll_oneoff`: the first subscription is ready at once.
    fn poll(&mut self, subscriptions: i32, events: i32, ready: i32) -> Answer {
        const TAG: usize = 8;
        self.clock.tick();
        let (userdata, tag) = {
            let subscription = self.slice(subscriptions, 48)?;
            let mut userdata = [0; 8];
            userdata.copy_from_slice(&subscription[..8]);
            (userdata, subscription[TAG])
        };
        let mut event = [0; 32];
        event[..8].copy_from_slice(&userdata);
        event[10] = tag;
        self.write(events, &event)?;
        self.write(ready, &1_u32.to_le_bytes())
    }

    fn write(&mut self, at: i32, bytes: &[u8]) -> Answer {
        self.slice(at, bytes.len())?.copy_from_slice(bytes);
        Ok(SUCCESS)
    }

    /// The bytes of the guest's memory from `at`.
    fn slice(&mut self, at: i32, len: usize) -> Result<&mut [u8], String> {
        let begin = size(at)?;
        begin
            .checked_add(len)
            .and_then(|end| self.memory.get_mut(begin..end))
            .ok_or_else(|| "the guest passed an address outside of its memory".to_owned())
    }
}

/// A number of the guest's as it means it: without a sign.
fn size(number: i32) -> Result<usize, String> {
    usize::try_from(number.cast_unsigned()).map_err(|error| error.to_string())
}
