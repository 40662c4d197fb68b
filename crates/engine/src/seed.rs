//! The seed of a guest's randomness: a hash of the module, the flags and the inputs.

use crate::options::{Options, Wasi};
use preinit_host::{Config, SeedFn};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Names the scheme: a change of what is hashed changes this, too.
const DOMAIN: &[u8] = b"preinit seed 1";

impl Options {
    /// What `wasm` sees of WASI, its randomness seeded, or `None` where it may not call it.
    ///
    /// ```
    /// let options = preinit_engine::Options::default();
    /// assert!(options.wasi_for(b"\0asm").is_none());
    /// ```
    pub fn wasi_for(&self, wasm: &[u8]) -> Option<Config> {
        match &self.wasi {
            Wasi::Denied => None,
            Wasi::Allowed(config) => Some(Config::clone(config).seed_by_module(seed(wasm, self))),
        }
    }
}

/// The seed of a run, computed only if the guest draws.
///
/// What depends on the machine alone is left out: paths, and what directories hold.
fn seed(wasm: &[u8], options: &Options) -> Arc<SeedFn> {
    // A module can be tens of megabytes: copied once, hashed only when a draw asks for it.
    let wasm: Arc<[u8]> = wasm.into();
    let options = options.clone();
    Arc::new(move || {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        part(&mut hash, &wasm);
        for init in options.policy.inits() {
            part(&mut hash, init.as_bytes());
        }
        for preload in &options.preloads {
            part(&mut hash, preload.name.as_bytes());
            part(&mut hash, &preload.wasm);
        }
        for supply in &options.supplies {
            part(&mut hash, supply.to_string().as_bytes());
        }
        if let Wasi::Allowed(config) = &options.wasi {
            config.fingerprint(&mut |bytes| hash.update(bytes));
        }
        hash.finalize().into()
    })
}

/// A length in front keeps neighbours apart.
fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use preinit_host::Config;

    fn of(wasm: &[u8], change: impl FnOnce(&mut Options)) -> [u8; 32] {
        let mut options = Options::default();
        change(&mut options);
        seed(wasm, &options)()
    }

    #[test]
    fn everything_that_the_guest_is_given_counts() {
        let with = |config: Config| {
            of(b"a", |options| {
                options.wasi = Wasi::Allowed(Box::new(config))
            })
        };
        let seeds = [
            of(b"a", |_| {}),
            of(b"b", |_| {}),
            of(b"a", |options| {
                options.policy.init("x");
            }),
            of(b"a", |options| {
                options
                    .supplies
                    .push(crate::Supply::memory("env.memory").unwrap());
            }),
            with(Config::new()),
            with(Config::new().args(["x", "y"])),
            with(Config::new().args(["xy"])),
            with(Config::new().env("x", "y")),
            with(Config::new().dir("/somewhere", "x")),
        ];
        for (position, seed) in seeds.iter().enumerate() {
            assert!(!seeds[..position].contains(seed), "{position}");
        }
        assert_eq!(
            with(Config::new().dir("/elsewhere", "x")),
            with(Config::new().dir("/somewhere", "x"))
        );
    }
}
