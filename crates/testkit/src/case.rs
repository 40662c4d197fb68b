//! A case: one file, taken apart.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use wast::parser::{self, ParseBuffer};
use wast::token::Id;
use wast::{QuoteWat, Wast, WastDirective, Wat};

use crate::header::Header;
use crate::repeat;

/// One case file: its header, the module under test, and the script around it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The path below the directory of cases, without its extension: `memory/at-the-end`.
    pub name: String,
    /// What the header says.
    pub header: Header,
    /// The module under test.
    pub subject: Subject,
    /// The other modules that carry an identifier, encoded, by that identifier (with its `$`).
    pub helpers: Helpers,
    /// The whole text, repetitions expanded.
    text: String,
}

/// The module under test.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Its bytes.
    pub wasm: Vec<u8>,
    /// Its identifier in the script, with the `$`.
    pub id: Option<String>,
    /// Where it stands in the text, the space up to the next directive included.
    span: Range<usize>,
}

impl Case {
    /// Reads the case at `path`, which lies below `root`.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or see [`Case::parse`].
    pub fn read(root: &Path, path: &Path) -> Result<Case, String> {
        let relative = path.strip_prefix(root).unwrap_or(path);
        let name = relative.with_extension("").display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
        Case::parse(&name.replace('\\', "/"), &text)
    }

    /// Takes apart the text of a case.
    ///
    /// # Errors
    ///
    /// The header or the script cannot be parsed, there is no module under test, or a module cannot
    /// be encoded.
    pub fn parse(name: &str, text: &str) -> Result<Case, String> {
        let header = Header::parse(text)?;
        let text = repeat::expand(text)?;
        let (subject, helpers) = modules(&text, &header).map_err(|mut error| {
            error.set_path(Path::new(name));
            error.set_text(&text);
            error.to_string()
        })?;
        let subject = subject.ok_or("the case has no module under test")?;
        Ok(Case {
            name: name.to_owned(),
            header,
            subject,
            helpers,
            text,
        })
    }

    /// The script with the binary `wasm` in the place of the module under test, and `after` right
    /// behind it. Line numbers of everything else stay what they are in the file.
    pub fn with_module(&self, wasm: &[u8], after: &str) -> String {
        let Range { start, end } = self.subject.span;
        let mut out = String::with_capacity(self.text.len() + 3 * wasm.len() + after.len());
        out.push_str(&self.text[..start]);
        out.push_str("(module ");
        out.push_str(self.subject.id.as_deref().unwrap_or_default());
        out.push_str(" binary \"");
        for byte in wasm {
            write!(out, "\\{byte:02x}").expect("a string takes any text");
        }
        out.push_str("\") ");
        out.push_str(after);
        out.extend(self.text[start..end].matches('\n'));
        out.push_str(&self.text[end..]);
        out
    }
}

/// Encoded modules, by their identifiers with the `$`.
pub type Helpers = BTreeMap<String, Vec<u8>>;

/// Encodes the modules of a script: the one under test, and those that carry an identifier.
fn modules(text: &str, header: &Header) -> Result<(Option<Subject>, Helpers), wast::Error> {
    let buffer = ParseBuffer::new(text)?;
    let mut directives = parser::parse::<Wast>(&buffer)?.directives;
    // A span points at the keyword; the directive begins at the parenthesis before it.
    let starts: Vec<usize> = directives
        .iter()
        .map(|directive| {
            let keyword = directive.span().offset();
            text[..keyword].rfind('(').unwrap_or(keyword)
        })
        .collect();
    let mut subject = None;
    let mut helpers = Helpers::new();
    for (i, directive) in directives.iter_mut().enumerate() {
        let WastDirective::Module(module) = directive else {
            continue;
        };
        let id = identifier(module).map(|id| format!("${}", id.name()));
        let is_subject = subject.is_none()
            && match &header.subject {
                Some(wanted) => id.as_ref() == Some(wanted),
                None => true,
            };
        if is_subject {
            subject = Some(Subject {
                wasm: module.encode()?,
                id,
                span: starts[i]..starts.get(i + 1).copied().unwrap_or(text.len()),
            });
        } else if let Some(id) = id {
            helpers.insert(id, module.encode()?);
        }
    }
    Ok((subject, helpers))
}

/// The identifier of a module of a script, without the `$`.
pub fn identifier<'a>(module: &QuoteWat<'a>) -> Option<Id<'a>> {
    match module {
        QuoteWat::Wat(Wat::Module(module)) => module.id,
        QuoteWat::Wat(Wat::Component(component)) => component.id,
        QuoteWat::QuoteModule(..) | QuoteWat::QuoteComponent(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_cut_out_and_lines_stay() {
        let text = ";;! subject = \"$m\"\n(module $h)\n(module $m\n (memory 1))\n(invoke \"f\")\n";
        let case = Case::parse("x", text).unwrap();
        assert_eq!(case.subject.id.as_deref(), Some("$m"));
        assert_eq!(case.helpers.keys().collect::<Vec<_>>(), ["$h"]);
        let script = case.with_module(b"\0asm", "(invoke \"init\") ");
        let lines: Vec<&str> = script.lines().collect();
        assert_eq!(
            lines[2],
            "(module $m binary \"\\00\\61\\73\\6d\") (invoke \"init\") "
        );
        assert_eq!(lines[4], "(invoke \"f\")");
    }

    #[test]
    fn a_case_without_a_module_is_refused() {
        assert!(Case::parse("x", ";;! subject = \"$m\"\n(module)").is_err());
    }
}
