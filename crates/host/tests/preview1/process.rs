//! Arguments, clocks, waiting, randomness, the end of the program, and what does not exist.

use std::time::Instant;

use preinit_host::{
    CLOCK_STEP_NS, Clock, Config, Function, Host, Mode, Random, Session, Stdin, Stop,
};

use crate::guest::*;

const START: u64 = 1_000_000_000_000;

fn fixed() -> Config {
    Config::new().clock(Clock::Fixed { realtime_ns: START })
}

#[test]
fn a_host_can_move_to_another_thread() {
    fn sendable<T: Send>() {}
    sendable::<Host>();
    sendable::<Session>();
    sendable::<Config>();
}

#[test]
fn arguments_and_environment_are_those_named_and_no_others() {
    let config = Config::new().args(["app", "x"]).env("A", "1").env("B", "");
    let mut guest = Guest::new(&config, Mode::Final);
    guest.ok("args_sizes_get", &[0, 4]);
    assert_eq!((guest.u32(0), guest.u32(4)), (2, 6));
    guest.ok("args_get", &[RESULT, TEXT]);
    assert_eq!(guest.bytes(TEXT, 6), b"app\0x\0");
    assert_eq!(u64::from(guest.u32(RESULT + 4)), TEXT + 4);
    guest.ok("environ_sizes_get", &[0, 4]);
    assert_eq!((guest.u32(0), guest.u32(4)), (2, 7));
    guest.ok("environ_get", &[RESULT, TEXT]);
    assert_eq!(guest.bytes(TEXT, 7), b"A=1\0B=\0");

    let mut bare = Guest::new(&Config::new(), Mode::Final);
    bare.ok("environ_sizes_get", &[0, 4]);
    assert_eq!((bare.u32(0), bare.u32(4)), (0, 0));
    assert_eq!(bare.call("fd_prestat_get", &[3, RESULT]), BADF);
}

#[test]
fn fixed_clocks_advance_by_reads_alone() {
    let mut guest = Guest::new(&fixed(), Mode::Final);
    for id in 0..4 {
        guest.ok("clock_res_get", &[id, RESULT]);
        assert_eq!(guest.u64(RESULT), CLOCK_STEP_NS);
    }
    let mut read = |id: u64| {
        guest.ok("clock_time_get", &[id, 0, RESULT]);
        guest.u64(RESULT)
    };
    assert_eq!(read(1), CLOCK_STEP_NS);
    assert_eq!(read(0), START + 2 * CLOCK_STEP_NS);
    assert_eq!(read(2), 3 * CLOCK_STEP_NS);
    assert_eq!(read(3), 4 * CLOCK_STEP_NS);
    assert_eq!(guest.call("clock_time_get", &[4, 0, RESULT]), INVAL);
    assert_eq!(guest.call("clock_res_get", &[4, RESULT]), INVAL);
    assert_eq!(guest.host.finish().unwrap().clock_reads, 4);
}

/// Subscriptions lie at `TEXT`, events at `BUFFER`.
fn subscribe_clock(guest: &mut Guest, index: u64, clock: u32, timeout: u64, absolute: bool) {
    let at = TEXT + 48 * index;
    guest.put_u64(at, 100 + index);
    guest.put_u64(at + 8, 0);
    guest.put_u32(at + 16, clock);
    guest.put_u64(at + 24, timeout);
    guest.put_u32(at + 40, u32::from(absolute));
}

fn subscribe_fd(guest: &mut Guest, index: u64, tag: u8, fd: u32) {
    let at = TEXT + 48 * index;
    guest.put_u64(at, 100 + index);
    guest.put_u64(at + 8, u64::from(tag));
    guest.put_u32(at + 16, fd);
}

/// User data, errno and kind of the events that fired.
fn poll(guest: &mut Guest, count: u64) -> Vec<(u64, u16, u8)> {
    guest.ok("poll_oneoff", &[TEXT, BUFFER, count, RESULT]);
    let fired = u64::from(guest.u32(RESULT));
    let event = |index: u64| {
        let at = BUFFER + 32 * index;
        let errno = u16::from_le_bytes(guest.bytes(at + 8, 2).try_into().unwrap());
        (guest.u64(at), errno, guest.bytes(at + 10, 1)[0])
    };
    (0..fired).map(event).collect()
}

#[test]
fn waiting_takes_no_time_and_advances_the_clocks() {
    const HOUR: u64 = 3_600_000_000_000;
    let began = Instant::now();
    let mut guest = Guest::new(&fixed(), Mode::Final);
    subscribe_clock(&mut guest, 0, 1, 2 * HOUR, false);
    subscribe_clock(&mut guest, 1, 1, HOUR, false);
    subscribe_clock(&mut guest, 2, 0, START + HOUR, true);
    assert_eq!(poll(&mut guest, 3), [(102, 0, 0)]);
    guest.ok("clock_time_get", &[0, 0, RESULT]);
    assert_eq!(guest.u64(RESULT), START + HOUR + CLOCK_STEP_NS);

    subscribe_clock(&mut guest, 0, 1, 5, true);
    subscribe_clock(&mut guest, 1, 9, HOUR, false);
    assert_eq!(poll(&mut guest, 2), [(100, 0, 0), (101, INVAL, 0)]);
    assert!(began.elapsed().as_secs() < 60);
}

#[test]
fn descriptors_are_ready_and_clocks_then_are_not_waited_for() {
    let config = fixed().stdin(Stdin::Bytes(b"x".as_slice().into()));
    let mut guest = Guest::new(&config, Mode::Tentative);
    subscribe_clock(&mut guest, 0, 1, 1_000_000_000, false);
    subscribe_fd(&mut guest, 1, 1, 0);
    subscribe_fd(&mut guest, 2, 2, 1);
    subscribe_fd(&mut guest, 3, 2, 77);
    assert_eq!(
        poll(&mut guest, 4),
        [(101, 0, 1), (102, 0, 2), (103, BADF, 2)]
    );
    guest.ok("clock_time_get", &[1, 0, RESULT]);
    assert!(guest.u64(RESULT) < 1_000_000_000);

    assert_eq!(guest.call("poll_oneoff", &[TEXT, BUFFER, 0, RESULT]), INVAL);
    assert_eq!(
        guest.call("poll_oneoff", &[TEXT, BUFFER, 1 << 26, RESULT]),
        FAULT
    );
    guest.put(TEXT + 8, &[9]);
    assert_eq!(guest.call("poll_oneoff", &[TEXT, BUFFER, 1, RESULT]), INVAL);
}

#[test]
fn events_may_overwrite_the_subscriptions_they_answer() {
    let mut guest = Guest::new(&fixed(), Mode::Final);
    for index in 0..8 {
        subscribe_fd(&mut guest, index, 2, 1);
    }
    guest.ok("poll_oneoff", &[TEXT, TEXT, 8, RESULT]);
    assert_eq!(guest.u32(RESULT), 8);
    for index in 0..8 {
        assert_eq!(guest.u64(TEXT + 32 * index), 100 + index);
    }
}

#[test]
fn the_host_clock_really_waits() {
    let mut guest = Guest::new(&Config::new().clock(Clock::Host), Mode::Final);
    subscribe_clock(&mut guest, 0, 1, 20_000_000, false);
    let began = Instant::now();
    assert_eq!(poll(&mut guest, 1), [(100, 0, 0)]);
    assert!(began.elapsed().as_millis() >= 20);
}

#[test]
fn randomness_follows_the_seed_and_is_recorded_by_caller() {
    let draw = |config: &Config| {
        let mut guest = Guest::new(config, Mode::Final);
        guest.ok("random_get", &[BUFFER, 32]);
        let first = guest.bytes(BUFFER, 32).to_vec();
        guest.caller = "hash_seed";
        guest.ok("random_get", &[BUFFER, 8]);
        guest.ok("random_get", &[BUFFER, 8]);
        let draws = guest.host.finish().unwrap().draws;
        let draws: Vec<_> = draws
            .iter()
            .map(|draw| (draw.caller.clone(), draw.function, draw.bytes, draw.calls))
            .collect();
        (first, draws)
    };
    let (one, draws) = draw(&Config::new().random(seed(1)));
    let (again, _) = draw(&Config::new().random(seed(1)));
    let (other, _) = draw(&Config::new().random(seed(2)));
    let (real, _) = draw(&Config::new().random(Random::Host));
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert_ne!(one, real);
    assert_eq!(
        draws,
        [
            ("main".to_owned(), "random_get", 32, 1),
            ("hash_seed".to_owned(), "random_get", 16, 2)
        ]
    );
}

#[test]
fn a_draw_outside_memory_is_not_a_draw() {
    let mut guest = Guest::new(&Config::new(), Mode::Final);
    assert_eq!(guest.call("random_get", &[65_530, 7]), FAULT);
    assert_eq!(guest.call("random_get", &[0, u64::from(u32::MAX)]), FAULT);
    assert!(guest.host.finish().unwrap().draws.is_empty());
}

#[test]
fn the_program_ends_with_its_status() {
    let mut guest = Guest::new(&Config::new(), Mode::Tentative);
    assert_eq!(guest.try_call("proc_exit", &[3]), Err(Stop::Exit(3)));
    let summary = guest.host.finish().unwrap();
    assert_eq!(summary.host_calls, [("proc_exit", 1)].into());
}

#[test]
fn there_are_no_signals_and_no_sockets() {
    let mut guest = Guest::new(&Config::new(), Mode::Final);
    guest.ok("sched_yield", &[]);
    assert_eq!(guest.call("proc_raise", &[6]), NOSYS);
    for (name, rest) in [
        ("sock_accept", 2),
        ("sock_recv", 5),
        ("sock_send", 4),
        ("sock_shutdown", 1),
    ] {
        let args = |fd| [vec![fd], vec![0; rest]].concat();
        assert_eq!(guest.call(name, &args(1)), NOTSOCK);
        assert_eq!(guest.call(name, &args(9)), BADF);
    }
}

/// What arguments look like when they are meant to do harm: small numbers, open descriptors, the ends of the
/// memory, of 32 bits and of 64.
const HOSTILE: [u64; 11] = [
    0,
    1,
    3,
    4,
    65_528,
    65_536,
    u32::MAX as u64 - 7,
    u32::MAX as u64,
    i64::MAX as u64,
    i64::MIN as u64,
    u64::MAX,
];

/// Calls every function with many combinations of hostile arguments; descriptor 4 is an open file.
fn attack(config: &Config, mode: Mode, rights: u64) {
    let count = HOSTILE.len() as u64;
    for function in Function::ALL {
        for pattern in 0..600_u64 {
            let mut guest = Guest::new(config, mode);
            assert_eq!(guest.open(3, "file", 0, rights), Ok(4));
            guest.memory.fill((pattern % 7) as u8);
            // Each parameter walks through the list at a pace of its own.
            let args: Vec<_> = (0..function.params().len() as u64)
                .map(|index| (pattern * (2 * index + 1) + pattern / count * index) % count)
                .map(|index| HOSTILE[index as usize])
                .collect();
            // 76 is the last error number there is.
            match guest.try_call(function.name(), &args) {
                Ok(errno) => assert!(errno <= 76, "{function:?} {args:?}"),
                Err(Stop::StartOver { .. }) => assert_eq!(mode, Mode::Tentative),
                Err(stop) => assert!(matches!(stop, Stop::Exit(_)), "{stop}"),
            }
        }
        let mut guest = Guest::new(config, mode);
        let other = guest.try_call(function.name(), &[0; 12]);
        assert_eq!(
            other,
            Ok(INVAL),
            "{function:?} takes any number of arguments"
        );
    }
}

#[test]
fn hostile_arguments_neither_panic_nor_leave_a_trace_of_a_tentative_run() {
    let scratch = tempfile::tempdir().unwrap();
    std::fs::write(scratch.path().join("file"), b"content").unwrap();
    let config = fixed().args(["app"]).env("A", "1").dir(scratch.path(), "/");
    attack(&config, Mode::Tentative, FD_READ | FD_WRITE);
    let left: Vec<_> = std::fs::read_dir(scratch.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(
        std::fs::read(scratch.path().join("file")).unwrap(),
        b"content"
    );
}

#[test]
fn hostile_arguments_stay_in_the_directory_in_a_final_run() {
    let scratch = tempfile::tempdir().unwrap();
    let inside = scratch.path().join("inside");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(inside.join("file"), b"content").unwrap();
    attack(&fixed().dir(&inside, "/"), Mode::Final, FD_READ);
    let left: Vec<_> = std::fs::read_dir(scratch.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(std::fs::read(inside.join("file")).unwrap(), b"content");
}
