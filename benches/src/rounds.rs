//! The order in which samples are taken.

use crate::args::Args;
use crate::variant::Variant;
use preinit_wasmtime::wasmtime::{Engine, Result};
use std::io::Write;
use std::time::Instant;

/// Checks every variant, then measures them in turns and prints each sample.
///
/// In a round every variant has one turn, so that what slows the machine down for a while slows all of
/// them. A turn begins with a sample that doesn't count: it starts with the caches as another variant
/// left them. The order turns round every time, so that no variant always follows the same one.
pub(crate) fn run(args: &Args, out: &mut impl Write) -> Result<()> {
    let engine = Engine::default();
    let mut variants = vec![Variant::original(&engine, args)?];
    for (name, path) in &args.snapshot {
        variants.push(Variant::snapshot(&engine, name, path, args)?);
    }
    for variant in &variants {
        variant.check()?;
    }
    for round in 0..args.rounds {
        for variant in &variants {
            turn(variant, round, args, out)?;
        }
        variants.reverse();
    }
    out.flush()?;
    Ok(())
}

fn turn(variant: &Variant<'_>, round: u32, args: &Args, out: &mut impl Write) -> Result<()> {
    variant.sample()?;
    let begin = Instant::now();
    let mut taken = 0;
    while taken < args.least || (taken < args.most && begin.elapsed() < args.turn) {
        let sample = variant.sample()?;
        writeln!(out, "{},{round},{}", variant.name, sample.as_nanos())?;
        taken += 1;
    }
    Ok(())
}
