//! A snapshot behaves like *original + init*, on modules drawn from the fuzzer's bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preinit_testkit::differential::{self, Shares};
use preinit_testkit::random::{self, Profile};

fuzz_target!(|bytes: &[u8]| {
    if let Some(wasm) = random::from_bytes(bytes, Profile::Everything)
        && let Err(error) = differential::check(&wasm, &mut Shares::default())
    {
        panic!("{error}");
    }
});
