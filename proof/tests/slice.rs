//! A slice of what the command `proof` runs: short enough for every day.

use preinit_proof::fuzz::case::{Outcome, run, run_with};
use preinit_proof::fuzz::changes::Change;
use preinit_proof::fuzz::command::cases;
use preinit_proof::spec::command::outcomes;
use preinit_proof::spec::results::Results;
use preinit_proof::spec::suite::scripts;

/// Scripts with more text take most of the time of a whole run.
const LONGEST: usize = 40_000;

#[test]
fn restored_at_every_cut_scripts_go_on_as_the_kept_results_say() {
    let mut chosen = scripts();
    let all = chosen.len();
    chosen.retain(|(_, text)| text.len() <= LONGEST);
    assert!(chosen.len() * 4 > all * 3, "{} of {all}", chosen.len());

    let outcomes = outcomes(&chosen, 2).unwrap();
    let wrong: Vec<&String> = outcomes.iter().flat_map(|outcome| &outcome.wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let now = Results {
        rows: outcomes.into_iter().map(|outcome| outcome.row).collect(),
    };
    let kept = Results::read().unwrap();
    assert_eq!(now.differences(&kept), [""; 0], "`proof spec --write`");
}

#[test]
fn every_script_is_kept() {
    let kept = Results::read().unwrap();
    let kept: Vec<&str> = kept.rows.iter().map(|row| row.name.as_str()).collect();
    let scripts = scripts();
    let names: Vec<&str> = scripts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(kept, names);
}

#[test]
fn random_modules_go_on_where_they_were_snapshotted() {
    let report = cases(0, 600, 2).unwrap();
    assert!(report.differences.is_empty(), "{:#?}", report.differences);
    let tally = report.tally;
    let percent = |count: u64| count * 100 / tally.cases;
    assert!(percent(tally.ran_init) >= 85, "{tally:#?}");
    assert!(percent(tally.changed_one_of_these) >= 50, "{tally:#?}");
}

#[test]
fn an_original_in_the_place_of_its_snapshot_is_noticed() {
    let (mut changed, mut noticed) = (0, 0);
    for seed in 0..200 {
        let Ok(Outcome::Same { changed: of_it, .. }) = run(seed) else {
            continue;
        };
        // A segment that was dropped shows only if something uses it again.
        if of_it.iter().any(|change| *change != Change::Segment) {
            changed += 1;
            noticed += u32::from(run_with(seed, |original, _| original.to_vec()).is_err());
        }
    }
    assert!(
        changed >= 100 && noticed == changed,
        "{noticed} of {changed}"
    );
}
