//! `headcount evaluate`: how good an annotation is, and where it fails.

mod groups;
mod html;
pub(super) mod mistakes;
pub(super) mod pairs;
mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::model::{self, Chosen};
use crate::Pipeline;
use crate::labelled::{Labelled, LabelledArticle};
use crate::output::Target;
use crate::output::terminal::plain;
use crate::program::exit::Exit;
use crate::program::tell;
use crate::score::{MeasureLine, Report, Rounds, Scorer, Scores, Settings, predict};
use groups::Breakdown;
use table::Style;

/// What to do with which labelled articles.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) gold: PathBuf,
    pub(crate) task: EvaluateTask,
}

/// What can be done.
#[derive(Debug)]
pub(crate) enum EvaluateTask {
    /// Look for slips.
    Check,
    /// Compare a prediction with the labels.
    Compare(Box<ComparisonPlan>),
}

/// What is compared, and what is shown.
#[derive(Debug)]
pub(crate) struct ComparisonPlan {
    /// `None`: annotate the texts now.
    pub(crate) predicted: Option<PathBuf>,
    /// The model that annotates now; `None`: the embedded one.
    pub(crate) model: Option<Chosen>,
    pub(crate) versus: Option<PathBuf>,
    /// An article without a prediction is all missed.
    pub(crate) allow_missing: bool,
    pub(crate) settings: Settings,
    pub(crate) rounds: Rounds,
    pub(crate) marks: Vec<Threshold>,
    /// A field of the articles' metadata by which the main figures are told apart.
    pub(crate) by: Option<String>,
    /// Mistakes shown of each kind.
    pub(crate) errors: usize,
    pub(crate) form: ReportForm,
    /// Also write a page here.
    pub(crate) html: Option<PathBuf>,
}

/// How the figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportForm {
    Table,
    Markdown,
    Json,
}

/// A figure that must be reached.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Threshold {
    /// The measure's key.
    pub(crate) measure: String,
    /// F1 (or recall), 0 to 1.
    pub(crate) least: f64,
}

/// Mistakes of each kind that a page shows where no number is asked for.
const MISTAKES: usize = 50;

/// Checks or compares; an error means that the files do not allow it.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    match &config.task {
        EvaluateTask::Check => check(&config.gold),
        EvaluateTask::Compare(comparison) => compare(&config.gold, comparison),
    }
}

fn compare(path: &Path, comparison: &ComparisonPlan) -> anyhow::Result<Exit> {
    let gold = Labelled::read(path)?.checked(path)?;
    let tables = Scorer::new(comparison.settings.clone())?;
    let scores = if let Some(path) = &comparison.predicted {
        score(&tables, &gold, path, comparison.allow_missing)?
    } else {
        let pipeline = model::set(Pipeline::new()?, comparison.model.as_ref())?;
        tables.score(&paired(&gold, &predict(&pipeline, &gold)?))
    };
    let other = comparison.versus.as_deref();
    let other = other.map(|path| score(&tables, &gold, path, comparison.allow_missing)).transpose()?;
    let report = Report::of(&scores, other.as_ref(), comparison.rounds);
    if report.lines.is_empty() {
        bail!("{}: labels none of the parts that are measured; see --only", path.display());
    }
    let below = below(&report, &comparison.marks)?;
    let groups = comparison.by.as_deref().map(|field| Breakdown::of(field, &gold, &scores)).transpose()?;
    if let Some(file) = &comparison.html {
        let most = if comparison.errors == 0 { MISTAKES } else { comparison.errors };
        let mut target = Target::file(file)?;
        let title = comparison.predicted.as_deref().unwrap_or(path).display().to_string();
        html::write(&mut target, &title, &report, groups.as_ref(), (&scores, &gold, most))
            .with_context(|| file.display().to_string())?;
        target.finish()?;
    }
    let mut out = io::stdout().lock();
    match comparison.form {
        ReportForm::Json => writeln!(out, "{}", groups::json(&report, groups.as_ref()))?,
        ReportForm::Table => show(&mut out, &report, groups.as_ref(), Style::Plain)?,
        ReportForm::Markdown => show(&mut out, &report, groups.as_ref(), Style::Markdown)?,
    }
    if comparison.errors > 0 && comparison.form != ReportForm::Json {
        mistakes::write(&mut out, &scores, &gold, comparison.errors)?;
    }
    out.flush()?;
    for (line, mark) in &below {
        let value = line.value().unwrap_or_default();
        tell::say(&format!("{} is {value:.4}, below {}", mark.measure, mark.least));
    }
    Ok(if below.is_empty() { Exit::Done } else { Exit::SomeFailed })
}

fn show(out: &mut impl Write, report: &Report, groups: Option<&Breakdown>, style: Style) -> io::Result<()> {
    table::write(out, report, style)?;
    groups.map_or(Ok(()), |groups| groups.write(out, style))
}

/// Scores the predictions in a file.
fn score(
    tables: &Scorer,
    gold: &[LabelledArticle],
    predicted: &Path,
    allow_missing: bool,
) -> anyhow::Result<Scores> {
    let missing = if allow_missing { pairs::Missing::Allowed } else { pairs::Missing::Refused };
    Ok(tables.score(&paired(gold, &pairs::read(gold, predicted, missing)?)))
}

/// Articles side by side, which come in the same order.
fn paired<'a>(
    gold: &'a [LabelledArticle],
    predicted: &'a [LabelledArticle],
) -> Vec<(&'a LabelledArticle, &'a LabelledArticle)> {
    gold.iter().zip(predicted).collect()
}

/// The marks that are not reached. A mark on something that is not measured is an error: it would never be missed.
fn below<'r>(
    report: &'r Report,
    marks: &'r [Threshold],
) -> anyhow::Result<Vec<(&'r MeasureLine, &'r Threshold)>> {
    let mut below = Vec::new();
    for mark in marks {
        let line = report.line(&mark.measure).with_context(|| {
            let known: Vec<_> = report.lines.iter().map(MeasureLine::key).collect();
            format!("--at-least {}: no such measure here; there are {}", mark.measure, known.join(", "))
        })?;
        let value = line.value().with_context(|| {
            format!("--at-least {}: neither gold nor prediction has anything to measure", mark.measure)
        })?;
        if value < mark.least {
            below.push((line, mark));
        }
    }
    Ok(below)
}

/// Lists every slip of the labelled files.
fn check(gold: &Path) -> anyhow::Result<Exit> {
    let labelled = Labelled::read(gold)?;
    let slips = labelled.all_slips();
    let mut out = io::stdout().lock();
    for slip in &slips {
        writeln!(out, "{}", plain(&slip.to_string()))?;
    }
    out.flush()?;
    tell::say(&format!("{} articles, {} slips", labelled.articles.len(), slips.len()));
    if labelled.articles.is_empty() && slips.is_empty() {
        bail!("{}: holds no article", gold.display());
    }
    Ok(if slips.is_empty() { Exit::Done } else { Exit::SomeFailed })
}
