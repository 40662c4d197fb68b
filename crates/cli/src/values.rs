//! The values that options take: switches, sizes, durations and pairs. Each parser says what it expected.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::time::Duration;

use preinit_host::Preopen;

/// `true`/`false`, or as the incumbents' option groups spell it, `y`/`n` and `yes`/`no`.
pub(crate) fn switch(text: &str) -> Result<bool, String> {
    match text {
        "true" | "y" | "yes" => Ok(true),
        "false" | "n" | "no" => Ok(false),
        _ => Err("expected `true` or `false`".into()),
    }
}

/// A count: decimal or `0x` hexadecimal, `_` between digits.
pub(crate) fn count(text: &str) -> Result<u64, String> {
    digits(text).ok_or_else(|| "expected a number below 2^64, such as `100000` or `0xffff`".into())
}

/// A size in bytes: a count, or one with the suffix `K`, `M`, `G` or `T` (powers of 1024; `KiB` and `KB` mean
/// the same).
pub(crate) fn size(text: &str) -> Result<u64, String> {
    const UNITS: [(char, u32); 4] = [('k', 10), ('m', 20), ('g', 30), ('t', 40)];
    let expected =
        || "expected a number of bytes below 2^64, such as `65536`, `512K` or `2G`".into();
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("0x") {
        return digits(&lower).ok_or_else(expected);
    }
    let bare = lower
        .strip_suffix("ib")
        .or_else(|| lower.strip_suffix('b'))
        .unwrap_or(&lower);
    for (letter, shift) in UNITS {
        if let Some(number) = bare.strip_suffix(letter) {
            return digits(number)
                .and_then(|number| number.checked_mul(1 << shift))
                .ok_or_else(expected);
        }
    }
    digits(&lower).ok_or_else(expected)
}

/// A count that fits the address space of this machine.
pub(crate) fn machine_count(text: &str) -> Result<usize, String> {
    usize::try_from(count(text)?).map_err(|_| "more than this machine can address".into())
}

/// A size in bytes that fits the address space of this machine.
pub(crate) fn machine_size(text: &str) -> Result<usize, String> {
    usize::try_from(size(text)?).map_err(|_| "more than this machine can address".into())
}

fn digits(text: &str) -> Option<u64> {
    let plain = text.replace('_', "");
    // `from_str_radix` would take a sign.
    if plain.starts_with('+') {
        return None;
    }
    match plain
        .strip_prefix("0x")
        .or_else(|| plain.strip_prefix("0X"))
    {
        Some(hex) if !hex.starts_with('+') => u64::from_str_radix(hex, 16).ok(),
        Some(_) => None,
        None => plain.parse().ok(),
    }
}

/// A duration: seconds (`1`, `0.5`), or numbers with units one after the other (`100ms`, `1m 30s`).
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let expected = || "expected a duration such as `2s`, `100ms` or `1` (seconds)".to_owned();
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    if rest.is_empty() {
        return Err(expected());
    }
    while !rest.is_empty() {
        let number_len = prefix_len(rest, |c| c.is_ascii_digit() || c == '.');
        let (number, tail) = rest.split_at(number_len);
        let unit_len = prefix_len(tail, |c| c.is_alphabetic());
        let (unit, tail) = tail.split_at(unit_len);
        // A bare number is seconds only when it stands alone: `1m 30` may be a slip for `1m 30ms`.
        if unit.is_empty() && number.len() != text.trim().len() {
            return Err(expected());
        }
        let part = in_unit(number, unit).ok_or_else(expected)?;
        total = total.checked_add(part).ok_or_else(expected)?;
        rest = tail.trim_start();
    }
    Ok(total)
}

fn prefix_len(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn in_unit(number: &str, unit: &str) -> Option<Duration> {
    let nanos: u64 = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "" | "s" | "sec" => 1_000_000_000,
        "m" | "min" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    match number.parse::<u64>() {
        Ok(whole) => {
            let total = u128::from(whole) * u128::from(nanos);
            let seconds = u64::try_from(total / 1_000_000_000).ok()?;
            let below = u32::try_from(total % 1_000_000_000).ok()?;
            Some(Duration::new(seconds, below))
        }
        Err(_) => {
            #[expect(
                clippy::cast_precision_loss,
                reason = "every unit is a whole number far below 2^53"
            )]
            let seconds = number.parse::<f64>().ok()? * (nanos as f64 / 1e9);
            Duration::try_from_secs_f64(seconds).ok()
        }
    }
}

/// `dst=src`, split at the first `=`.
pub(crate) fn rename(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((dst, src)) if !dst.is_empty() && !src.is_empty() => Ok((dst.into(), src.into())),
        _ => Err("expected `dst=src`: the export's new name, then the one it has".into()),
    }
}

/// An environment variable for the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EnvVar {
    pub(crate) name: String,
    /// `None`: the value it has in our own environment.
    pub(crate) value: Option<String>,
}

/// `NAME=VAL` or `NAME`.
pub(crate) fn env_var(text: &str) -> Result<EnvVar, String> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value.to_owned())),
        None => (text, None),
    };
    if name.is_empty() {
        return Err("expected `NAME=VAL`, or `NAME` to pass on our own".into());
    }
    if text.contains('\0') {
        return Err("an environment variable can't contain a zero byte".into());
    }
    Ok(EnvVar {
        name: name.to_owned(),
        value,
    })
}

/// A module that the input links against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PreloadPath {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

/// `NAME=PATH`; the path may be any that the system has.
pub(crate) fn preload(value: OsString) -> Result<PreloadPath, String> {
    let expected = "expected `NAME=PATH`: the import module's name, then a .wasm or .wat file";
    let (name, path) = split_once(&value, "=").ok_or(expected)?;
    if name.is_empty() || path.is_empty() {
        return Err(expected.into());
    }
    Ok(PreloadPath {
        name: utf8(name, "name of a preloaded module")?,
        path: path.into(),
    })
}

/// `HOST` or `HOST::GUEST`.
pub(crate) fn dir(value: OsString) -> Result<Preopen, String> {
    match split_once(&value, "::") {
        Some((host, guest)) => preopen(host, guest, "HOST::GUEST"),
        None => preopen(value.clone(), value, "HOST"),
    }
}

/// `GUEST::HOST`.
pub(crate) fn mapdir(value: OsString) -> Result<Preopen, String> {
    let (guest, host) = split_once(&value, "::")
        .ok_or("expected `GUEST::HOST`: the guest's name, then the directory")?;
    preopen(host, guest, "GUEST::HOST")
}

fn preopen(host: OsString, guest: OsString, form: &str) -> Result<Preopen, String> {
    if host.is_empty() || guest.is_empty() {
        return Err(format!("expected `{form}`, neither part empty"));
    }
    Ok(Preopen {
        host: host.into(),
        guest: utf8(guest, "guest's name of a directory")?,
    })
}

fn utf8(value: OsString, what: &str) -> Result<String, String> {
    value
        .into_string()
        .map_err(|_| format!("the {what} must be UTF-8"))
}

/// Splits a value that need not be UTF-8 at the first `separator`.
fn split_once(value: &OsStr, separator: &str) -> Option<(OsString, OsString)> {
    if let Some(text) = value.to_str() {
        let (left, right) = text.split_once(separator)?;
        return Some((left.into(), right.into()));
    }
    split_bytes(value, separator)
}

#[cfg(unix)]
fn split_bytes(value: &OsStr, separator: &str) -> Option<(OsString, OsString)> {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = value.as_bytes();
    let at = bytes
        .windows(separator.len())
        .position(|window| window == separator.as_bytes())?;
    Some((
        OsStr::from_bytes(&bytes[..at]).into(),
        OsStr::from_bytes(&bytes[at + separator.len()..]).into(),
    ))
}

/// Elsewhere the standard library splits such a value only through `unsafe`, which this crate has none of.
#[cfg(not(unix))]
fn split_bytes(_value: &OsStr, _separator: &str) -> Option<(OsString, OsString)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let table: &[(&str, Option<u64>)] = &[
            ("0", Some(0)),
            ("65536", Some(65536)),
            ("65_536", Some(65536)),
            ("0x10000", Some(65536)),
            ("64K", Some(65536)),
            ("64k", Some(65536)),
            ("64KiB", Some(65536)),
            ("64KB", Some(65536)),
            ("1M", Some(1 << 20)),
            ("2G", Some(2 << 30)),
            ("1T", Some(1 << 40)),
            ("512B", None),
            ("", None),
            ("K", None),
            ("-1", None),
            ("+1", None),
            ("0x+1", None),
            ("1.5G", None),
            ("18446744073709551616", None),
            ("99999999999T", None),
        ];
        for (text, want) in table {
            assert_eq!(size(text).ok(), *want, "{text}");
        }
    }

    #[test]
    fn durations() {
        let table: &[(&str, Option<u64>)] = &[
            ("1", Some(1000)),
            ("0.5", Some(500)),
            ("2s", Some(2000)),
            ("100ms", Some(100)),
            ("1m", Some(60_000)),
            ("1m 30s", Some(90_000)),
            ("1m30s", Some(90_000)),
            ("1h", Some(3_600_000)),
            ("0", Some(0)),
            ("", None),
            ("s", None),
            ("2 parsecs", None),
            ("1m 30", None),
            ("-1s", None),
            ("1e300h", None),
            (".", None),
        ];
        for (text, want) in table {
            let got = duration(text).ok();
            assert_eq!(got, want.map(Duration::from_millis), "{text}");
        }
        assert_eq!(duration("7us"), Ok(Duration::from_micros(7)));
        assert_eq!(duration("7ns"), Ok(Duration::from_nanos(7)));
    }

    #[test]
    fn directories() {
        let same = dir("data".into()).unwrap();
        assert_eq!((same.host, same.guest), ("data".into(), "data".into()));
        let renamed = dir("a/b::/".into()).unwrap();
        assert_eq!((renamed.host, renamed.guest), ("a/b".into(), "/".into()));
        let mapped = mapdir("/::a/b".into()).unwrap();
        assert_eq!((mapped.host, mapped.guest), ("a/b".into(), "/".into()));
        for bad in ["::", "a::", "::b"] {
            assert!(dir(bad.into()).is_err(), "{bad}");
            assert!(mapdir(bad.into()).is_err(), "{bad}");
        }
        assert!(mapdir("data".into()).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn names_of_the_host_need_not_be_utf8() {
        use std::os::unix::ffi::OsStringExt as _;
        let raw = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
        assert_eq!(dir(raw(b"\xff::/data")).unwrap().guest, "/data");
        assert_eq!(mapdir(raw(b"/data::\xff")).unwrap().guest, "/data");
        assert_eq!(
            preload(raw(b"env=\xff")).unwrap().path.as_os_str(),
            raw(b"\xff")
        );
        assert!(dir(raw(b"\xff")).unwrap_err().contains("UTF-8"));
    }

    #[test]
    fn pairs() {
        assert_eq!(
            rename("_start=main=2").unwrap(),
            ("_start".into(), "main=2".into())
        );
        assert!(rename("_start").is_err() && rename("=a").is_err() && rename("a=").is_err());
        assert_eq!(env_var("A=").unwrap().value.as_deref(), Some(""));
        assert_eq!(env_var("A=b=c").unwrap().value.as_deref(), Some("b=c"));
        assert_eq!(env_var("A").unwrap().value, None);
        assert!(env_var("=x").is_err() && env_var("").is_err());
        assert!(preload("stubs.wat".into()).is_err() && preload("=x".into()).is_err());
    }
}
