//! Standard input and output, and what a tentative run holds back.

use preinit_host::{Config, Mode, Sink, Stdin, Stop};

use crate::guest::*;

#[test]
fn output_reaches_its_sink_from_several_buffers() {
    let (config, output) = printing(Config::new());
    let config = config.stderr(Sink::Buffer(output.clone()));
    let mut guest = Guest::new(&config, Mode::Final);
    guest.put(BUFFER, b"hello world");
    let [vector, count] = guest.vector(&[(BUFFER as u32, 6), (0, 0), (BUFFER as u32 + 6, 5)]);
    guest.ok("fd_write", &[1, vector, count, RESULT]);
    assert_eq!(guest.u32(RESULT), 11);
    guest.write(2, b"!");
    assert_eq!(output.contents(), b"hello world!");
    assert_eq!(guest.read(1, 4), Err(BADF));
}

#[test]
fn a_tentative_run_that_is_dropped_printed_nothing() {
    let (config, output) = printing(Config::new());
    let mut guest = Guest::new(&config, Mode::Tentative);
    guest.write(1, b"lost");
    drop(guest);
    let mut guest = Guest::new(&config, Mode::Tentative);
    guest.write(1, b"kept");
    assert_eq!(output.contents(), b"");
    guest.host.finish().unwrap();
    assert_eq!(output.contents(), b"kept");
}

#[test]
fn a_tentative_run_holds_back_16_mib_and_then_starts_over() {
    let (config, output) = printing(Config::new());
    let mut guest = Guest::new(&config, Mode::Tentative);
    let [vector, count] = guest.vector(&[(0, 32_768); 32]);
    for _ in 0..16 {
        guest.ok("fd_write", &[1, vector, count, RESULT]);
    }
    let stop = guest.try_write(1, b"x").unwrap_err();
    assert!(matches!(stop, Stop::StartOver { .. }));
    assert_eq!(
        stop.to_string(),
        "the run has to start over because the guest is about to write more than 16 MiB of output"
    );
    // What is discarded need not be held back.
    guest.write(2, b"x");
    assert_eq!(output.contents(), b"");
}

#[test]
fn input_is_read_to_its_end() {
    let config = Config::new().stdin(Stdin::Bytes(b"some input".as_slice().into()));
    let mut guest = Guest::new(&config, Mode::Final);
    assert_eq!(guest.read(0, 4), Ok(b"some".to_vec()));
    assert_eq!(guest.read(0, 400), Ok(b" input".to_vec()));
    assert_eq!(guest.read(0, 4), Ok(Vec::new()));
    assert_eq!(guest.host.finish().unwrap().stdin_bytes, 10);

    let mut closed = Guest::new(&Config::new(), Mode::Final);
    assert_eq!(closed.read(0, 4), Ok(Vec::new()));
    let [vector, count] = closed.vector(&[(BUFFER as u32, 1)]);
    assert_eq!(closed.call("fd_write", &[0, vector, count, RESULT]), BADF);
}

#[test]
fn streams_are_neither_terminals_nor_files() {
    let mut guest = Guest::new(&Config::new(), Mode::Final);
    for fd in 0..3 {
        guest.ok("fd_fdstat_get", &[fd, BUFFER]);
        assert_eq!(guest.bytes(BUFFER, 1), [0]);
        guest.ok("fd_filestat_get", &[fd, BUFFER]);
        assert_eq!((guest.filestat().1, guest.filestat().2), (0, 0));
        assert_eq!(guest.call("fd_seek", &[fd, 0, 0, RESULT]), SPIPE);
        assert_eq!(guest.call("fd_tell", &[fd, RESULT]), SPIPE);
        assert_eq!(guest.call("fd_pread", &[fd, 0, 0, 0, RESULT]), SPIPE);
        assert_eq!(guest.call("fd_pwrite", &[fd, 0, 0, 0, RESULT]), SPIPE);
        assert_eq!(
            guest.call("fd_readdir", &[fd, BUFFER, 64, 0, RESULT]),
            NOTDIR
        );
        assert_eq!(guest.call("fd_filestat_set_times", &[fd, 0, 0, 1]), BADF);
        guest.ok("fd_sync", &[fd]);
        guest.ok("fd_datasync", &[fd]);
    }
}

#[test]
fn a_bad_buffer_fails_before_anything_is_printed() {
    let (config, output) = printing(Config::new());
    let mut guest = Guest::new(&config, Mode::Final);
    let [vector, count] = guest.vector(&[(BUFFER as u32, 4), (65_535, 2)]);
    assert_eq!(guest.call("fd_write", &[1, vector, count, RESULT]), FAULT);
    assert_eq!(guest.call("fd_write", &[1, vector, 1 << 31, RESULT]), FAULT);
    assert_eq!(guest.call("fd_write", &[1, vector, 1, 65_533]), FAULT);
    assert_eq!(guest.call("fd_write", &[9, vector, 1, RESULT]), BADF);
    assert_eq!(output.contents(), b"");
}

#[test]
fn input_that_overwrites_its_own_vector_stays_in_memory() {
    let config = Config::new().stdin(Stdin::Bytes(vec![0xff; 64].into()));
    let mut guest = Guest::new(&config, Mode::Final);
    // The first buffer is the vector itself, so that the second one then lies outside the memory.
    let [vector, count] = guest.vector(&[(64, 16), (BUFFER as u32, 16)]);
    guest.ok("fd_read", &[0, vector, count, RESULT]);
    assert_eq!(guest.u32(RESULT), 16);
}

#[test]
fn a_stream_can_be_replaced() {
    let (config, output) = printing(Config::new());
    let mut guest = Guest::new(&config, Mode::Final);
    guest.ok("fd_renumber", &[1, 2]);
    assert_eq!(guest.try_write(1, b"x"), Ok(BADF));
    guest.write(2, b"y");
    assert_eq!(output.contents(), b"y");
    guest.ok("fd_close", &[2]);
    assert_eq!(guest.call("fd_close", &[2]), BADF);
}
