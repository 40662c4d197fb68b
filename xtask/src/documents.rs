//! What the documents say is there: links, options, examples, invariants.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::{markdown, tree};

/// What does not hold.
pub(crate) fn findings(root: &Path) -> Result<Vec<String>, String> {
    let mut findings = Vec::new();
    for file in tree::files(root, "md")? {
        broken_links(root, &file, &tree::read(root, &file)?, &mut findings);
    }
    let readme = tree::read(root, Path::new("README.md"))?;
    unknown_options(&readme, &mut findings);
    let sources = sources(root)?;
    untested_examples(&readme, &sources, &mut findings);
    let design = tree::read(root, Path::new("docs/design.md"))?;
    invariants(&design, &sources, &mut findings);
    Ok(findings)
}

/// Relative links whose file, or heading in it, does not exist.
fn broken_links(root: &Path, file: &Path, text: &str, findings: &mut Vec<String>) {
    for link in markdown::links(text) {
        if link.target.contains("://") || link.target.starts_with("mailto:") {
            continue;
        }
        let (path, anchor) = match link.target.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (link.target, None),
        };
        let target = match path {
            "" => root.join(file),
            _ => root.join(file).with_file_name("").join(path),
        };
        let found = target.exists()
            && anchor.is_none_or(|anchor| {
                std::fs::read_to_string(&target)
                    .is_ok_and(|text| markdown::has_anchor(&text, anchor))
            });
        if !found {
            findings.push(format!(
                "{}:{}: the link to `{}` leads nowhere",
                file.display(),
                link.line,
                link.target
            ));
        }
    }
}

/// Options in the README that `--help` does not list.
fn unknown_options(readme: &str, findings: &mut Vec<String>) {
    let mut command = preinit_cli::command();
    command.build();
    let mut known = BTreeSet::new();
    for arg in command.get_arguments() {
        let longs = arg.get_long_and_visible_aliases().unwrap_or_default();
        known.extend(longs.iter().map(|long| format!("--{long}")));
        known.extend(arg.get_short().map(|short| format!("-{short}")));
    }
    // The figures name the other tools' options.
    let figures = markdown::lines_between(readme, "<!-- numbers -->", "<!-- /numbers -->");
    for code in markdown::code(readme) {
        if figures.contains(&code.line) {
            continue;
        }
        for option in options(code.text) {
            if !known.contains(option) {
                findings.push(format!(
                    "README.md:{}: `preinit --help` does not list `{option}`",
                    code.line
                ));
            }
        }
    }
}

/// The options of ours that a piece of code names: cargo's and other programs' are none.
fn options(code: &str) -> Vec<&str> {
    let words = match code.trim_start() {
        run if run.starts_with("cargo run ") => run.split_once(" -- ").map_or("", |(_, own)| own),
        ours if ours.starts_with("preinit ") || ours.starts_with('-') => ours,
        piped => piped.split_once("| preinit ").map_or("", |(_, own)| own),
    };
    words
        .split_once(" # ")
        .map_or(words, |(words, _)| words)
        .split_whitespace()
        .map(|word| word.split_once(['=', '[']).map_or(word, |(name, _)| name))
        .filter(|word| word.len() > 1 && word.starts_with('-') && *word != "--")
        .collect()
}

/// All Rust sources below `crates`.
fn sources(root: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let crates = root.join("crates");
    tree::files(&crates, "rs")?
        .into_iter()
        .map(|file| Ok((Path::new("crates").join(&file), tree::read(&crates, &file)?)))
        .collect()
}

/// Lines of the README's Rust examples that stand in no documentation comment, where they would be
/// compiled and run.
fn untested_examples(readme: &str, sources: &[(PathBuf, String)], findings: &mut Vec<String>) {
    let documented: BTreeSet<&str> = sources
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| {
            let line = line.trim_start();
            line.strip_prefix("//!")
                .or_else(|| line.strip_prefix("///"))
        })
        .map(str::trim)
        .collect();
    for code in markdown::code(readme) {
        if code.fence == Some("rust") && !documented.contains(code.text.trim()) {
            findings.push(format!(
                "README.md:{}: no documentation comment compiles `{}`",
                code.line,
                code.text.trim()
            ));
        }
    }
}

/// Invariants that the code cites and the design does not state, or the reverse.
fn invariants(design: &str, sources: &[(PathBuf, String)], findings: &mut Vec<String>) {
    let stated: BTreeSet<u32> = design
        .lines()
        .filter_map(|line| line.strip_prefix("- **I")?.split_once("**"))
        .filter_map(|(number, _)| number.parse().ok())
        .collect();
    let mut cited = BTreeSet::new();
    for (file, text) in sources {
        for number in citations(text) {
            if !stated.contains(&number) {
                let file = file.display();
                findings.push(format!("{file}: I{number} is not in docs/design.md"));
            }
            cited.insert(number);
        }
    }
    for number in stated.difference(&cited) {
        findings.push(format!("docs/design.md: no code cites I{number}"));
    }
}

/// The numbers of the invariants cited in a text: in comments and messages, `I8`, `I31` and the like
/// being types everywhere else.
fn citations(text: &str) -> impl Iterator<Item = u32> {
    text.lines()
        .filter(|line| line.contains("//") || line.contains("(I"))
        .flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .filter_map(|word| word.strip_prefix('I')?.parse().ok())
        .filter(|number| !matches!(number, 8 | 16 | 31 | 32 | 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn with(check: impl FnOnce(&mut Vec<String>)) -> Vec<String> {
        let mut findings = Vec::new();
        check(&mut findings);
        findings
    }

    #[test]
    fn links_that_lead_nowhere_are_named() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("docs")).unwrap();
        fs::write(directory.path().join("docs/a.md"), "# Here\n").unwrap();
        let text = "[1](a.md) [2](a.md#here) [3](../docs) [4](https://example.org)\n\
                    [5](b.md) [6](a.md#there)\n";
        let findings = with(|findings| {
            broken_links(directory.path(), Path::new("docs/x.md"), text, findings);
        });
        assert_eq!(findings.len(), 2, "{findings:?}");
        assert!(findings[0].contains("docs/x.md:2") && findings[0].contains("`b.md`"));
        assert!(findings[1].contains("`a.md#there`"));
    }

    #[test]
    fn options_are_those_of_help() {
        let text = "`--allow-wasi` `--keep-init-func=false` `--frobnicate`\n\
                    ```sh\ncargo run --release -- a.wasm -o b -Z\n\
                    cargo test --workspace\n\
                    preinit -f x --dirs . # --why\ncat a | preinit --fuels 1\n```\n\
                    <!-- numbers -->\n`-C cache=n`\n<!-- /numbers -->\n";
        let findings = with(|findings| unknown_options(text, findings));
        let named: Vec<_> = ["--frobnicate", "-Z", "--dirs", "--fuels"]
            .iter()
            .filter(|option| {
                !findings
                    .iter()
                    .any(|text| text.contains(&format!("`{option}`")))
            })
            .collect();
        assert!(named.is_empty() && findings.len() == 4, "{findings:?}");
    }

    #[test]
    fn examples_and_invariants_agree_with_the_sources() {
        let source = "//! let a = 1;\n// Why (I1).\nlet t = Value::I32(1);\nfail(\"lost (I3)\");\n";
        let sources = [(PathBuf::from("a.rs"), source.to_owned())];
        let readme = "```rust\nlet a = 1;\nlet b = 2;\n```\n";
        let findings = with(|findings| untested_examples(readme, &sources, findings));
        assert!(
            findings.len() == 1 && findings[0].contains("let b"),
            "{findings:?}"
        );
        let design = "- **I1** holds.\n- **I2** holds.\n";
        let findings = with(|findings| invariants(design, &sources, findings));
        assert_eq!(
            findings,
            [
                "a.rs: I3 is not in docs/design.md",
                "docs/design.md: no code cites I2"
            ]
        );
    }
}
