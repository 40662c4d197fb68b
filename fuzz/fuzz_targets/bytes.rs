//! Whatever the bytes, the answer is a valid module or an error that is not a bug.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preinit_testkit::hostile;

fuzz_target!(|bytes: &[u8]| {
    if let Err(error) = hostile::survive(bytes, "wizer-initialize") {
        panic!("{error}");
    }
});
