//! A case: one file, taken apart.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use preinit_core::standard_exceptions;
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
    /// What scripts have in place of helpers whose exceptions have the legacy encoding.
    read: Vec<Replaced>,
}

/// A directive's place in a text, and a module of the same meaning for it.
#[derive(Clone, Debug)]
struct Replaced {
    span: Range<usize>,
    id: String,
    wasm: Vec<u8>,
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
        let modules = modules(&text, &header).map_err(|mut error| {
            error.set_path(Path::new(name));
            error.set_text(&text);
            error.to_string()
        })?;
        let subject = modules.subject.ok_or("the case has no module under test")?;
        let mut helpers = Helpers::new();
        let mut read = Vec::new();
        for (id, wasm, span) in modules.helpers {
            if let Cow::Owned(wasm) = standard_exceptions(&wasm).map_err(|e| e.to_string())? {
                let id = id.clone();
                read.push(Replaced { span, id, wasm });
            }
            helpers.insert(id, wasm);
        }
        Ok(Case {
            name: name.to_owned(),
            header,
            subject,
            helpers,
            text,
            read,
        })
    }

    /// The script with the binary `wasm` in the place of the module under test, and `after` right
    /// behind it. Line numbers of everything else stay what they are in the file.
    ///
    /// Helpers stand there with exceptions in the encoding that engines have.
    pub fn with_module(&self, wasm: &[u8], after: &str) -> String {
        let id = self.subject.id.as_deref().unwrap_or_default();
        let subject = (&self.subject.span, module(id, wasm) + after);
        let helpers = self
            .read
            .iter()
            .map(|helper| (&helper.span, module(&helper.id, &helper.wasm)));
        let mut parts: Vec<(&Range<usize>, String)> = helpers.chain([subject]).collect();
        parts.sort_by_key(|(span, _)| span.start);
        let mut out = String::with_capacity(self.text.len() + 3 * wasm.len() + after.len());
        let mut at = 0;
        for (span, part) in parts {
            out.push_str(&self.text[at..span.start]);
            out.push_str(&part);
            out.extend(self.text[span.clone()].matches('\n'));
            at = span.end;
        }
        out.push_str(&self.text[at..]);
        out
    }
}

/// A directive for a module in the binary format, and a space.
fn module(id: &str, wasm: &[u8]) -> String {
    let mut out = format!("(module {id} binary \"");
    for byte in wasm {
        write!(out, "\\{byte:02x}").expect("a string takes any text");
    }
    out + "\") "
}

/// Encoded modules, by their identifiers with the `$`.
pub type Helpers = BTreeMap<String, Vec<u8>>;

/// The modules of a script, encoded.
#[derive(Default)]
struct Modules {
    /// The one under test.
    subject: Option<Subject>,
    /// The others that carry an identifier: that, the module, and where its directive stands.
    helpers: Vec<(String, Vec<u8>, Range<usize>)>,
}

/// Encodes the modules of a script: the one under test, and those that carry an identifier.
fn modules(text: &str, header: &Header) -> Result<Modules, wast::Error> {
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
    let mut modules = Modules::default();
    for (i, directive) in directives.iter_mut().enumerate() {
        let WastDirective::Module(module) = directive else {
            continue;
        };
        let id = identifier(module).map(|id| format!("${}", id.name()));
        let span = starts[i]..starts.get(i + 1).copied().unwrap_or(text.len());
        let is_subject = modules.subject.is_none()
            && match &header.subject {
                Some(wanted) => id.as_ref() == Some(wanted),
                None => true,
            };
        if is_subject {
            let wasm = module.encode()?;
            modules.subject = Some(Subject { wasm, id, span });
        } else if let Some(id) = id {
            modules.helpers.push((id, module.encode()?, span));
        }
    }
    Ok(modules)
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
