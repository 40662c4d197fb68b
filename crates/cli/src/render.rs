//! How messages look on standard error. The only place that knows of colors.

use std::io::{self, Write as _};

use preinit_core::Error;

use crate::options::View;

/// Prints messages. A standard error that takes no more is not a reason to fail.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Messages {
    color: bool,
    /// Whether lines of progress may stand on the terminal.
    progress: bool,
    warnings: bool,
}

#[derive(Copy, Clone)]
enum Style {
    Error,
    Warning,
    Help,
    Place,
}

impl Style {
    /// The parameters of the terminal's "select graphic rendition".
    fn code(self) -> &'static str {
        match self {
            Style::Error => "1;31",
            Style::Warning => "1;33",
            Style::Help => "1;36",
            Style::Place => "1;34",
        }
    }
}

impl Messages {
    pub(crate) fn new(view: View) -> Self {
        Messages {
            color: view.color,
            progress: view.progress,
            warnings: view.warnings,
        }
    }

    /// How they look where no option has been read.
    pub(crate) fn plain() -> Self {
        Messages {
            color: false,
            progress: false,
            warnings: true,
        }
    }

    /// Prints an error, and with `extra` further hints of the caller's.
    pub(crate) fn error(self, error: &Error, extra: &[String]) {
        print(&self.error_text(error, extra));
    }

    /// Makes room for what follows where a line of progress may stand.
    pub(crate) fn over_progress(self) {
        if self.progress {
            print("\r\x1b[2K");
        }
    }

    pub(crate) fn warning(self, message: &str) {
        if self.warnings {
            print(&format!(
                "{} {}\n",
                self.paint(Style::Warning, "warning:"),
                printable(message)
            ));
        }
    }

    /// Prints warnings, the first of very many.
    pub(crate) fn warnings(self, warnings: &[String]) {
        const SHOWN: usize = 100;
        for warning in warnings.iter().take(SHOWN) {
            self.warning(warning);
        }
        if let Some(more) = warnings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            self.warning(&format!("{more} more like these"));
        }
    }

    /// Prints lines that are laid out already.
    pub(crate) fn lines(self, lines: &Lines) {
        print(&lines.text);
    }

    fn error_text(self, error: &Error, extra: &[String]) -> String {
        let mut text = format!(
            "{} {}\n",
            self.paint(Style::Error, "error:"),
            printable(&error.to_string())
        );
        if let Some(place) = error.place() {
            let label = self.paint(Style::Place, "at:");
            text.push_str(&format!("  {label} {}\n", printable(place)));
        }
        // Each is one line: names of the module's are in them.
        for line in error.details() {
            text.push_str(&format!("  {}\n", printable(line)));
        }
        for hint in error
            .hint()
            .into_iter()
            .chain(extra.iter().map(String::as_str))
        {
            let label = self.paint(Style::Help, "help:");
            text.push_str(&format!("  {label} {}\n", printable(hint)));
        }
        text
    }

    fn paint(self, style: Style, text: &str) -> String {
        if self.color {
            format!("\x1b[{}m{text}\x1b[0m", style.code())
        } else {
            text.to_owned()
        }
    }
}

/// Lines that are laid out, and safe to print.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
}

impl Lines {
    /// Lines of ours, in which no name of anybody's has a line of its own.
    pub(crate) fn of(text: &str) -> Self {
        let mut lines = Lines::default();
        text.lines().for_each(|line| lines.line(line));
        lines
    }

    /// Adds one line, whatever the names in it are.
    pub(crate) fn line(&mut self, line: impl std::fmt::Display) {
        self.text.push_str(&printable(&line.to_string()));
        self.text.push('\n');
    }
}

/// How many characters one line of a message has at most. Names can be as long as a module.
const MOST: usize = 4_000;

/// Names in a message come from the module and the command line: what would steer a terminal is escaped, and what nobody
/// would read is left out.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len().min(MOST));
    for (position, character) in text.chars().enumerate() {
        if position == MOST {
            let more = text.chars().count() - MOST;
            safe.push_str(&format!("… ({more} more characters)"));
            break;
        }
        if character.is_control() || is_direction(character) {
            safe.extend(character.escape_default());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Whether a character makes others stand where they are not, or is not seen itself.
fn is_direction(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

fn print(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use preinit_core::ErrorKind;

    use super::*;

    fn error() -> Error {
        Error::new(ErrorKind::Init, "the import `a.b` was called")
            .with_place("function `main`")
            .with_details(vec!["0: first".into(), "1: second\n2: third".into()])
            .with_hint("use `--preload a=PATH`")
    }

    #[test]
    fn an_error_is_laid_out() {
        assert_eq!(
            Messages::plain().error_text(&error(), &["and so on".into()]),
            "error: the import `a.b` was called\n\
             \x20 at: function `main`\n\
             \x20 0: first\n\
             \x20 1: second\\n2: third\n\
             \x20 help: use `--preload a=PATH`\n\
             \x20 help: and so on\n"
        );
    }

    #[test]
    fn color_marks_the_labels_only() {
        let colored = Messages {
            color: true,
            ..Messages::plain()
        }
        .error_text(&error(), &[]);
        let mut plain = colored.clone();
        for sequence in ["\x1b[1;31m", "\x1b[1;34m", "\x1b[1;36m", "\x1b[0m"] {
            assert!(plain.contains(sequence), "{sequence:?}");
            plain = plain.replace(sequence, "");
        }
        assert_eq!(plain, Messages::plain().error_text(&error(), &[]));
    }

    #[test]
    fn names_can_not_steer_the_terminal() {
        let error = Error::new(ErrorKind::Init, "`\x1b[2Jgone`\nerror: forged");
        assert_eq!(
            Messages::plain().error_text(&error, &[]),
            "error: `\\u{1b}[2Jgone`\\nerror: forged\n"
        );
        assert_eq!(printable("naïve ≠ plain"), "naïve ≠ plain");
        assert_eq!(printable("a\u{202e}b\u{feff}"), "a\\u{202e}b\\u{feff}");
    }
}
