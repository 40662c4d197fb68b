//! Reads the part of uap-core's `regexes.yaml` that tells browsers apart.

/// One rule: what a user agent has to match, and the family it then belongs to.
pub struct Rule<'a> {
    pub regex: &'a str,
    /// `None` means that the first capture group is the family.
    pub family: Option<&'a str>,
}

/// The rules of the section `user_agent_parsers`, in order of precedence.
///
/// The file keeps to a small part of YAML: one `key: 'value'` a line, values in single quotes, a
/// dash before the first key of an item. A full YAML parser would be most of the guest.
pub fn user_agent_rules(yaml: &str) -> Vec<Rule<'_>> {
    let mut rules: Vec<Rule<'_>> = Vec::new();
    let section = yaml
        .lines()
        .skip_while(|line| *line != "user_agent_parsers:")
        .skip(1)
        .take_while(|line| line.is_empty() || line.starts_with([' ', '#']));
    for line in section {
        let line = line.trim_start();
        if let Some(regex) = line.strip_prefix("- regex:") {
            rules.push(Rule {
                regex: unquote(regex),
                family: None,
            });
        } else if let Some(family) = line.strip_prefix("family_replacement:") {
            let rule = rules.last_mut().expect("a replacement follows its regex");
            rule.family = Some(unquote(family));
        }
    }
    rules
}

fn unquote(value: &str) -> &str {
    let value = value.trim();
    value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
        .expect("every value stands in single quotes")
}
