//! Guests in the text format, whose init makes some calls of WASI. All of them have to succeed, or it traps.

use std::fmt::Write as _;

/// What a call is given.
pub(crate) enum Arg {
    /// A number of 32 bits.
    Int(i32),
    /// A number of 64 bits.
    Long(i64),
    /// An address and a length.
    Text(&'static str),
}

/// A call: the function's name and what it is given.
pub(crate) type Call = (&'static str, Vec<Arg>);

/// The first directory that a guest is given.
pub(crate) const DIR: i32 = 3;
/// Where results go: a descriptor, for example.
pub(crate) const RESULT: i32 = 8;

pub(crate) fn symlink(target: &'static str, path: &'static str) -> Call {
    let args = vec![Arg::Text(target), Arg::Int(DIR), Arg::Text(path)];
    ("path_symlink", args)
}

pub(crate) fn at_path(name: &'static str, path: &'static str) -> Call {
    (name, vec![Arg::Int(DIR), Arg::Text(path)])
}

pub(crate) fn rename(from: &'static str, to: &'static str) -> Call {
    let args = vec![Arg::Int(DIR), Arg::Text(from), Arg::Int(DIR), Arg::Text(to)];
    ("path_rename", args)
}

/// Opens a file to be read and written. The first one gets the descriptor 4.
pub(crate) fn open(path: &'static str, oflags: i32) -> Call {
    const READ_AND_WRITE: i64 = 1 << 1 | 1 << 6;
    let args = vec![
        Arg::Int(DIR),
        Arg::Int(1),
        Arg::Text(path),
        Arg::Int(oflags),
        Arg::Long(READ_AND_WRITE),
        Arg::Long(0),
        Arg::Int(0),
        Arg::Int(RESULT),
    ];
    ("path_open", args)
}

/// A module whose init makes these calls.
pub(crate) fn module(calls: &[Call]) -> String {
    let (mut imports, mut body, mut data) = (String::new(), String::new(), String::new());
    let mut end = 1024;
    for (index, (name, args)) in calls.iter().enumerate() {
        let (mut types, mut values) = (String::new(), String::new());
        for arg in args {
            match arg {
                Arg::Int(value) => {
                    types.push_str(" i32");
                    write!(values, " (i32.const {value})").unwrap();
                }
                Arg::Long(value) => {
                    types.push_str(" i64");
                    write!(values, " (i64.const {value})").unwrap();
                }
                Arg::Text(text) => {
                    types.push_str(" i32 i32");
                    write!(values, " (i32.const {end}) (i32.const {})", text.len()).unwrap();
                    writeln!(data, "  (data (i32.const {end}) {text:?})").unwrap();
                    end += text.len();
                }
            }
        }
        writeln!(
            imports,
            "  (import \"wasi_snapshot_preview1\" \"{name}\" (func $f{index} (param{types}) (result i32)))"
        )
        .unwrap();
        writeln!(body, "    (if (call $f{index}{values}) (then unreachable))").unwrap();
    }
    format!(
        "(module\n{imports}  (memory (export \"memory\") 1)\n{data}  (func (export \"wizer-initialize\")\n{body}  ))"
    )
}
