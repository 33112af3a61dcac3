//! `headcount annotate`: every article of the input as one line of JSON, in order.

mod guard;
mod line;
mod order;
mod progress;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use headcount::Pipeline;
use headcount::input::Inputs;
use headcount::output::{Extras, Target};

use crate::exit::Exit;
use line::{Line, Tally};
use order::Sink;
use progress::Progress;

/// What to annotate, and how.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) inputs: Inputs,
    /// `None`: standard output.
    pub(crate) output: Option<PathBuf>,
    /// Articles worked on at a time.
    pub(crate) threads: NonZeroUsize,
    pub(crate) extras: Extras,
    /// Neither progress nor summary.
    pub(crate) quiet: bool,
}

/// Annotates everything; fails only where no output can be written.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let target = match &config.output {
        Some(path) => Target::file(path)?,
        None => Target::stdout(),
    };
    let pipeline = Pipeline::new()?;
    guard::keep_panics_for_their_articles();
    let progress = if config.quiet { Progress::off() } else { Progress::on(&config.inputs) };
    let mut writer = Writer { target, progress, tally: Tally::default() };
    let work = |item| line::of(item, |article| pipeline.annotate(article), config.extras);
    order::in_order(config.inputs.items(), config.threads.get(), work, &mut writer)?;
    writer.finish(config.quiet)
}

/// The end of the line: writes, complains, counts.
struct Writer {
    target: Target,
    progress: Progress,
    tally: Tally,
}

impl Sink<Line> for Writer {
    fn take(&mut self, line: Line) -> anyhow::Result<()> {
        if let Some(complaint) = &line.complaint {
            self.progress.suspend(|| eprintln!("headcount: {complaint}"));
        }
        self.target.line(&line.json)?;
        self.tally.add(&line.tally);
        self.progress.show(&self.tally);
        Ok(())
    }

    fn idle(&mut self) -> anyhow::Result<()> {
        Ok(self.target.flush()?)
    }
}

impl Writer {
    fn finish(self, quiet: bool) -> anyhow::Result<Exit> {
        self.target.finish()?;
        let seconds = self.progress.clear();
        if !quiet {
            eprintln!("headcount: {}", self.tally.summary(seconds));
        }
        Ok(if self.tally.failed == 0 { Exit::Done } else { Exit::SomeFailed })
    }
}
