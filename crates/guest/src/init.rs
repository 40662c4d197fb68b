//! The macro that exports an initialization function.

/// Exports a function for preinit to call, as `wizer-initialize` or under a name
/// of your own.
///
/// The function takes no parameters and returns nothing; what can fail should
/// panic, which fails the pre-initialization. Use the macro once per export name
/// in a program, and in the crate that is compiled to the module: the linker may
/// leave out what only a dependency exports.
///
/// A function:
///
/// ```
/// fn warm_up() {}
///
/// preinit_guest::init!(warm_up);
/// # fn main() {}
/// ```
///
/// A closure:
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// static ANSWER: AtomicU32 = AtomicU32::new(0);
///
/// preinit_guest::init!(|| ANSWER.store(42, Ordering::Relaxed));
/// # fn main() {}
/// ```
///
/// Another export name, for `preinit -f setup`, or several for
/// `preinit -f first -f second`:
///
/// ```
/// fn load() {}
///
/// preinit_guest::init!("first" => load);
/// preinit_guest::init!("second" => || load());
/// # fn main() {}
/// ```
///
/// A function with a result is refused, so that no error gets lost:
///
/// ```compile_fail,E0308
/// fn load() -> Result<(), std::num::ParseIntError> {
///     "12".parse::<u8>().map(drop)
/// }
///
/// preinit_guest::init!(load);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! init {
    ($name:literal => $init:expr) => {
        const _: () = {
            // A type of its own for the function or closure: it may not capture,
            // and a result may not be dropped silently.
            const INIT: fn() = $init;

            // The unsafe part of this attribute is that two symbols could have one
            // name. The name is not the program's own to use for anything else, and
            // a linker refuses the second of two definitions.
            #[unsafe(export_name = $name)]
            extern "C" fn preinit_initialize() {
                INIT()
            }
        };
    };
    ($init:expr) => {
        $crate::init!("wizer-initialize" => $init);
    };
}
