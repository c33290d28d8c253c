//! What the command is doing right now, shown on stderr while it does it, when that is a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};

/// A spinner with the name of the present stage. Draws nothing where stderr is no terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Starts; hidden when not `visible`.
    pub(super) fn start(visible: bool) -> Self {
        let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }

    /// Names the stage that begins.
    pub(super) fn stage(&self, name: &'static str) {
        self.bar.set_message(name);
    }

    /// Clears the line.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}
