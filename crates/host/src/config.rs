//! What the guest is given: everything it can see is named here.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The default start of the guest's real time when nothing else is asked for: 2020-01-01 00:00:00 UTC.
///
/// A date in the recent past rather than 1970, so that programs which take an early clock for an unset one
/// (certificate checks, archive writers) go on.
pub const DEFAULT_REALTIME_NS: u64 = 1_577_836_800_000_000_000;

/// What one guest is given. The default is nothing at all: no arguments, environment, directories or input,
/// output discarded, time and randomness fixed.
///
/// ```
/// use preinit_host::{Clock, Config, Sink, Stdin};
///
/// let config = Config::new()
///     .args(["app", "--verbose"])
///     .env("LANG", "C")
///     .dir("./data", "/data")
///     .stdin(Stdin::Bytes(b"hello".as_slice().into()))
///     .stdout(Sink::Stderr)
///     .clock(Clock::Fixed { realtime_ns: 0 });
/// # let _ = config;
/// ```
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) args: Vec<String>,
    pub(crate) env: Vec<(String, String)>,
    pub(crate) dirs: Vec<Preopen>,
    pub(crate) stdin: Stdin,
    pub(crate) stdout: Sink,
    pub(crate) stderr: Sink,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) ways: Vec<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// A guest that sees nothing.
    #[must_use]
    pub fn new() -> Self {
        Self {
            args: Vec::new(),
            env: Vec::new(),
            dirs: Vec::new(),
            stdin: Stdin::Closed,
            stdout: Sink::Discard,
            stderr: Sink::Discard,
            clock: Clock::Fixed {
                realtime_ns: DEFAULT_REALTIME_NS,
            },
            random: Random::ByModule,
            ways: Vec::new(),
        }
    }

    /// The whole command line; the first argument is by custom the program's name.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.args = args.into_iter().map(Into::into).collect();
        self
    }

    /// One more environment variable. The guest sees them in the order given.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    /// All environment variables, instead of those given before.
    #[must_use]
    pub fn envs(mut self, env: Vec<(String, String)>) -> Self {
        self.env = env;
        self
    }

    /// One more directory: `host` on this machine, `guest` as the guest names it. The first one becomes
    /// descriptor 3, the next one 4, and so on.
    #[must_use]
    pub fn dir(mut self, host: impl Into<PathBuf>, guest: impl Into<String>) -> Self {
        self.dirs.push(Preopen {
            host: host.into(),
            guest: guest.into(),
        });
        self
    }

    /// All directories, instead of those given before.
    #[must_use]
    pub fn dirs(mut self, dirs: Vec<Preopen>) -> Self {
        self.dirs = dirs;
        self
    }

    /// The directories of this machine that the guest is given.
    pub fn directories(&self) -> impl Iterator<Item = &std::path::Path> {
        self.dirs.iter().map(|dir| dir.host.as_path())
    }

    /// Where descriptor 0 reads from.
    #[must_use]
    pub fn stdin(mut self, stdin: Stdin) -> Self {
        self.stdin = stdin;
        self
    }

    /// Where descriptor 1 writes to.
    #[must_use]
    pub fn stdout(mut self, stdout: Sink) -> Self {
        self.stdout = stdout;
        self
    }

    /// Where descriptor 2 writes to.
    #[must_use]
    pub fn stderr(mut self, stderr: Sink) -> Self {
        self.stderr = stderr;
        self
    }

    /// The guest's clocks.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Gives the seed that [`Random::ByModule`] asks for; any other choice stays.
    #[must_use]
    pub fn seed_by_module(mut self, seed: Arc<SeedFn>) -> Self {
        if matches!(self.random, Random::ByModule) {
            self.random = Random::Seeded(seed);
        }
        self
    }

    /// Feeds `sink` everything that this configuration lets the guest see and that is known before it runs:
    /// arguments, environment, given input, the names of directories and the start of the clock. Where
    /// directories lie on this machine, and what is in them, is no part of it.
    pub fn fingerprint(&self, sink: &mut dyn FnMut(&[u8])) {
        let mut text = |kind: u8, parts: &[&[u8]]| {
            sink(&[kind]);
            for part in parts {
                sink(&(part.len() as u64).to_le_bytes());
                sink(part);
            }
        };
        for arg in &self.args {
            text(b'a', &[arg.as_bytes()]);
        }
        for (name, value) in &self.env {
            text(b'e', &[name.as_bytes(), value.as_bytes()]);
        }
        for dir in &self.dirs {
            text(b'd', &[dir.guest.as_bytes()]);
        }
        if let Stdin::Bytes(bytes) = &self.stdin {
            text(b'i', &[bytes]);
        }
        if let Clock::Fixed { realtime_ns } = self.clock {
            text(b'c', &[&realtime_ns.to_le_bytes()]);
        }
    }

    /// Whether two guests that are given this see the same: neither the clocks nor the randomness are those of
    /// this machine.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.clock != Clock::Host && !matches!(self.random, Random::Host)
    }

    /// The guest's randomness.
    #[must_use]
    pub fn random(mut self, random: Random) -> Self {
        self.random = random;
        self
    }

    /// A path that is looked up again when the guest is gone, by this process or by the next: the guest's run ends with
    /// [`Stop::Way`](crate::Stop::Way) before it leads that path elsewhere.
    #[must_use]
    pub fn way(mut self, path: impl Into<PathBuf>) -> Self {
        self.ways.push(path.into());
        self
    }
}

/// A directory opened for the guest before it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preopen {
    /// The directory on this machine.
    pub host: PathBuf,
    /// The name under which the guest sees it, for example `/data` or `.`.
    pub guest: String,
}

/// Where the guest's standard input comes from.
#[derive(Clone, Debug)]
pub enum Stdin {
    /// Every read is at the end of the file.
    Closed,
    /// This process's own standard input, read no further than the guest asks for.
    Inherit,
    /// These bytes, then the end of the file.
    Bytes(Arc<[u8]>),
}

/// Where one of the guest's output streams goes.
#[derive(Clone, Debug)]
pub enum Sink {
    /// Nowhere: every write succeeds.
    Discard,
    /// This process's standard output.
    Stdout,
    /// This process's standard error.
    Stderr,
    /// Into memory, for the embedding program to read.
    Buffer(OutputBuffer),
}

/// Guest output kept in memory; clones share the bytes.
#[derive(Clone, Default)]
pub struct OutputBuffer {
    bytes: Arc<Mutex<Vec<u8>>>,
}

impl OutputBuffer {
    /// An empty buffer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy of what was written so far.
    #[must_use]
    pub fn contents(&self) -> Vec<u8> {
        self.lock().clone()
    }

    pub(crate) fn append(&self, bytes: &[u8]) -> io::Result<()> {
        let mut all = self.lock();
        all.try_reserve(bytes.len())
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        all.extend_from_slice(bytes);
        Ok(())
    }

    pub(crate) fn shares_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.bytes, &other.bytes)
    }

    /// A byte vector is whole after every step, so a panic of another holder does not matter.
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for OutputBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OutputBuffer({} bytes)", self.lock().len())
    }
}

/// The guest's clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Real time starts at `realtime_ns` nanoseconds after 1970-01-01 UTC, monotonic time at zero, and each
    /// read of any clock advances all of them by [`CLOCK_STEP_NS`](crate::CLOCK_STEP_NS) before it answers.
    Fixed {
        /// Nanoseconds since 1970-01-01 00:00:00 UTC. Also every time stamp of every file.
        realtime_ns: u64,
    },
    /// The clocks and the file times of this machine. Waiting really waits.
    Host,
}

/// Computes the 32 bytes of a seed.
pub type SeedFn = dyn Fn() -> [u8; 32] + Send + Sync;

/// The guest's randomness.
#[derive(Clone)]
pub enum Random {
    /// A ChaCha20 stream whose seed whoever runs the module derives from it and from all that it is given, see
    /// [`Config::seed_by_module`]. Without one the seed is all zeros.
    ByModule,
    /// A ChaCha20 stream. The function is called at the first draw, and not at all if there is none.
    Seeded(Arc<SeedFn>),
    /// The operating system's.
    Host,
}

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByModule => "ByModule",
            Self::Seeded(_) => "Seeded",
            Self::Host => "Host",
        })
    }
}
