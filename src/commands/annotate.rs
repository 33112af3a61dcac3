//! `headcount annotate`: every article of the input as one line of JSON, in order.

pub(super) mod guard;
mod interrupt;
mod line;
pub(super) mod mark;
mod order;
mod part;
mod progress;
pub(super) mod seen;
mod tally;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use headcount::entities::own::OwnNames;
use headcount::input::{English, Inputs, Item, Shard};
use headcount::output::{Extras, Target, part_of};
use headcount::{Error, Pipeline};

use crate::exit::Exit;
pub(crate) use line::Foreign;
use line::{Line, Making};
use order::Sink;
use part::Earlier;
pub(crate) use progress::Log;
use progress::Progress;
use seen::Seen;
use tally::{Stats, Tally};

/// What to annotate, and how.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) inputs: Inputs,
    /// `None`: standard output.
    pub(crate) output: Option<PathBuf>,
    /// Whether to go on with what an earlier run has left.
    pub(crate) resume: bool,
    /// The user's own lists of names.
    pub(crate) lexicons: Vec<PathBuf>,
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
    let (mut items, mut seen) = (config.inputs.items(), Seen::default());
    let Some((target, earlier)) = open(config, &mut items, &mut seen)? else { return Ok(Exit::Done) };
    let pipeline = pipeline(&config.lexicons)?;
    let making = Making { extras: config.extras, foreign: config.foreign, english: English::new()? };
    guard::keep_panics_for_their_articles();
    interrupt::listen()?;
    let progress = Progress::start(config.log, &config.inputs);
    let tally = Tally { bytes: earlier.weight, ..Tally::default() };
    let mut writer = Writer { target, progress, tally, seen, shard: config.inputs.shard() };
    let work = |item| line::of(item, |article| pipeline.annotate(article), &making);
    let items = items.take_while(|_| !interrupt::asked());
    let done = order::in_order(items, config.threads.get(), work, &mut writer);
    match &config.output {
        Some(path) => done.with_context(|| kept(path))?,
        None => done?,
    }
    writer.finish(config, &earlier)
}

/// The output, and what of it was done before; `None` when nothing is left to do.
fn open<'a>(
    config: &Config,
    items: &mut impl Iterator<Item = Item<'a>>,
    seen: &mut Seen,
) -> anyhow::Result<Option<(Target, Earlier)>> {
    let Some(path) = &config.output else { return Ok(Some((Target::stdout(), Earlier::default()))) };
    let part = part_of(path);
    if config.resume && part.exists() {
        let options = part::Options { tokens: config.extras.tokens, shard: config.inputs.shard() };
        let earlier = part::skip(&part, items, options, seen)?;
        return Ok(Some((Target::append(path, earlier.bytes)?, earlier)));
    }
    if config.resume && path.exists() {
        config.log.note(&format!("{} is complete; nothing is left to do", path.display()));
        return Ok(None);
    }
    Ok(Some((Target::file(path)?, Earlier::default())))
}

fn kept(path: &Path) -> String {
    format!("what is done is kept in {}; run again with --resume to go on", part_of(path).display())
}

/// The pipeline with the user's own lists of names.
fn pipeline(lexicons: &[PathBuf]) -> anyhow::Result<Pipeline> {
    lexicons.iter().try_fold(Pipeline::new()?, |pipeline, path| {
        let text = fs::read_to_string(path).map_err(|source| Error::Io { path: path.clone(), source })?;
        Ok(pipeline.with_names(OwnNames::parse(path, &text)?))
    })
}

/// The end of the line: writes, complains, counts.
struct Writer {
    target: Target,
    progress: Progress,
    tally: Tally,
    seen: Seen,
    shard: Option<Shard>,
}

impl Sink<Line> for Writer {
    fn take(&mut self, mut line: Line) -> anyhow::Result<()> {
        if let Some(first) = line.hash.and_then(|hash| self.seen.first_of(hash, &line.id)) {
            line.mark_duplicate(first)?;
        }
        if let Some(shard) = self.shard {
            mark::add(&mut line.json, "shard", &part::shard_record(shard, line.position))?;
        }
        if let Some(complaint) = &line.complaint {
            self.progress.complain(&line.id, complaint, line.tally.failed > 0);
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
    fn finish(self, config: &Config, earlier: &Earlier) -> anyhow::Result<Exit> {
        let interrupted = interrupt::asked();
        if interrupted {
            self.target.keep()?;
        } else {
            self.target.finish()?;
        }
        let seconds = self.progress.clear();
        let stats = Stats::new(&self.tally, earlier.lines, seconds, config.threads.get());
        config.log.summary(&stats);
        if let Some(path) = &config.stats {
            let json = serde_json::to_string_pretty(&stats)? + "\n";
            fs::write(path, json).with_context(|| path.display().to_string())?;
        }
        if interrupted {
            let how = config.output.as_deref().map_or_else(String::new, |path| format!(": {}", kept(path)));
            config.log.note(&format!("stopped before the end{how}"));
            return Ok(Exit::Interrupted);
        }
        Ok(if self.tally.failed + earlier.failed == 0 { Exit::Done } else { Exit::SomeFailed })
    }
}
