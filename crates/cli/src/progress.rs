//! A line per phase on a terminal's standard error while the phases run; gone when they are done.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use preinit_engine::{Observer, Phase};

use crate::watchdog;

/// How often a running phase's line is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// Shows the phases of one run.
pub(crate) struct Progress {
    lines: MultiProgress,
    running: Mutex<Vec<(Phase, ProgressBar)>>,
    /// Whether init may write to the terminal: the lines then make room for its output.
    guest_prints: bool,
}

impl Progress {
    /// Progress on standard error, or none.
    pub(crate) fn new(shown: bool, guest_prints: bool) -> Self {
        let target = if shown {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        Progress {
            lines: MultiProgress::with_draw_target(target),
            running: Mutex::default(),
            guest_prints: shown && guest_prints,
        }
    }

    /// Removes the lines, so that what follows stands alone.
    pub(crate) fn clear(&self) {
        self.running().clear();
        // A terminal that can't be written to shows no lines that would have to go.
        let _ = self.lines.clear();
        self.lines.set_draw_target(ProgressDrawTarget::hidden());
    }

    /// A list of bars is whole after every step, so a panic of another holder does not matter.
    fn running(&self) -> MutexGuard<'_, Vec<(Phase, ProgressBar)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

impl Observer for Progress {
    fn begin(&self, phase: Phase) {
        watchdog::doing(format!("the phase `{phase}`"));
        let hidden = self.guest_prints && phase == Phase::Run;
        if hidden {
            let _ = self.lines.clear();
            self.lines.set_draw_target(ProgressDrawTarget::hidden());
        }
        let bar = self.lines.add(ProgressBar::new_spinner());
        bar.set_style(style("{spinner} {prefix:<11} {elapsed}"));
        bar.set_prefix(phase.to_string());
        // It takes a thread, and panics where there is none.
        if !self.lines.is_hidden() && thread::Builder::new().spawn(|| ()).is_ok() {
            bar.enable_steady_tick(TICK);
        }
        self.running().push((phase, bar));
    }

    fn end(&self, phase: Phase, took: Duration) {
        if self.guest_prints && phase == Phase::Run {
            self.lines.set_draw_target(ProgressDrawTarget::stderr());
        }
        let mut running = self.running();
        // An engine that starts over runs a phase again: the latest line is the one that ends.
        if let Some(position) = running.iter().rposition(|(running, _)| *running == phase) {
            let (_, bar) = running.remove(position);
            bar.set_style(style("  {prefix:<11} {msg}"));
            bar.finish_with_message(format!("{took:.1?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_valid() {
        for template in ["{spinner} {prefix:<11} {elapsed}", "  {prefix:<11} {msg}"] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }

    #[test]
    fn phases_may_repeat_and_end_in_any_order() {
        let progress = Progress::new(false, true);
        progress.begin(Phase::Compile);
        progress.begin(Phase::Run);
        progress.end(Phase::Compile, Duration::ZERO);
        progress.end(Phase::Check, Duration::ZERO);
        progress.begin(Phase::Run);
        assert_eq!(progress.running().len(), 2);
        progress.end(Phase::Run, Duration::ZERO);
        progress.end(Phase::Run, Duration::ZERO);
        assert!(progress.running().is_empty());
        progress.clear();
    }
}
