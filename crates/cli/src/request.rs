//! From resolved arguments to what the library is asked for: the files that they name are read.

use preinit_core::Error;
use preinit_engine::{Options, Preload, Wasi};
use preinit_host::Stdin;

use crate::input::{self, Source};
use crate::options::{GuestStdin, HiArgs, WasiArgs};

/// The engine's options: the arguments, with the files that they name read.
pub(crate) fn request(high: &HiArgs) -> Result<Options, Error> {
    let preloads = high
        .preloads
        .iter()
        .map(|preload| {
            Ok(Preload {
                name: preload.name.clone(),
                wasm: input::read_module(&Source::File(preload.path.clone()))?,
            })
        })
        .collect::<Result<_, Error>>()?;
    Ok(Options {
        policy: high.policy.clone(),
        engine: high.engine,
        wasi: high.wasi.as_ref().map_or(Ok(Wasi::Denied), allowed)?,
        preloads,
        preload_state: high.preload_state,
        supplies: high.supplies.clone(),
        internalize: high.internalize.clone(),
        scrub: high.scrub,
        layout: high.layout,
        limits: high.limits.clone(),
    })
}

fn allowed(wasi: &WasiArgs) -> Result<Wasi, Error> {
    let stdin = match &wasi.stdin {
        GuestStdin::Closed => Stdin::Closed,
        GuestStdin::Inherit => Stdin::Inherit,
        GuestStdin::File(path) => Stdin::Bytes(input::read(&Source::File(path.clone()))?.into()),
    };
    Ok(Wasi::Allowed(Box::new(wasi.config.clone().stdin(stdin))))
}
