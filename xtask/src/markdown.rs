//! As much of Markdown as the checks need: links, code, headings.

use std::ops::Range;

/// One link of a document, as written: `target`, `target#anchor` or `#anchor`.
pub(crate) struct Link<'a> {
    /// Counted from one.
    pub(crate) line: usize,
    pub(crate) target: &'a str,
}

/// A piece of code: one line of a fenced block, or a span inside a line of text.
pub(crate) struct Code<'a> {
    /// Counted from one.
    pub(crate) line: usize,
    pub(crate) text: &'a str,
    /// The word behind the opening fence; `None` for a span.
    pub(crate) fence: Option<&'a str>,
}

/// The inline links and images of a document: `](target)`, outside of code.
pub(crate) fn links(text: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    for (line, content) in prose(text) {
        // Every other piece is a code span.
        for piece in content.split('`').step_by(2) {
            for rest in piece.split("](").skip(1) {
                if let Some((target, _)) = rest.split_once(')') {
                    links.push(Link { line, target });
                }
            }
        }
    }
    links
}

/// All code of a document.
pub(crate) fn code(text: &str) -> Vec<Code<'_>> {
    let mut pieces = Vec::new();
    let mut fence = None;
    for (number, content) in text.lines().enumerate() {
        let line = number + 1;
        match (content.trim_start().strip_prefix("```"), fence) {
            (Some(word), None) => fence = Some(word.trim()),
            (Some(_), Some(_)) => fence = None,
            (None, Some(_)) => pieces.push(Code {
                line,
                text: content,
                fence,
            }),
            (None, None) => pieces.extend(content.split('`').skip(1).step_by(2).map(|text| Code {
                line,
                text,
                fence,
            })),
        }
    }
    pieces
}

/// Whether a document has the heading that this anchor names.
pub(crate) fn has_anchor(text: &str, anchor: &str) -> bool {
    prose(text)
        .filter_map(|(_, line)| line.strip_prefix('#'))
        .any(|heading| slug(heading.trim_start_matches('#').trim()) == anchor)
}

/// The numbers of the lines from one that is `open` to one that is `close`; none if either is missing.
pub(crate) fn lines_between(text: &str, open: &str, close: &str) -> Range<usize> {
    let line = |marker| text.lines().position(|line| line == marker);
    match (line(open), line(close)) {
        (Some(open), Some(close)) => open + 1..close + 2,
        _ => 0..0,
    }
}

/// The lines outside of fenced blocks, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(number, line)| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((number + 1, line))
    })
}

/// What hosting sites make of a heading.
fn slug(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ => c.is_alphanumeric().then(|| c.to_ascii_lowercase()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# One, two\n[a](b.md) `[c](d)` [`e`](f#g)\n```sh\n[h](i)\n--flag\n```\nuse `-x y`\n";

    #[test]
    fn links_are_found_outside_of_code() {
        let targets: Vec<_> = links(TEXT).iter().map(|link| link.target).collect();
        assert_eq!(targets, ["b.md", "f#g"]);
        assert!(links(TEXT).iter().all(|link| link.line == 2));
    }

    #[test]
    fn code_is_found_with_its_fence() {
        let found: Vec<_> = code(TEXT)
            .iter()
            .map(|code| (code.line, code.text, code.fence))
            .collect();
        assert_eq!(
            found,
            [
                (2, "[c](d)", None),
                (2, "e", None),
                (4, "[h](i)", Some("sh")),
                (5, "--flag", Some("sh")),
                (7, "-x y", None),
            ]
        );
    }

    #[test]
    fn anchors_are_those_of_headings() {
        assert!(has_anchor(TEXT, "one-two"));
        assert!(!has_anchor(TEXT, "one"));
    }
}
