//! What calls cost, and that none of them goes on without end.

use std::time::{Duration, Instant};

use preinit_host::{Clock, Config, Deadline, Mode, Sink, Stdin, Stop};

use crate::guest::*;

const MANY: u64 = 1 << 40;
/// Larger than any chunk in which a call works.
const LARGE: u32 = 1 << 20;
/// Where what is large lies.
const AT: u64 = 65_536;

fn guest(config: &Config, mode: Mode, deadline: Deadline, budget: u64) -> Guest {
    Guest::new(config, mode).with(8 << 20, deadline, budget)
}

/// Calls that work through much, and the least that each must cost.
fn large(guest: &mut Guest, dir: u64) -> Vec<(&'static str, Vec<u64>, u64)> {
    // The buffers may overlap: a vector of a page stands for a gigabyte.
    let [vector, many] = guest.vector(&[(AT as u32, LARGE); 100]);
    let bytes = u64::from(LARGE);
    let random = (bytes, bytes / 64);
    // Subscriptions to clocks, with a timeout of zero.
    let subscriptions = bytes / 48;
    vec![
        ("random_get", vec![AT, random.0], random.1),
        ("fd_read", vec![0, vector, many, RESULT], many * bytes / 64),
        ("fd_write", vec![1, vector, many, RESULT], many * bytes / 64),
        ("fd_write", vec![1, AT, bytes / 8, RESULT], bytes / 8),
        (
            "poll_oneoff",
            vec![AT, AT, subscriptions, RESULT],
            2 * subscriptions,
        ),
        ("fd_readdir", vec![dir, AT, bytes, 0, RESULT], 16 * 50),
        ("path_open", vec![dir, 0, AT, 1, 0, 0, 0, 0, RESULT], 64),
        ("environ_get", vec![RESULT, AT], 100_000 / 64),
    ]
}

fn config(scratch: &tempfile::TempDir) -> Config {
    for name in 0..50 {
        std::fs::write(scratch.path().join(name.to_string()), "").unwrap();
    }
    Config::new()
        .stdin(Stdin::Bytes(vec![7; 100 * LARGE as usize].into()))
        .stdout(Sink::Discard)
        .env("LONG", "x".repeat(100_000))
        .dir(scratch.path(), "/")
}

#[test]
fn calls_cost_what_they_handle() {
    let scratch = tempfile::tempdir().unwrap();
    let config = config(&scratch);
    let calls = large(&mut guest(&config, Mode::Final, Deadline::NEVER, MANY), 3);
    for (name, args, least) in calls {
        let cost = |mode| {
            let mut guest = guest(&config, mode, Deadline::NEVER, MANY);
            large(&mut guest, 3);
            let _ = guest.call(name, &args);
            MANY - guest.host.budget()
        };
        let first = cost(Mode::Final);
        assert!(
            (least..2 * least + 2_000).contains(&first),
            "{name}: {first}"
        );
        // No machine, mode or moment makes it another.
        assert_eq!(cost(Mode::Tentative), first, "{name}");
    }
}

#[test]
fn a_call_that_can_not_be_paid_for_ends_the_run() {
    let scratch = tempfile::tempdir().unwrap();
    let config = config(&scratch);
    let calls = large(&mut guest(&config, Mode::Final, Deadline::NEVER, MANY), 3);
    for (name, args, least) in calls {
        let mut guest = guest(&config, Mode::Tentative, Deadline::NEVER, least - 1);
        large(&mut guest, 3);
        assert_eq!(
            guest.try_call(name, &args),
            Err(Stop::OutOfBudget),
            "{name}"
        );
        assert_eq!(guest.host.budget(), 0);
    }
}

#[test]
fn no_call_begins_when_the_time_is_over() {
    let scratch = tempfile::tempdir().unwrap();
    let config = config(&scratch);
    let over = Deadline::new(Instant::now(), Duration::ZERO);
    let calls = large(&mut guest(&config, Mode::Final, over, MANY), 3);
    for (name, args, _) in calls {
        let mut guest = guest(&config, Mode::Final, over, MANY);
        large(&mut guest, 3);
        assert_eq!(guest.try_call(name, &args), Err(Stop::OutOfTime), "{name}");
    }
}

#[test]
fn a_real_wait_ends_with_the_time() {
    let soon = Deadline::new(Instant::now(), Duration::from_millis(5));
    let config = Config::new().clock(Clock::Host);
    let mut guest = guest(&config, Mode::Final, soon, MANY);
    guest.put_u64(AT + 24, u64::MAX);
    let poll = guest.try_call("poll_oneoff", &[AT, BUFFER, 1, RESULT]);
    assert_eq!(poll, Err(Stop::OutOfTime));
}

/// A path of gigabytes is refused for its length, before any of it is looked at.
#[test]
fn what_is_too_long_for_a_path_is_not_copied() {
    let scratch = tempfile::tempdir().unwrap();
    let mut guest = guest(&config(&scratch), Mode::Final, Deadline::NEVER, MANY);
    let length = 7 << 20;
    let open = [3, 0, AT, length, 0, 0, 0, 0, RESULT];
    assert_eq!(guest.call("path_open", &open), NAMETOOLONG);
    assert_eq!(
        guest.call("path_unlink_file", &[3, AT, length]),
        NAMETOOLONG
    );
    assert!(MANY - guest.host.budget() < 200);
}
