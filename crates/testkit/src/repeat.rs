//! Repetition in a case: `(;@repeat 3 * 8: (data (i32.const $i) "x") ;)`.
//!
//! A case about 98,000 segments should not be a file of two megabytes. The directive is an ordinary
//! block comment, so other tools still read the file, and it expands within its own line, so line
//! numbers stay right.

/// Replaces each `(;@repeat COUNT [* STEP]: TEXT;)` of `text` by COUNT copies of TEXT, in which
/// `$i` stands for the number of the copy (from 0) times STEP.
///
/// # Errors
///
/// A directive has no end, or a COUNT or STEP that is not a number.
pub fn expand(text: &str) -> Result<String, String> {
    const OPEN: &str = "(;@repeat ";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (directive, tail) = after.split_once(";)").ok_or("`@repeat` has no end")?;
        let (head, body) = directive.split_once(':').ok_or("`@repeat` has no `:`")?;
        let (count, step) = head.split_once('*').unwrap_or((head, "1"));
        let number = |s: &str| {
            s.trim()
                .parse::<u64>()
                .map_err(|_| format!("`@repeat`: `{s}` is not a number"))
        };
        out.push_str(before);
        for i in 0..number(count)? {
            out.push_str(&body.replace("$i", &(i * number(step)?).to_string()));
        }
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn copies_are_numbered() {
        assert_eq!(expand("a(;@repeat 3 * 8: $i;)b").unwrap(), "a 0 8 16b");
        assert_eq!(expand("(;@repeat 2:x;)").unwrap(), "xx");
        assert_eq!(expand("(; a comment ;)").unwrap(), "(; a comment ;)");
        assert!(expand("(;@repeat x: y;)").is_err());
        assert!(expand("(;@repeat 3").is_err());
    }
}
