//! Arguments and environment variables: lists of strings, handed out twice over in the same shape.

use crate::config::Config;
use crate::errno::{Errno, Outcome};
use crate::memory::GuestMemory;
use crate::meter::Meter;
use crate::{Error, ErrorKind};

/// A list of strings as `args_get` and `environ_get` deliver it.
#[derive(Debug)]
pub(crate) struct StringList {
    /// Each ends with a NUL and contains no other.
    strings: Vec<Vec<u8>>,
    /// The sum of their lengths.
    bytes: u32,
}

impl StringList {
    /// The command line.
    pub(crate) fn args(config: &Config) -> Result<Self, Error> {
        for arg in &config.args {
            refuse_nul("argument", arg)?;
        }
        Self::new("arguments", config.args.clone())
    }

    /// The environment, as `NAME=VALUE`.
    pub(crate) fn env(config: &Config) -> Result<Self, Error> {
        for (name, value) in &config.env {
            refuse_nul("environment variable", name)?;
            refuse_nul("value of an environment variable", value)?;
            if name.is_empty() || name.contains('=') {
                return Err(text("environment variable", name, "has no proper name"));
            }
        }
        let variables = config.env.iter();
        Self::new(
            "environment variables",
            variables
                .map(|(name, value)| format!("{name}={value}"))
                .collect(),
        )
    }

    fn new(what: &'static str, strings: Vec<String>) -> Result<Self, Error> {
        let strings: Vec<_> = strings
            .into_iter()
            .map(|string| {
                let mut bytes = string.into_bytes();
                bytes.push(0);
                bytes
            })
            .collect();
        let total = strings.iter().map(Vec::len).sum::<usize>();
        // The table of addresses needs four bytes for each, so the count fits where the sum does.
        let bytes = u32::try_from(total).map_err(|_| ErrorKind::TooLarge { what })?;
        Ok(Self { strings, bytes })
    }

    /// `args_sizes_get` and `environ_sizes_get`.
    pub(crate) fn sizes(
        &self,
        memory: &mut GuestMemory<'_>,
        count_at: u32,
        bytes_at: u32,
    ) -> Result<(), Errno> {
        let count = u32::try_from(self.strings.len()).map_err(|_| Errno::Overflow)?;
        memory.check(bytes_at, 4)?;
        memory.write_u32(count_at, count)?;
        memory.write_u32(bytes_at, self.bytes)
    }

    /// `args_get` and `environ_get`: addresses at `table`, the strings themselves at `text`.
    pub(crate) fn get(
        &self,
        meter: &mut Meter,
        memory: &mut GuestMemory<'_>,
        table: u32,
        text: u32,
    ) -> Outcome {
        let slots = self.strings.len() as u64 * 4;
        memory.check(table, slots)?;
        memory.check(text, u64::from(self.bytes))?;
        // A memory of 64 bits goes on behind what an address here can name.
        const END: u64 = 1 << 32;
        if u64::from(table) + slots > END || u64::from(text) + u64::from(self.bytes) > END {
            return Err(Errno::Fault.into());
        }
        let (mut slot, mut at) = (table, text);
        for string in &self.strings {
            meter.spend(1)?;
            meter.bytes(string.len())?;
            memory.write_u32(slot, at)?;
            memory.write(at, string)?;
            // After the last string either may be one past the end of a 4 GiB memory.
            slot = slot.wrapping_add(4);
            at = at.wrapping_add(u32::try_from(string.len()).map_err(|_| Errno::Overflow)?);
        }
        Ok(())
    }
}

/// Refuses what a NUL-terminated string cannot carry.
pub(crate) fn refuse_nul(what: &'static str, string: &str) -> Result<(), Error> {
    if string.contains('\0') {
        return Err(text(what, string, "contains a NUL"));
    }
    Ok(())
}

/// The error for a text that cannot be passed on.
pub(crate) fn text(what: &'static str, string: &str, problem: &'static str) -> Error {
    ErrorKind::Text {
        what,
        text: string.escape_debug().to_string(),
        problem,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Deadline;
    use crate::errno::Fault;

    #[test]
    fn strings_lie_one_after_the_other() {
        let args = StringList::args(&Config::new().args(["app", "-v"])).unwrap();
        let mut bytes = vec![0xff; 32];
        let mut memory = GuestMemory::new(&mut bytes);
        args.sizes(&mut memory, 0, 4).unwrap();
        assert_eq!((memory.u32(0), memory.u32(4)), (Ok(2), Ok(7)));
        let mut meter = Meter::new(Deadline::NEVER);
        args.get(&mut meter, &mut memory, 8, 16).unwrap();
        assert_eq!((memory.u32(8), memory.u32(12)), (Ok(16), Ok(20)));
        assert_eq!(&bytes[16..24], b"app\0-v\0\xff");
    }

    #[test]
    fn a_list_that_does_not_fit_writes_nothing() {
        let args = StringList::args(&Config::new().args(["app"])).unwrap();
        let mut bytes = vec![0; 8];
        let mut memory = GuestMemory::new(&mut bytes);
        let mut meter = Meter::new(Deadline::NEVER);
        for (table, text) in [(0, 5), (6, 0)] {
            let fault = args.get(&mut meter, &mut memory, table, text);
            assert!(matches!(fault, Err(Fault::Errno(Errno::Fault))));
        }
        assert_eq!(bytes, [0; 8]);
    }

    #[test]
    fn what_c_strings_cannot_carry_is_refused() {
        let nul = StringList::args(&Config::new().args(["a\0b"])).unwrap_err();
        assert_eq!(
            nul.to_string(),
            "the argument `a\\0b` contains a NUL; leave it out"
        );
        assert!(StringList::env(&Config::new().env("A=B", "c")).is_err());
        assert!(StringList::env(&Config::new().env("", "c")).is_err());
    }
}
