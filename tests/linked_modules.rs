//! The linking properties, briefly; `PREINIT_FUZZ_CASES=N` tries N seeds.

use libtest_mimic::{Failed, Trial};
use preinit_testkit::linking::{Shares, check_internalized, check_seed, check_started};

/// Seeds in an ordinary run.
const CASES: u64 = 250;

type Check = fn(u64, &mut Shares) -> Result<(), String>;

/// One test for each property.
pub(crate) fn trials() -> Vec<Trial> {
    // Of 5,000 seeds for the first and the last, 72 and 91 % were compared, of 250 for the other 88 %.
    let checks: [(&str, Check, u64); 3] = [
        ("linking/merged", check_seed, 60),
        ("linking/started", check_started, 60),
        ("linking/internalized", check_internalized, 60),
    ];
    checks
        .into_iter()
        .map(|(name, check, percent)| Trial::test(name, move || run(check, percent)))
        .collect()
}

/// `least`: the percentage of modules that must be compared.
fn run(check: Check, least: u64) -> Result<(), Failed> {
    let cases = match std::env::var("PREINIT_FUZZ_CASES") {
        Ok(count) => count
            .parse()
            .map_err(|_| "PREINIT_FUZZ_CASES is not a number")?,
        Err(_) => CASES,
    };
    let mut shares = Shares::default();
    let mut failures = Vec::new();
    for seed in 0..cases {
        failures.extend(check(seed, &mut shares).err());
    }
    eprintln!("{shares}");
    if let Some(first) = failures.first() {
        return Err(format!("{} seeds fail:\n{first}", failures.len()).into());
    }
    if shares.compared * 100 < shares.modules * least {
        return Err(format!("fewer than {least} % tested anything: {shares}").into());
    }
    Ok(())
}
