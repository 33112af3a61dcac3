//! What the user is told while a run goes on: a progress bar on a terminal, errors, a summary.

use std::io::{self, IsTerminal as _};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::tally::{RunTally, Stats};
use crate::input::Inputs;
use crate::output::terminal::plain;
use crate::program::tell;

/// In what form, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Log {
    /// Lines to read, a progress bar on a terminal.
    Text,
    /// Only errors.
    Quiet,
    /// One JSON object a line: `level` (`error`, `warning`, `info`), `message`, and `id` or `summary`.
    Json,
}

impl Log {
    /// Says something that is no error.
    pub(super) fn note(self, message: &str) {
        match self {
            Self::Text => tell::say(message),
            Self::Json => tell::line(&json!({"level": "info", "message": message}).to_string()),
            Self::Quiet => {}
        }
    }

    /// Says what is wrong with the whole run.
    pub(super) fn fault(self, message: &str) {
        match self {
            Self::Text | Self::Quiet => eprintln!("headcount: {message}"),
            Self::Json => eprintln!("{}", json!({"level": "error", "message": message})),
        }
    }

    /// The line at the end.
    pub(super) fn summary(self, stats: &Stats<'_>) {
        match self {
            Self::Text => tell::say(&stats.summary()),
            Self::Json => {
                let line = json!({"level": "info", "message": stats.summary(), "summary": stats});
                tell::line(&line.to_string());
            }
            Self::Quiet => {}
        }
    }

    fn complain(self, id: &str, message: &str, is_error: bool) {
        match self {
            Self::Text | Self::Quiet => tell::say(message),
            Self::Json => {
                let level = if is_error { "error" } else { "warning" };
                let line = json!({"level": level, "id": id, "message": tell::short(&plain(message))});
                tell::line(&line.to_string());
            }
        }
    }
}

/// How far a run has come.
pub(super) struct Progress {
    bar: ProgressBar,
    start: Instant,
    log: Log,
}

impl Progress {
    /// Starts the clock, and a bar where it is wanted and someone can see it. The bar is measured in bytes of the input, since nobody
    /// knows the number of articles in advance.
    pub(super) fn start(log: Log, inputs: &Inputs, bar: bool) -> Self {
        let start = Instant::now();
        // Lines of output on the same terminal would run into the bar.
        let bar = bar && !io::stdout().is_terminal();
        if !bar || log != Log::Text || !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden(), start, log };
        }
        let bar = ProgressBar::no_length().with_style(style("{spinner} {elapsed}  {msg}"));
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        bar.enable_steady_tick(Duration::from_millis(250));
        let (measured, inputs) = (bar.clone(), inputs.clone());
        // Adding up a million files takes seconds; nobody waits for it, and it ends with the program.
        thread::spawn(move || measure(&measured, &inputs));
        Self { bar, start, log }
    }

    /// Shows what is done so far.
    pub(super) fn show(&self, tally: &RunTally) {
        if self.bar.is_hidden() {
            return;
        }
        let speed = tally.words as f64 / self.start.elapsed().as_secs_f64().max(1e-9);
        self.bar.set_message(format!("{} articles, {speed:.0} words/s", tally.articles + tally.failed));
        self.bar.set_position(tally.bytes);
    }

    /// Tells what is wrong with an article.
    pub(super) fn complain(&self, id: &str, message: &str, is_error: bool) {
        self.bar.suspend(|| self.log.complain(id, message, is_error));
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
