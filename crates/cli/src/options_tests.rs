//! How arguments combine.

use super::*;
use crate::parse::parse;

fn low(line: &str) -> LowArgs {
    let words = std::iter::once("preinit").chain(line.split_whitespace());
    parse(words.map(OsString::from)).unwrap_or_else(|stop| panic!("{line}: {stop:?}"))
}

fn with(line: &str, env: &[(&str, &str)]) -> Result<HiArgs, Error> {
    let around = Surroundings {
        env: env
            .iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        ..Surroundings::default()
    };
    HiArgs::resolve(&low(line), &around)
}

fn config(line: &str, env: &[(&str, &str)]) -> String {
    let high = with(line, env).unwrap_or_else(|error| panic!("{line}: {error}"));
    format!("{:?}", high.wasi.expect(line).config)
}

fn refused(line: &str) -> Error {
    with(line, &[]).map(|_| ()).expect_err(line)
}

#[test]
fn wasi_is_allowed_by_either_spelling() {
    for (line, allowed) in [
        ("a", false),
        ("--dir . a", false),
        ("--allow-wasi a", true),
        ("--allow-wasi=false a", false),
        ("-S cli a", true),
        ("-S common a", true),
        ("-S cli=n a", false),
        ("-S cli --allow-wasi a", true),
    ] {
        assert_eq!(with(line, &[]).unwrap().wasi.is_some(), allowed, "{line}");
    }
}

#[test]
fn calls_of_f_are_init_functions_wherever_they_stand() {
    for line in ["-f setup(3) -f warm_up a", "-f warm_up -f setup(3) a"] {
        let policy = with(line, &[]).unwrap().policy;
        assert_eq!(policy.inits().len(), 2, "{line}");
        assert!(policy.warm_ups().is_empty(), "{line}");
    }
}

#[test]
fn contradictions_name_both_options() {
    for (line, one, other) in [
        ("--allow-wasi -S cli=n a", "--allow-wasi", "-S cli"),
        ("--fuel 1 -W fuel=2 a", "--fuel", "-W fuel"),
        ("--timeout 1 -W timeout=2s a", "--timeout", "-W timeout"),
        (
            "--max-memory 1M -W max-memory-size=1 a",
            "--max-memory",
            "-W max-memory-size",
        ),
        (
            "--max-wasm-stack 1M -W max-wasm-stack=1 a",
            "--max-wasm-stack",
            "-W max-wasm-stack",
        ),
        (
            "-S cli,inherit-env=n --inherit-env a",
            "--inherit-env",
            "-S inherit-env",
        ),
        (
            "-S cli,inherit-stdin --inherit-stdio=false a",
            "--inherit-stdio",
            "-S inherit-stdin",
        ),
        (
            "--allow-wasi --dir x::/ --mapdir /::y a",
            "`/`",
            "directories",
        ),
        (
            "--preload env=a.wat --preload env=b.wat a",
            "`env`",
            "--preload",
        ),
        ("--allow-wasi --stdin - -", "standard input", "both"),
    ] {
        let error = refused(line);
        assert_eq!(error.kind(), ErrorKind::Policy, "{line}");
        let message = error.to_string();
        assert!(
            message.contains(one) && message.contains(other),
            "{line}: {message}"
        );
    }
}

#[test]
fn limits_come_from_either_spelling() {
    let ours = with(
        "--fuel 7 --timeout 100ms --max-memory 1M --max-wasm-stack 64K a",
        &[],
    )
    .unwrap();
    let theirs = with(
        "-W fuel=7,timeout=100ms,max-memory-size=1048576,max-wasm-stack=65536 a",
        &[],
    );
    assert_eq!(
        format!("{:?}", ours.limits),
        format!("{:?}", theirs.unwrap().limits)
    );
    assert_eq!(ours.limits.fuel, Some(7));
    assert_eq!(ours.limits.memory, 1 << 20);
    assert_eq!(ours.limits.wasm_stack, 1 << 16);
    let unlimited = with("a", &[]).unwrap().limits;
    let documented = with("--max-memory 8G --max-wasm-stack 4M a", &[]).unwrap();
    assert_eq!(format!("{unlimited:?}"), format!("{:?}", documented.limits));
    assert_eq!((unlimited.fuel, unlimited.timeout), (None, None));
}

#[test]
fn the_streams_go_where_the_module_does_not() {
    for (line, stdin, stdout, stderr) in [
        ("-S cli a -o b", GuestStdin::Inherit, "Stdout", "Stderr"),
        ("-S cli a", GuestStdin::Inherit, "Stderr", "Stderr"),
        ("-S cli a -o -", GuestStdin::Inherit, "Stderr", "Stderr"),
        (
            "-S cli a -o /dev/stdout",
            GuestStdin::Inherit,
            "Stderr",
            "Stderr",
        ),
        ("-S cli - -o b", GuestStdin::Closed, "Stdout", "Stderr"),
        (
            "-S cli /dev/stdin -o b",
            GuestStdin::Closed,
            "Stdout",
            "Stderr",
        ),
        ("-S cli", GuestStdin::Closed, "Stderr", "Stderr"),
        (
            "-S cli a -o b --inherit-stdio=false",
            GuestStdin::Closed,
            "Discard",
            "Discard",
        ),
        (
            "-S cli,inherit-stdout=n a -o b",
            GuestStdin::Inherit,
            "Discard",
            "Stderr",
        ),
        (
            "-S cli,inherit-stderr=n a -o b",
            GuestStdin::Inherit,
            "Stdout",
            "Discard",
        ),
        (
            "-S cli,inherit-stdin=n a -o b",
            GuestStdin::Closed,
            "Stdout",
            "Stderr",
        ),
        (
            "-S cli - -o b --stdin in",
            GuestStdin::File("in".into()),
            "Stdout",
            "Stderr",
        ),
        (
            "-S cli a -o b --stdin -",
            GuestStdin::Inherit,
            "Stdout",
            "Stderr",
        ),
    ] {
        if line.contains("/dev/stdout") && !cfg!(unix) {
            continue;
        }
        let wasi = with(line, &[]).unwrap().wasi.unwrap();
        let config = format!("{:?}", wasi.config);
        assert_eq!(wasi.stdin, stdin, "{line}");
        assert!(
            config.contains(&format!("stdout: {stdout}")),
            "{line}: {config}"
        );
        assert!(
            config.contains(&format!("stderr: {stderr}")),
            "{line}: {config}"
        );
    }
}

#[test]
fn the_environment_holds_what_was_named() {
    let env = [("B", "1"), ("A", "2")];
    for (line, want) in [
        ("-S cli a", r"env: []"),
        (
            "-S cli --env X=1 --env Y= a",
            r#"env: [("X", "1"), ("Y", "")]"#,
        ),
        ("-S cli --env A --env MISSING a", r#"env: [("A", "2")]"#),
        ("-S cli --inherit-env a", r#"env: [("A", "2"), ("B", "1")]"#),
        ("-S cli,inherit-env a", r#"env: [("A", "2"), ("B", "1")]"#),
        (
            "-S cli --inherit-env --env A=3 a",
            r#"env: [("B", "1"), ("A", "3")]"#,
        ),
        ("-S cli --env X=1 --env X=2 a", r#"env: [("X", "2")]"#),
    ] {
        let config = config(line, &env);
        assert!(config.contains(want), "{line}: {config}");
    }
}

#[test]
fn arguments_follow_a_constant_name() {
    assert!(config("-S cli a.wasm", &[]).contains("args: []"));
    let two = config("-S cli a.wasm --arg x --arg=-y", &[]);
    assert!(two.contains(r#"args: ["main.wasm", "x", "-y"]"#), "{two}");
}

#[test]
fn the_clock_starts_at_source_date_epoch() {
    let at = |line, value| config(line, &[("SOURCE_DATE_EPOCH", value)]);
    let default = format!("clock: Fixed {{ realtime_ns: {DEFAULT_REALTIME_NS} }}");
    assert!(at("-S cli a", "1").contains("clock: Fixed { realtime_ns: 1000000000 }"));
    assert!(at("-S cli a", "").contains(&default));
    assert!(at("-S cli --wasi-clock host a", "x").contains("clock: Host"));
    for bad in ["x", "-1", "18446744073709551615"] {
        let error = with("-S cli a", &[("SOURCE_DATE_EPOCH", bad)])
            .map(|_| ())
            .expect_err(bad);
        assert!(error.to_string().contains(bad), "{error}");
        assert!(
            with("a", &[("SOURCE_DATE_EPOCH", bad)]).is_ok(),
            "unused, so not read: {bad}"
        );
    }
}

#[test]
fn a_terminal_is_neither_input_nor_output() {
    let stdin = Surroundings {
        stdin_is_terminal: true,
        ..Surroundings::default()
    };
    let stdout = Surroundings {
        stdout_is_terminal: true,
        ..Surroundings::default()
    };
    for (line, around, ok) in [
        ("", &stdin, false),
        ("-", &stdin, true),
        ("a", &stdin, true),
        ("a", &stdout, false),
        ("a -o -", &stdout, false),
        ("a -o b", &stdout, true),
    ] {
        let resolved = HiArgs::resolve(&low(line), around);
        assert_eq!(resolved.is_ok(), ok, "{line}");
        if let Err(error) = resolved {
            assert_eq!(error.kind(), ErrorKind::Policy, "{line}");
            assert!(error.hint().is_some(), "{line}");
        }
    }
}

#[test]
fn grants_without_wasi_are_remembered() {
    let high = with("--dir d --env A=1 --arg x a", &[]).unwrap();
    assert_eq!(
        high.warnings,
        ["without effect unless `--allow-wasi` is given: `--dir`, `--env`, `--arg`"]
    );
    let high = with("-S cli --dir d a", &[]).unwrap();
    assert!(high.warnings.is_empty());
}

#[test]
fn the_view_follows_terminal_and_options() {
    let terminal = Surroundings {
        stderr_is_terminal: true,
        ..Surroundings::default()
    };
    let mut bland = terminal.clone();
    bland.env.push(("NO_COLOR".into(), "1".into()));
    let view = |line, around| View::new(&low(line), around);
    assert!(view("a", &terminal).color && view("a", &terminal).progress);
    assert!(!view("a", &bland).color && view("a", &bland).progress);
    assert!(view("a --color=always", &bland).color);
    assert!(!view("a --color=never", &terminal).color);
    let none = Surroundings::default();
    assert!(!view("a", &none).color && !view("a", &none).progress && !view("a", &none).summary);
    assert!(view("a -v", &none).summary);
    let quiet = view("a -q", &terminal);
    assert!(!quiet.progress && !quiet.warnings && !quiet.summary);
}
