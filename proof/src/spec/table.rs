//! The results as tables for `SUPPORT.md`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::results::{Results, Row};

/// The tables: figures of each part of the suite, and each script of which something is refused.
pub fn markdown(results: &Results) -> String {
    let mut parts: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &results.rows {
        let (part, _) = row.name.split_once('/').unwrap_or((&row.name, ""));
        parts.entry(part).or_default().push(row);
    }
    // What is not a proposal comes first.
    let mut parts: Vec<(&str, Vec<&Row>)> = parts.into_iter().collect();
    parts.sort_by_key(|(part, _)| *part != "latest");

    let mut out = String::new();
    out.push_str(
        "| part | scripts | modules | cuts | passed | assertions held | refused | wrong |\n",
    );
    out.push_str("|---|--:|--:|--:|--:|--:|--:|--:|\n");
    for (part, rows) in &parts {
        figures(&mut out, part, rows);
    }
    figures(&mut out, "all", &results.rows.iter().collect::<Vec<_>>());
    out.push_str("\n| script | refused cuts | of | why |\n|---|--:|--:|---|\n");
    for row in results.rows.iter().filter(|row| row.refused > 0) {
        let reasons: Vec<String> = row
            .reasons
            .iter()
            .map(|(reason, count)| match *count == row.refused {
                true => reason.clone(),
                false => format!("{reason} ({count})"),
            })
            .collect();
        line(
            &mut out,
            &[
                row.name.clone(),
                number(row.refused),
                number(row.cuts),
                reasons.join("; ").replace('|', "\\|"),
            ],
        );
    }
    out
}

fn figures(out: &mut String, part: &str, rows: &[&Row]) {
    let sum = |count: fn(&Row) -> usize| number(rows.iter().map(|row| count(row)).sum());
    line(
        out,
        &[
            part.to_owned(),
            number(rows.len()),
            sum(|row| row.modules),
            sum(|row| row.cuts),
            sum(|row| row.passed),
            sum(|row| row.held),
            sum(|row| row.refused),
            sum(|row| row.wrong),
        ],
    );
}

fn line(out: &mut String, cells: &[String]) {
    writeln!(out, "| {} |", cells.join(" | ")).expect("writing to a string cannot fail");
}

/// With commas between thousands.
fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas() {
        assert_eq!(
            [0, 999, 1000, 41_086_981].map(number),
            ["0", "999", "1,000", "41,086,981"]
        );
    }

    #[test]
    fn a_refusal_stands_with_its_script() {
        let mut row = Row::new("gc/array");
        row.cuts = 3;
        row.refuse(["changed table N".to_owned()].into());
        let text = markdown(&Results { rows: vec![row] });
        assert!(
            text.contains("| gc/array | 1 | 3 | changed table N |\n"),
            "{text}"
        );
        assert!(
            text.contains("| all | 1 | 0 | 3 | 0 | 0 | 1 | 0 |\n"),
            "{text}"
        );
    }
}
