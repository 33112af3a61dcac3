//! A progress bar on a terminal: articles, words a second, time left.

use std::io::{self, IsTerminal as _};
use std::thread;
use std::time::{Duration, Instant};

use headcount::input::Inputs;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::line::Tally;

/// Shows how far a run has come; silent where standard error is no terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
}

impl Progress {
    /// No bar, only the clock.
    pub(super) fn off() -> Self {
        Self { bar: ProgressBar::hidden(), start: Instant::now() }
    }

    /// A bar measured in bytes of the input, since nobody knows the number of articles in advance.
    pub(super) fn on(inputs: &Inputs) -> Self {
        if !io::stderr().is_terminal() {
            return Self::off();
        }
        let bar = ProgressBar::no_length().with_style(style("{spinner} {elapsed}  {msg}"));
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        bar.enable_steady_tick(Duration::from_millis(250));
        let (measured, inputs) = (bar.clone(), inputs.clone());
        // Adding up a million files takes seconds; nobody waits for it, and it ends with the program.
        thread::spawn(move || measure(&measured, &inputs));
        Self { bar, start: Instant::now() }
    }

    /// Shows what is done so far.
    pub(super) fn show(&self, tally: &Tally) {
        if self.bar.is_hidden() {
            return;
        }
        let speed = tally.words as f64 / self.start.elapsed().as_secs_f64().max(1e-9);
        self.bar.set_message(format!("{} articles, {speed:.0} words/s", tally.articles + tally.failed));
        self.bar.set_position(tally.bytes);
    }

    /// Takes the bar away while `print` writes to the terminal.
    pub(super) fn suspend(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Ends the bar; the seconds since the start.
    pub(super) fn clear(&self) -> f64 {
        self.bar.finish_and_clear();
        self.start.elapsed().as_secs_f64()
    }
}

/// Turns the spinner into a bar with the time left, where the end is known.
fn measure(bar: &ProgressBar, inputs: &Inputs) {
    if let Some(bytes) = inputs.bytes() {
        bar.set_length(bytes);
        bar.set_style(style("{bar:24} {percent:>3}%  {msg}  {eta} left"));
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
