//! The exports that `init!` makes, called as preinit calls them: by name.

use std::sync::atomic::{AtomicU32, Ordering};

static DEFAULT_RUNS: AtomicU32 = AtomicU32::new(0);
static NAMED_RUNS: AtomicU32 = AtomicU32::new(0);
static CLOSURE_SUM: AtomicU32 = AtomicU32::new(0);

mod user {
    //! Stands for a crate whose author forbids `unsafe`: the macro must expand there.
    #![forbid(unsafe_code)]

    use super::{CLOSURE_SUM, DEFAULT_RUNS, NAMED_RUNS, Ordering};

    pub(super) mod tables {
        use super::{DEFAULT_RUNS, Ordering};

        pub(in super::super) fn fill() {
            DEFAULT_RUNS.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn named() {
        NAMED_RUNS.fetch_add(1, Ordering::Relaxed);
    }

    preinit_guest::init!(tables::fill);
    preinit_guest::init!("setup" => named);
    preinit_guest::init!("preinit guest: any name" => || {
        let sum = (1..=10).sum();
        CLOSURE_SUM.store(sum, Ordering::Relaxed);
    });
}

#[expect(
    unsafe_code,
    reason = "the exported symbols can only be reached through a foreign declaration"
)]
mod exports {
    unsafe extern "C" {
        #[link_name = "wizer-initialize"]
        pub(super) safe fn wizer_initialize();
        pub(super) safe fn setup();
        #[link_name = "preinit guest: any name"]
        pub(super) safe fn any_name();
    }
}

#[test]
fn default_name_is_the_one_that_preinit_calls() {
    exports::wizer_initialize();
    assert_eq!(DEFAULT_RUNS.load(Ordering::Relaxed), 1);
}

#[test]
fn given_name_is_exported() {
    exports::setup();
    assert_eq!(NAMED_RUNS.load(Ordering::Relaxed), 1);
}

#[test]
fn closure_is_the_body_of_the_export() {
    exports::any_name();
    assert_eq!(CLOSURE_SUM.load(Ordering::Relaxed), 55);
}

#[expect(unsafe_code, reason = "what room holds can't be read otherwise")]
#[test]
fn erased_room_holds_zeros() {
    let mut room = [std::mem::MaybeUninit::new(0x5a5a_u16); 9];
    preinit_guest::erase(&mut room[1..8]);
    let values = room.map(|item| {
        // SAFETY: each was written, first with a number and then with zeros.
        unsafe { item.assume_init() }
    });
    assert_eq!(values, [0x5a5a, 0, 0, 0, 0, 0, 0, 0, 0x5a5a]);
}
