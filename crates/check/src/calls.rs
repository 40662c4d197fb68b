//! Which functions *original + init* calls, in order and with which arguments.

use crate::facts::Facts;
use preinit_core::{DEFAULT_INIT, Error, ErrorKind, OLD_DEFAULT_INIT, Policy, REACTOR_INIT};
use wasmparser::ValType;
use wasmtime::Val;

/// One call after instantiation.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The export to call.
    pub(crate) export: String,
    /// Its arguments, which fit its parameters.
    pub(crate) args: Vec<Arg>,
}

/// One argument.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    /// For one parameter.
    Number(Val),
    /// For two: where the module was told to put it, and how long it is.
    Text(Vec<u8>),
}

/// The export that makes room for text.
pub(crate) const REALLOC: &str = "cabi_realloc";

impl Call {
    pub(crate) fn has_text(&self) -> bool {
        self.args.iter().any(|arg| matches!(arg, Arg::Text(_)))
    }

    /// The export that is told when a call with text is over.
    pub(crate) fn post(&self) -> String {
        format!("cabi_post_{}", self.export)
    }

    /// The functions that are called to make the call, as far as they are there.
    pub(crate) fn functions(&self, facts: &Facts<'_>) -> impl Iterator<Item = u32> {
        let around = [REALLOC.to_owned(), self.post()];
        let around = around.into_iter().filter(|_| self.has_text());
        around
            .chain([self.export.clone()])
            .filter_map(|name| facts.exported_function(&name))
    }
}

/// A reactor's `_initialize`, where there is one: a function of that name that takes and returns
/// nothing.
pub(crate) fn is_reactor(facts: &Facts<'_>) -> bool {
    takes_nothing(facts, REACTOR_INIT)
}

/// Whether there is an exported function of this name that takes and returns nothing.
fn takes_nothing(facts: &Facts<'_>, name: &str) -> bool {
    facts
        .exported_function(name)
        .and_then(|function| facts.signature(function))
        .is_some_and(|ty| ty.params().is_empty() && ty.results().is_empty())
}

/// What a module that is only linked against needs.
pub(crate) fn of_helper(facts: &Facts<'_>) -> Vec<Call> {
    let reactor = is_reactor(facts).then(|| Call {
        export: REACTOR_INIT.to_owned(),
        args: Vec::new(),
    });
    reactor.into_iter().collect()
}

/// The init functions that the policy names, or the default one.
pub(crate) fn inits(facts: &Facts<'_>, policy: &Policy) -> Result<Vec<Call>, Error> {
    let default = match facts.export(DEFAULT_INIT) {
        None if facts.export(OLD_DEFAULT_INIT).is_some() => OLD_DEFAULT_INIT,
        _ => DEFAULT_INIT,
    };
    match policy.inits() {
        [] => Ok(vec![init(facts, default)?]),
        specs => specs.iter().map(|spec| init(facts, spec)).collect(),
    }
}

/// The warm-up calls that the policy names.
pub(crate) fn warm_ups(facts: &Facts<'_>, policy: &Policy) -> Result<Vec<Call>, Error> {
    let specs = policy.warm_ups().iter();
    specs.map(|spec| init(facts, spec)).collect()
}

/// The calls that reset what a library keeps, as the policy wants: those of its functions that are exported.
pub(crate) fn resets(facts: &Facts<'_>, policy: &Policy) -> Vec<Call> {
    let names = policy.resets().iter().flat_map(|reset| reset.functions());
    let exported = names.filter(|name| takes_nothing(facts, name));
    exported
        .map(|name| Call {
            export: (*name).to_owned(),
            args: Vec::new(),
        })
        .collect()
}

/// Every call after the start function: a reactor's own first, and that one only once.
pub(crate) fn of_original(facts: &Facts<'_>, inits: &[Call]) -> Vec<Call> {
    let mut calls = of_helper(facts);
    let reactor = !calls.is_empty();
    calls.extend(
        inits
            .iter()
            .filter(|call| !(reactor && call.export == REACTOR_INIT))
            .cloned(),
    );
    calls
}

fn init(facts: &Facts<'_>, spec: &str) -> Result<Call, Error> {
    let wrong = |message: String| Error::new(ErrorKind::Policy, message);
    let (name, texts) = match facts.export(spec) {
        Some(_) => (spec, Vec::new()),
        None => take_apart(spec),
    };
    let params = facts
        .exported_function(name)
        .and_then(|function| facts.signature(function))
        .ok_or_else(|| {
            wrong(format!("the original exports no function named `{name}`"))
                .with_hint("name the init functions with `-f`, as for the snapshot")
        })?
        .params();
    let mut left = params;
    let mut args = Vec::new();
    for text in &texts {
        let arg = match (text.strip_prefix('"'), left) {
            (None, [ty, rest @ ..]) => {
                left = rest;
                number(text, *ty).map(Arg::Number)
            }
            (Some(quoted), [ValType::I32, ValType::I32, rest @ ..]) => {
                left = rest;
                unquoted(quoted).map(Arg::Text)
            }
            _ => None,
        };
        args.push(arg.ok_or_else(|| {
            wrong(format!(
                "the argument `{text}` of the init function `{name}` does not fit its parameters"
            ))
        })?);
    }
    if !left.is_empty() {
        return Err(wrong(format!(
            "the init function `{name}` has {} parameters, and {} arguments are given",
            params.len(),
            texts.len()
        )));
    }
    Ok(Call {
        export: name.to_owned(),
        args,
    })
}

/// `name(1, 2)` as the name and the texts of its arguments; any other text as a name.
fn take_apart(spec: &str) -> (&str, Vec<&str>) {
    let call = spec
        .find('(')
        .and_then(|open| Some((&spec[..open], spec[open + 1..].strip_suffix(')')?)));
    match call {
        Some((name, args)) if args.trim().is_empty() => (name.trim_end(), Vec::new()),
        Some((name, args)) => (name.trim_end(), parts(args)),
        None => (spec, Vec::new()),
    }
}

/// The arguments in a text that is not empty. Commas within quotes separate nothing.
fn parts(args: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = args;
    while let Some(end) = end_of_first(rest) {
        parts.push(rest[..end].trim());
        rest = &rest[end + 1..];
    }
    parts.push(rest.trim());
    parts
}

/// Where the comma stands behind the first argument.
fn end_of_first(args: &str) -> Option<usize> {
    let bytes = args.as_bytes();
    let mut at = 0;
    let mut in_quotes = false;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if in_quotes => at += 1,
            b'"' => in_quotes = !in_quotes,
            b',' if !in_quotes => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The bytes of text whose first quote is gone.
fn unquoted(text: &str) -> Option<Vec<u8>> {
    let inner = text.strip_suffix('"')?;
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'"' => return None,
            b'\\' => match rest.next()? {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                same @ (b'"' | b'\\' | b'\'') => same,
                _ => return None,
            },
            byte => byte,
        });
    }
    Some(bytes)
}

fn number(text: &str, ty: ValType) -> Option<Val> {
    match ty {
        ValType::I32 => integer(text, 32).map(|bits| Val::I32(bits as u32 as i32)),
        ValType::I64 => integer(text, 64).map(|bits| Val::I64(bits as i64)),
        ValType::F32 => Some(Val::F32(text.parse::<f32>().ok()?.to_bits())),
        ValType::F64 => Some(Val::F64(text.parse::<f64>().ok()?.to_bits())),
        ValType::V128 | ValType::Ref(_) => None,
    }
}

/// The bits of an integer, signed or unsigned, decimal or hexadecimal.
fn integer(text: &str, width: u32) -> Option<u64> {
    let negative = text.starts_with('-');
    let digits: String = text
        .strip_prefix(['-', '+'])
        .unwrap_or(text)
        .chars()
        .filter(|digit| *digit != '_')
        .collect();
    let (digits, radix) = match digits.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None => (digits.as_str(), 10),
    };
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    let largest = u64::MAX >> (64 - width);
    match negative {
        false if magnitude <= largest => Some(magnitude),
        true if magnitude <= largest / 2 + 1 => Some(magnitude.wrapping_neg() & largest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_have_every_spelling_and_no_other() {
        assert_eq!(integer("-1", 32), Some(0xffff_ffff));
        assert_eq!(integer("-2147483648", 32), Some(0x8000_0000));
        assert_eq!(integer("+0xffff_ffff", 32), Some(0xffff_ffff));
        assert_eq!(integer("-0x8000000000000000", 64), Some(1 << 63));
        assert_eq!(integer("18446744073709551615", 64), Some(u64::MAX));
        for bad in ["", "-", "+-1", "4294967296", "-2147483649", "0x", "1e3"] {
            assert_eq!(integer(bad, 32), None, "{bad}");
        }
    }

    #[test]
    fn a_spec_is_a_name_or_a_call() {
        assert_eq!(take_apart("a"), ("a", vec![]));
        assert_eq!(take_apart("a ( )"), ("a", vec![]));
        assert_eq!(take_apart("a(1,-2)"), ("a", vec!["1", "-2"]));
        assert_eq!(take_apart("a(1"), ("a(1", vec![]));
        assert_eq!(
            take_apart(r#"a("x, (\"", 2)"#),
            ("a", vec![r#""x, (\"""#, "2"])
        );
    }

    #[test]
    fn text_loses_its_quotes() {
        assert_eq!(unquoted(r#"a\n\\""#).as_deref(), Some(&b"a\n\\"[..]));
        for bad in [r#"a"#, r#"a"b""#, r#"\x""#, r#"\""#] {
            assert_eq!(unquoted(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_reactor_is_initialized_once() {
        let wasm = wat::parse_str(
            "(module (func (export \"_initialize\")) (func (export \"f(1)\"))
                (func (export \"f\") (param i32)))",
        )
        .unwrap();
        let facts = Facts::read(&wasm, "it").unwrap();
        let mut policy = Policy::new();
        policy.init("_initialize").init("f(1)").init("f(2)");
        let calls = of_original(&facts, &inits(&facts, &policy).unwrap());
        let names: Vec<_> = calls
            .iter()
            .map(|call| (call.export.as_str(), call.args.len()))
            .collect();
        assert_eq!(names, [("_initialize", 0), ("f(1)", 0), ("f", 1)]);
        for bad in ["g", "f", "f(x)", "f(1, 2)"] {
            let error = inits(&facts, Policy::new().init(bad)).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Policy, "{bad}");
        }
    }
}
