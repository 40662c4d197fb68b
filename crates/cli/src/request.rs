//! From resolved arguments to what the library is asked for: the files that they name are read.

use preinit_core::Error;
use preinit_engine::{Options, Preload, Wasi};
use preinit_host::{Config, Stdin};
use std::path::{Path, PathBuf};

use crate::input::{self, Source};
use crate::options::{GuestStdin, HiArgs, WasiArgs};
use crate::output::Destination;

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
        wasi: match &high.wasi {
            None => Wasi::Denied,
            Some(wasi) => allowed(wasi, ways(high))?,
        },
        preloads,
        preload_state: high.preload_state,
        supplies: high.supplies.clone(),
        internalize: high.internalize.clone(),
        scrub: high.scrub,
        layout: high.layout,
        limits: high.limits.clone(),
    })
}

/// All paths that the command line names: the next run looks them up again.
fn ways(high: &HiArgs) -> impl Iterator<Item = PathBuf> {
    let input = |source: &Source| match source {
        Source::File(path) => Some(path.clone()),
        Source::Stdin => None,
    };
    let output = match &high.destination {
        Destination::File(path) => Some(path.clone()),
        Destination::Stdout => None,
    };
    let inputs = [Some(&high.source), high.snapshot.as_ref()];
    let inputs = inputs.into_iter().flatten().filter_map(input);
    let preloads = high.preloads.iter().map(|preload| preload.path.clone());
    let wasi = high.wasi.iter().flat_map(|wasi| {
        let stdin = match &wasi.stdin {
            GuestStdin::File(path) => Some(path.clone()),
            GuestStdin::Closed | GuestStdin::Inherit => None,
        };
        stdin
            .into_iter()
            .chain(wasi.config.directories().map(Path::to_owned))
    });
    inputs.chain(output).chain(preloads).chain(wasi)
}

fn allowed(wasi: &WasiArgs, ways: impl Iterator<Item = PathBuf>) -> Result<Wasi, Error> {
    let stdin = match &wasi.stdin {
        GuestStdin::Closed => Stdin::Closed,
        GuestStdin::Inherit => Stdin::Inherit,
        GuestStdin::File(path) => Stdin::Bytes(input::read(&Source::File(path.clone()))?.into()),
    };
    let config = ways.fold(wasi.config.clone(), Config::way);
    Ok(Wasi::Allowed(Box::new(config.stdin(stdin))))
}
