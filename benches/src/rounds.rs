//! The order in which samples are taken.

use crate::args::Args;
use crate::engines::Engine;
use crate::faults::Faults;
use crate::variant::{Sample, Variant};
use std::io::Write;
use std::time::Instant;
use wasmtime::Result;

/// Checks every variant, then measures them in turns and prints each sample.
///
/// In a round every variant has one turn, so that what slows the machine down for a while slows all of
/// them. A turn begins with a sample that doesn't count: it starts with the caches as another variant
/// left them. Only where that one has taken longer than a turn it is all there is of it: caches are no
/// matter then. The order turns round every time, so that no variant always follows the same one.
pub(crate) fn run<E: Engine>(engine: &E, args: &Args, out: &mut impl Write) -> Result<()> {
    let faults = Faults::of_this_thread();
    let mut variants = Vec::new();
    if let Some(path) = &args.original {
        variants.push(Variant::original(engine, path, args)?);
    }
    for (name, path) in &args.snapshot {
        variants.push(Variant::snapshot(engine, name, path, args)?);
    }
    for variant in &variants {
        variant.check()?;
    }
    for round in 0..args.rounds {
        for variant in &variants {
            for sample in turn(variant, args, &faults)? {
                write_line(out, variant.name, round, sample)?;
            }
        }
        variants.reverse();
    }
    out.flush()?;
    Ok(())
}

fn turn<E: Engine>(variant: &Variant<'_, E>, args: &Args, faults: &Faults) -> Result<Vec<Sample>> {
    let first = variant.sample(faults)?;
    if first.first >= args.turn {
        return Ok(vec![first]);
    }
    // Room is made before the samples: what they find in the allocator does not change from one to another.
    let mut samples = Vec::with_capacity(args.most as usize);
    let begin = Instant::now();
    while samples.len() < args.least as usize
        || (samples.len() < args.most as usize && begin.elapsed() < args.turn)
    {
        samples.push(variant.sample(faults)?);
    }
    Ok(samples)
}

fn write_line(out: &mut impl Write, name: &str, round: u32, sample: Sample) -> Result<()> {
    let (instantiate, first) = (sample.instantiate.as_nanos(), sample.first.as_nanos());
    write!(out, "{name},{round},{instantiate},{first},")?;
    match sample.faults {
        Some(faults) => writeln!(out, "{faults}")?,
        None => writeln!(out)?,
    }
    Ok(())
}
