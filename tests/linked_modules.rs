//! The linking property, briefly; `PREINIT_FUZZ_CASES=N` tries N seeds.

use libtest_mimic::{Failed, Trial};
use preinit_testkit::linking::{Shares, check_seed};

/// Seeds in an ordinary run.
const CASES: u64 = 250;

/// The test.
pub(crate) fn trial() -> Trial {
    Trial::test("linking", run)
}

fn run() -> Result<(), Failed> {
    let cases = match std::env::var("PREINIT_FUZZ_CASES") {
        Ok(count) => count
            .parse()
            .map_err(|_| "PREINIT_FUZZ_CASES is not a number")?,
        Err(_) => CASES,
    };
    let mut shares = Shares::default();
    let mut failures = Vec::new();
    for seed in 0..cases {
        failures.extend(check_seed(seed, &mut shares).err());
    }
    eprintln!("{shares}");
    if let Some(first) = failures.first() {
        return Err(format!("{} seeds fail:\n{first}", failures.len()).into());
    }
    Ok(())
}
