//! `headcount annotate`: every article of the input as one line of JSON, or in another form, in order.

pub(super) mod duplicates;
mod interrupt;
mod line;
pub(super) mod mark;
mod nothing;
mod order;
mod progress;
mod resume;
mod tally;

use std::fs;
use std::mem::ManuallyDrop;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::model::{self, Chosen};
use super::screen::Screen;
use crate::Pipeline;
use crate::entities::own::OwnNames;
use crate::input::{Inputs, Item, Shard};
use crate::output::{Export, Extras, Form, Target, part_of};
use crate::program::exit::Exit;
use crate::recorder::{Foreign, Recorder};
use duplicates::SeenTexts;
use line::{AnnotatedLine, LineBody};
use order::Sink;
use resume::Earlier;

pub(crate) use progress::Log;
use progress::Progress;
use tally::{RunTally, Stats};

/// What to annotate, and how.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) inputs: Inputs,
    /// What was named, for messages.
    pub(crate) paths: Vec<PathBuf>,
    /// `None`: standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) form: Form,
    /// Whether the facts are shown on the terminal, in place of any form.
    pub(crate) screen: bool,
    /// Whether to go on with what an earlier run has left.
    pub(crate) resume: bool,
    /// The user's own lists of names.
    pub(crate) lexicons: Vec<PathBuf>,
    /// Whether names alone are looked for.
    pub(crate) only_names: bool,
    /// `None`: the embedded one.
    pub(crate) model: Option<Chosen>,
    /// Articles worked on at a time.
    pub(crate) threads: NonZeroUsize,
    pub(crate) extras: Extras,
    pub(crate) foreign: Foreign,
    /// How the user is told.
    pub(crate) log: Log,
    /// Where the counts of the run go.
    pub(crate) stats: Option<PathBuf>,
}

/// Annotates everything; fails only where no output can be written.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let (mut items, mut seen) = (config.inputs.items(), SeenTexts::default());
    let Some((output, earlier)) = open(config, &mut items, &mut seen)? else { return Ok(Exit::Done) };
    // Never dropped: the program ends with the run, and to free its lists piece by piece takes 2 ms.
    let recorder = ManuallyDrop::new(Recorder::new(pipeline(config)?, config.extras, config.foreign)?);
    let as_json = matches!(output, Output::Lines(_));
    interrupt::listen(last_words(config, as_json))?;
    // A bar on the terminal would run into the facts there.
    let progress = Progress::start(config.log, &config.inputs, !config.screen);
    let tally = RunTally { bytes: earlier.weight, ..RunTally::default() };
    let mut writer = RecordWriter { output, progress, tally, seen, shard: config.inputs.shard() };
    let work = |item| line::of(item, &recorder, as_json);
    let items = items.take_while(|_| !interrupt::asked());
    let done = order::in_order(items, config.threads.get(), work, &mut writer);
    match &config.output {
        Some(path) if as_json => done.with_context(|| kept(path))?,
        _ => done?,
    }
    writer.finish(config, &earlier)
}

/// The output, and what of it was done before; `None` when nothing is left to do.
fn open<'a>(
    config: &Config,
    items: &mut impl Iterator<Item = Item<'a>>,
    seen: &mut SeenTexts,
) -> anyhow::Result<Option<(Output, Earlier)>> {
    if config.screen {
        return Ok(Some((Output::Screen(Screen::new(config.extras, None)), Earlier::default())));
    }
    if config.form != Form::JsonLines {
        let export = Export::new(config.form, config.output.as_deref())?;
        return Ok(Some((Output::Export(Box::new(export)), Earlier::default())));
    }
    let lines = |target| Some((Output::Lines(target), Earlier::default()));
    let Some(path) = &config.output else { return Ok(lines(Target::stdout())) };
    let (part, options) = (part_of(path), resume::Options::of(config)?);
    if config.resume && part.exists() {
        let mut target = Target::append(path)?;
        let earlier = resume::skip(&part, items, config.inputs.shard(), seen)?;
        if earlier.lines > 0 {
            options.check(path)?;
        } else {
            options.note(path)?;
        }
        target.cut(earlier.bytes)?;
        return Ok(Some((Output::Lines(target), earlier)));
    }
    if config.resume && path.exists() {
        config.log.note(&format!("{} is complete; nothing is left to do", path.display()));
        return Ok(None);
    }
    let target = Target::file(path)?;
    if target.is_file() {
        options.note(path)?;
    }
    Ok(lines(target))
}

/// Where articles go.
enum Output {
    /// Lines of JSON, which an interrupted run can be gone on with.
    Lines(Target),
    /// Any other form.
    Export(Box<Export>),
    /// The facts, to be read here.
    Screen(Screen),
}

impl Output {
    fn write(&mut self, body: &LineBody) -> anyhow::Result<()> {
        match (self, body) {
            (Self::Lines(target), LineBody::Json(json)) => Ok(target.line(json)?),
            (Self::Export(export), LineBody::Record(record)) => Ok(export.add(record)?),
            (Self::Screen(screen), LineBody::Record(record)) => Ok(screen.facts(record)?),
            _ => bail!("an article was made in another form than the output's"),
        }
    }

    fn flush(&mut self) -> anyhow::Result<()> {
        match self {
            Self::Lines(target) => Ok(target.flush()?),
            Self::Export(export) => Ok(export.flush()?),
            Self::Screen(screen) => Ok(screen.flush()?),
        }
    }

    /// Ends the output; when `interrupted`, what was done stays under the name of the part.
    fn end(self, interrupted: bool) -> anyhow::Result<()> {
        match (self, interrupted) {
            (Self::Lines(target), true) => target.keep()?,
            (Self::Lines(target), false) => target.finish()?,
            (Self::Export(export), true) => export.keep()?,
            (Self::Export(export), false) => export.finish()?,
            (Self::Screen(mut screen), _) => screen.flush()?,
        }
        Ok(())
    }
}

/// What is told at the end of a run that was interrupted.
fn last_words(config: &Config, resumable: bool) -> impl Fn() + Send + use<> {
    let how = config.output.as_deref().map_or_else(String::new, |path| {
        let part = || format!("what is done is in {}", part_of(path).display());
        format!(": {}", if resumable { kept(path) } else { part() })
    });
    let log = config.log;
    move || log.note(&format!("stopped before the end{how}"))
}

fn kept(path: &Path) -> String {
    format!("what is done is kept in {}; run again with --resume to go on", part_of(path).display())
}

/// The pipeline with the user's own model and lists of names.
fn pipeline(config: &Config) -> anyhow::Result<Pipeline> {
    let pipeline = if config.only_names { Pipeline::of_names()? } else { Pipeline::new()? };
    let pipeline = model::set(pipeline, config.model.as_ref())?;
    config.lexicons.iter().try_fold(pipeline, |pipeline, path| Ok(pipeline.with_names(OwnNames::read(path)?)))
}

/// The end of the line: writes, complains, counts.
struct RecordWriter {
    output: Output,
    progress: Progress,
    tally: RunTally,
    seen: SeenTexts,
    shard: Option<Shard>,
}

impl Sink<AnnotatedLine> for RecordWriter {
    fn take(&mut self, mut line: AnnotatedLine) -> anyhow::Result<()> {
        if let Some(first) = line.hash.and_then(|hash| self.seen.first_of(hash, &line.id)) {
            line.mark_duplicate(first)?;
        }
        if let Some(shard) = self.shard {
            line.mark_shard(shard)?;
        }
        if let Some(complaint) = &line.complaint {
            self.progress.complain(&line.id, complaint, line.tally.failed > 0);
        }
        self.output.write(&line.body)?;
        self.tally.add(&line.tally);
        self.progress.show(&self.tally);
        Ok(())
    }

    fn idle(&mut self) -> anyhow::Result<()> {
        self.output.flush()
    }
}

impl RecordWriter {
    fn finish(self, config: &Config, earlier: &Earlier) -> anyhow::Result<Exit> {
        let interrupted = interrupt::asked();
        let resumable = matches!(self.output, Output::Lines(_));
        let shown = matches!(self.output, Output::Screen(_));
        let tell_end = last_words(config, resumable);
        interrupt::ended();
        self.output.end(interrupted)?;
        if let Some(path) = config.output.as_deref().filter(|_| resumable && !interrupted) {
            resume::forget(path)?;
        }
        let seconds = self.progress.clear();
        let stats = Stats::new(&self.tally, earlier.lines, seconds, config.threads.get());
        config.log.summary(&stats);
        if let Some(path) = &config.stats {
            let json = serde_json::to_string_pretty(&stats)? + "\n";
            fs::write(path, json).with_context(|| path.display().to_string())?;
        }
        if interrupted {
            tell_end();
            return Ok(Exit::Interrupted);
        }
        if shown {
            config.log.note(
                "`headcount inspect` shows all of it; for the data give -o FILE (.csv, .xlsx, .parquet, .jsonl) or a pipe",
            );
        }
        if self.tally.articles + self.tally.failed + earlier.lines == 0 && config.inputs.shard().is_none() {
            return Ok(nothing::told(&config.paths, config.log));
        }
        Ok(if self.tally.failed + earlier.failed == 0 { Exit::Done } else { Exit::SomeFailed })
    }
}
