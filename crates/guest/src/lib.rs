//! Declare the initialization function of a module that preinit snapshots.
//!
//! preinit instantiates a module, calls its export `wizer-initialize`, and writes
//! a new module that starts from the state reached. This crate exports a function
//! of yours under that name, without `unsafe` in your code:
//!
//! ```
//! use std::sync::OnceLock;
//!
//! static SQUARES: OnceLock<Vec<u32>> = OnceLock::new();
//!
//! fn squares() -> &'static [u32] {
//!     // A plain run has not called `warm_up`: compute on first use.
//!     SQUARES.get_or_init(|| (0..1000).map(|n| n * n).collect())
//! }
//!
//! fn warm_up() {
//!     squares();
//! }
//!
//! preinit_guest::init!(warm_up);
//!
//! # fn main() {
//! assert_eq!(squares()[7], 49);
//! # }
//! ```
//!
//! ```text
//! $ cargo build --release --target wasm32-wasip1
//! $ preinit target/wasm32-wasip1/release/app.wasm -o app.init.wasm
//! ```
//!
//! # What happens when
//!
//! - **A plain run** of the module that the compiler wrote does not call the init
//!   function. Keep what it computes in a `OnceLock`, a `LazyLock` or the like, and
//!   the program is right with and without pre-initialization.
//! - **Pre-initialization** calls the init function once. A panic in it is a
//!   failed initialization: no module is written.
//! - **The snapshot** starts with the memory and the globals that it left.
//!
//! What belongs to the host does not survive: close at init the files that were
//! opened at init. What was read from it stays as it was: the seed of a `HashMap`
//! made at init, a point in time, a variable of the environment.
//!
//! # What the snapshot need not have
//!
//! Memory that was freed is left out by itself, where preinit knows the allocator. What is allocated
//! and holds nothing, [`erase`] makes free of charge. A language with a garbage collector should run it
//! at the end of init.
//!
//! A call that the program makes often can be made at init as well, `preinit --warm-up 'run(1)'`: then
//! everything that is built on first use is in the snapshot.
//!
//! # Commands, `cdylib`s and their constructors
//!
//! A binary crate becomes a command. Its `_start` needs no replacement: Rust has
//! no global constructors of its own, so `_start` of the snapshot leads to `main`
//! with the state of the statics kept.
//!
//! A `cdylib` for `wasm32-wasip1` has no `_initialize`. Instead the linker wraps
//! every export (`name.command_export`), `wizer-initialize` included, so that each
//! call runs the constructors of the module before and its destructors after. In
//! pure Rust that is harmless: these are those of the C library, and they touch
//! no static of yours. It is not harmless when C++ is linked in, or a crate
//! that registers constructors: then they run again in the snapshot, on each
//! call, over the state that was kept. Such a module needs something that calls
//! `__wasm_call_ctors` by name, which switches the wrappers off. In this case use
//! `PREINIT_INIT_REACTOR(f)` of `preinit.h`, in this package's `include` folder, in
//! place of [`init!`], with an `extern "C"` function of yours as `f`: it runs the
//! constructors at init, once. Link that C file as an object or with
//! `+whole-archive`, since no symbol of it is asked for. A plain run of the module
//! then has no constructors, unless the file also exports an `_initialize` that
//! calls `__wasm_call_ctors`.
#![no_std]

mod erase;
mod init;

pub use erase::erase;
