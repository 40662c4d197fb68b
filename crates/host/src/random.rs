//! The guest's randomness, and the record of who drew it.

use std::fmt;
use std::sync::Arc;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::errno::{Errno, Outcome};
use crate::meter::{CHUNK, Meter};
use crate::{Draw, Function, Random, SeedFn};

/// Asking an engine for the caller walks its stack. A guest that draws more often than this is told apart no
/// further: the rest is recorded under [`UNNAMED`].
const NAMED_CALLS: u64 = 10_000;

/// The caller recorded for draws beyond [`NAMED_CALLS`].
const UNNAMED: &str = "(further draws)";

/// The source of randomness during one run.
pub(crate) struct Randomness {
    generator: Generator,
    calls: u64,
    draws: Vec<Draw>,
}

enum Generator {
    /// The seed is computed at the first draw: it may be the hash of a large input.
    Lazy(Arc<SeedFn>),
    Seeded(Box<ChaCha20Rng>),
    Host,
}

impl fmt::Debug for Randomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Randomness")
            .field("draws", &self.draws)
            .finish_non_exhaustive()
    }
}

impl Randomness {
    pub(crate) fn new(random: &Random) -> Self {
        Self {
            generator: match random {
                Random::ByModule => Generator::Lazy(Arc::new(|| [0; 32])),
                Random::Seeded(seed) => Generator::Lazy(Arc::clone(seed)),
                Random::Host => Generator::Host,
            },
            calls: 0,
            draws: Vec::new(),
        }
    }

    /// Fills `bytes` in place and records the draw.
    ///
    /// A chunk is a multiple of the generator's words: many chunks are the same bytes as one.
    pub(crate) fn draw(
        &mut self,
        meter: &mut Meter,
        bytes: &mut [u8],
        function: Function,
        caller: &dyn Fn() -> String,
    ) -> Outcome {
        for chunk in bytes.chunks_mut(CHUNK) {
            meter.bytes(chunk.len())?;
            self.fill(chunk)?;
        }
        self.record(bytes.len() as u64, function.name(), caller);
        Ok(())
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Errno> {
        match &mut self.generator {
            Generator::Lazy(seed) => {
                let mut generator = Box::new(ChaCha20Rng::from_seed(seed()));
                generator.fill_bytes(bytes);
                self.generator = Generator::Seeded(generator);
            }
            Generator::Seeded(generator) => generator.fill_bytes(bytes),
            Generator::Host => getrandom::fill(bytes).map_err(|_| Errno::Io)?,
        }
        Ok(())
    }

    fn record(&mut self, bytes: u64, function: &'static str, caller: &dyn Fn() -> String) {
        self.calls = self.calls.saturating_add(1);
        let caller = if self.calls <= NAMED_CALLS {
            caller()
        } else {
            UNNAMED.to_owned()
        };
        let known = self
            .draws
            .iter_mut()
            .find(|draw| draw.caller == caller && draw.function == function);
        match known {
            Some(draw) => {
                draw.bytes = draw.bytes.saturating_add(bytes);
                draw.calls = draw.calls.saturating_add(1);
            }
            None => self.draws.push(Draw {
                caller,
                function,
                bytes,
                calls: 1,
            }),
        }
    }

    pub(crate) fn into_draws(self) -> Vec<Draw> {
        self.draws
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::Deadline;

    fn seeded(seed: u8) -> Randomness {
        Randomness::new(&Random::Seeded(Arc::new(move || [seed; 32])))
    }

    fn draw(randomness: &mut Randomness, caller: &str) -> [u8; 32] {
        let mut bytes = [0; 32];
        let mut meter = Meter::new(Deadline::NEVER);
        randomness
            .draw(&mut meter, &mut bytes, Function::RandomGet, &|| {
                caller.to_owned()
            })
            .unwrap();
        bytes
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(draw(&mut seeded(1), "a"), draw(&mut seeded(1), "b"));
        assert_ne!(draw(&mut seeded(1), "a"), draw(&mut seeded(2), "a"));
        let mut host = Randomness::new(&Random::Host);
        assert_ne!(draw(&mut host, "a"), draw(&mut host, "a"));
    }

    #[test]
    fn a_draw_of_many_chunks_is_one_draw() {
        let mut whole = vec![0; 2 * CHUNK + 5];
        ChaCha20Rng::from_seed([7; 32]).fill_bytes(&mut whole);
        let mut drawn = vec![0; whole.len()];
        let mut randomness = seeded(7);
        let mut meter = Meter::new(Deadline::NEVER);
        let caller = || "it".to_owned();
        randomness
            .draw(&mut meter, &mut drawn, Function::RandomGet, &caller)
            .unwrap();
        assert!(whole == drawn);
        assert_eq!(u64::MAX - meter.left(), (whole.len() as u64).div_ceil(64));
        assert_eq!(randomness.into_draws()[0].calls, 1);
    }

    #[test]
    fn the_seed_is_computed_once_and_only_for_a_draw() {
        let computed = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&computed);
        let mut randomness = Randomness::new(&Random::Seeded(Arc::new(move || {
            counter.fetch_add(1, Ordering::Relaxed);
            [0; 32]
        })));
        assert_eq!(computed.load(Ordering::Relaxed), 0);
        assert_ne!(draw(&mut randomness, "a"), draw(&mut randomness, "a"));
        assert_eq!(computed.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn callers_are_told_apart_up_to_a_limit() {
        let mut randomness = seeded(0);
        for _ in 0..NAMED_CALLS - 1 {
            draw(&mut randomness, "often");
        }
        for _ in 0..3 {
            draw(&mut randomness, "late");
        }
        let draws = randomness.into_draws();
        let seen: Vec<_> = draws
            .iter()
            .map(|draw| (draw.caller.as_str(), draw.calls, draw.bytes))
            .collect();
        assert_eq!(
            seen,
            [
                ("often", NAMED_CALLS - 1, 32 * (NAMED_CALLS - 1)),
                ("late", 1, 32),
                (UNNAMED, 2, 64)
            ]
        );
    }
}
