//! The arguments of a call, as people write them: `setup(3, 2.5, "text")`.

use crate::error::{Result, policy as wording};
use crate::value::Value;
use wasmparser::ValType;

/// What one argument is, before a module has been given it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Argument {
    /// A number, for a parameter of its type.
    Number(Value),
    /// Text, for two parameters: where the module has it, and its length in bytes.
    Text(String),
}

/// `name(a, b)` as its name and its arguments; `None` where there are no parentheses.
pub(crate) fn split(spec: &str) -> (&str, Option<Vec<&str>>) {
    let Some((name, rest)) = spec.split_once('(') else {
        return (spec, None);
    };
    let Some(inner) = rest.strip_suffix(')') else {
        return (spec, None);
    };
    if inner.trim().is_empty() {
        return (name.trim_end(), Some(Vec::new()));
    }
    (name.trim_end(), Some(at_commas(inner)))
}

/// The parts between commas that stand in no quotes.
fn at_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut first = 0;
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.push(text[first..at].trim());
                first = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[first..].trim());
    parts
}

/// What these texts are for a function of these parameters.
///
/// # Errors
///
/// [`Policy`](crate::ErrorKind::Policy) if they do not fit.
pub(crate) fn read(name: &str, texts: &[&str], params: &[ValType]) -> Result<Vec<Argument>> {
    let taken = |text: &&str| if is_text(text) { 2 } else { 1 };
    if texts.iter().map(taken).sum::<usize>() != params.len() {
        let wanted: Vec<String> = params.iter().map(|ty| ty.to_string()).collect();
        return Err(match texts.iter().any(|text| is_text(text)) {
            true => wording::init_text_parameters(name, &wanted),
            false => wording::init_arity(name, &wanted, texts.len()),
        });
    }
    let mut params = params.iter();
    let mut arguments = Vec::new();
    for (given, position) in texts.iter().zip(1..) {
        if is_text(given) {
            let place = (params.next(), params.next());
            if place != (Some(&ValType::I32), Some(&ValType::I32)) {
                let wanted: Vec<String> = [place.0, place.1]
                    .into_iter()
                    .flatten()
                    .map(|ty| ty.to_string())
                    .collect();
                return Err(wording::init_text_parameters(name, &wanted));
            }
            let text = text(given).ok_or_else(|| wording::init_text(name, position, given))?;
            arguments.push(Argument::Text(text));
        } else if let Some(ty) = params.next() {
            if matches!(ty, ValType::V128 | ValType::Ref(_)) {
                return Err(wording::init_parameter_type(name, &ty.to_string()));
            }
            let value = number(given, *ty)
                .ok_or_else(|| wording::init_argument(name, position, given, &ty.to_string()))?;
            arguments.push(Argument::Number(value));
        }
    }
    Ok(arguments)
}

fn is_text(given: &str) -> bool {
    given.starts_with('"')
}

/// What stands between quotes; `None` if they do not match or an escape is unknown.
fn text(given: &str) -> Option<String> {
    let mut letters = given.strip_prefix('"')?.chars();
    let mut text = String::new();
    loop {
        match letters.next()? {
            '"' => return letters.next().is_none().then_some(text),
            '\\' => text.push(match letters.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                same @ ('"' | '\\' | '\'') => same,
                _ => return None,
            }),
            letter => text.push(letter),
        }
    }
}

/// A number of a type as people write it; a vector as the hexadecimal number that its bits are.
pub(crate) fn number(text: &str, ty: ValType) -> Option<Value> {
    match ty {
        ValType::I32 => integer(text, 32).map(|bits| Value::I32(bits as u32 as i32)),
        ValType::I64 => integer(text, 64).map(|bits| Value::I64(bits as u64 as i64)),
        ValType::F32 => {
            let value: f32 = text.parse().ok()?;
            Some(Value::F32(value.to_bits()))
        }
        ValType::F64 => {
            let value: f64 = text.parse().ok()?;
            Some(Value::F64(value.to_bits()))
        }
        ValType::V128 => {
            let digits = text
                .strip_prefix("0x")
                .filter(|hex| !hex.starts_with('+'))?;
            u128::from_str_radix(digits, 16).ok().map(Value::V128)
        }
        ValType::Ref(_) => None,
    }
}

/// An integer of `bits` bits, signed or unsigned, decimal or hexadecimal.
fn integer(text: &str, bits: u32) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let digits = digits.replace('_', "");
    let (digits, radix) = match digits.strip_prefix("0x") {
        Some(hex) => (hex, 16),
        None => (digits.as_str(), 10),
    };
    // `from_str_radix` takes a sign of its own, which would allow two.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative {
        magnitude.checked_neg()?
    } else {
        magnitude
    };
    let fits = (-(1i128 << (bits - 1))..1i128 << bits).contains(&value);
    fits.then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_cover_the_signed_and_the_unsigned_range() {
        assert_eq!(integer("-2147483648", 32), Some(-(1 << 31)));
        assert_eq!(integer("4294967295", 32), Some(0xffff_ffff));
        assert_eq!(integer("0xffff_ffff", 32), Some(0xffff_ffff));
        for bad in [
            "4294967296",
            "-2147483649",
            "",
            "-",
            "--1",
            "+-1",
            "0x",
            "1.5",
            "0x-1",
        ] {
            assert_eq!(integer(bad, 32), None, "{bad}");
        }
    }

    #[test]
    fn a_spec_splits_at_its_parentheses() {
        assert_eq!(split("setup"), ("setup", None));
        assert_eq!(split("setup()"), ("setup", Some(vec![])));
        assert_eq!(split("setup(3, 2.5)"), ("setup", Some(vec!["3", "2.5"])));
        assert_eq!(split("half("), ("half(", None));
        assert_eq!(
            split(r#"f("a, (b)", 1, "\",")"#),
            ("f", Some(vec![r#""a, (b)""#, "1", r#""\",""#]))
        );
    }

    #[test]
    fn text_stands_between_quotes() {
        assert_eq!(text(r#""""#).as_deref(), Some(""));
        assert_eq!(text(r#""a\n\"\\ü""#).as_deref(), Some("a\n\"\\ü"));
        for bad in [r#"""#, r#""a"#, r#""a"b"#, r#""\x""#, r#""\"#, "a"] {
            assert_eq!(text(bad), None, "{bad}");
        }
    }

    #[test]
    fn text_takes_two_parameters() {
        let read = |texts: &[&str], params: &[ValType]| read("f", texts, params);
        let (i32, i64) = (ValType::I32, ValType::I64);
        assert_eq!(
            read(&["1", r#""a""#], &[i64, i32, i32]).unwrap(),
            [Argument::Number(Value::I64(1)), Argument::Text("a".into())]
        );
        for params in [&[i32][..], &[i32, i64], &[i64, i32], &[i32, i32, i32]] {
            assert!(read(&[r#""a""#], params).is_err(), "{params:?}");
        }
    }
}
