//! The options of `headcount evaluate`.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum, ValueHint};

use super::model::ModelOptions;
use crate::program::commands::evaluate::{ComparisonPlan, Config, EvaluateTask, ReportForm, Threshold};
use crate::score::{LabelMap, MentionRule, Part, Rounds, Settings};

/// Measure annotations against articles labelled by hand
///
/// GOLD holds the labelled articles in the form of docs/output.md. Without --pred their texts are annotated first. What GOLD does
/// not label is not measured. docs/evaluate.md says what each measure means.
#[derive(Debug, Args)]
#[command(after_long_help = "Examples:\n  \
    headcount evaluate corpus/gold                                  how good is this version?\n  \
    headcount evaluate gold.jsonl --pred mine.jsonl --errors 3      where does it fail?\n  \
    headcount evaluate gold.jsonl --pred new.jsonl --versus old.jsonl   better, or only luck?\n  \
    headcount evaluate gold.jsonl --at-least links.head=0.8         for an automatic check\n  \
    headcount evaluate --check gold.jsonl                           is the file well formed?\n\n\
    Exit code: 0 done; 1 a figure is below its mark, or --check found slips; 2 the files cannot be compared.")]
#[allow(clippy::struct_excessive_bools)] // each is a switch as it is typed
pub(crate) struct Options {
    /// The labelled articles: a file or a folder of files
    #[arg(value_name = "GOLD", value_hint = ValueHint::AnyPath)]
    gold: PathBuf,

    /// Measure these annotations of the same articles [default: annotate the texts of GOLD now]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath, conflicts_with = "model")]
    pred: Option<PathBuf>,

    /// Also measure these annotations, and say which differences are more than chance
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    versus: Option<PathBuf>,

    /// Count an article that has no prediction as all missed, instead of stopping
    #[arg(long)]
    allow_missing: bool,

    /// Measure only these parts
    #[arg(long, value_name = "PART,...", value_delimiter = ',')]
    only: Vec<PartName>,

    #[command(flatten)]
    model: ModelOptions,

    /// Count label A as B: A=B,... or a preset (ontonotes, worldwide, conll); `A=` leaves A out
    #[arg(long, value_name = "MAP", default_value = "")]
    map: String,

    /// Compare only names with these labels, after --map
    #[arg(long, value_name = "LABEL,...", value_delimiter = ',')]
    labels: Vec<String>,

    /// A circumstance must point at the very mention that is labelled; another mention of the same name is wrong
    #[arg(long)]
    same_mention: bool,

    /// Show up to N mistakes of each kind in their context, the most frequent kind first
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    errors: usize,

    /// Also break the main figures down by a field of GOLD's articles, such as region
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,

    /// End with exit code 1 where a figure is lower: links.head=0.8,entities.LAW=0.9
    #[arg(long, value_name = "MEASURE=F1,...", value_delimiter = ',')]
    at_least: Vec<String>,

    /// Only look for errors in GOLD: offsets, ids, kinds, labels, overlaps
    #[arg(long, conflicts_with_all = ["pred", "versus", "errors", "at_least", "json", "markdown", "html"])]
    check: bool,

    /// Write one JSON object instead of a table
    #[arg(long, conflicts_with = "markdown")]
    json: bool,

    /// Write the table in Markdown
    #[arg(long)]
    markdown: bool,

    /// Also write a page for any browser to this file: figures, calibration of the scores, mistakes in context
    ///
    /// It shows up to 50 mistakes of each kind (--errors N: N), and needs no network.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    html: Option<PathBuf>,

    /// Number of bootstrap samples for the 95% intervals
    #[arg(long, value_name = "N", default_value_t = Rounds::default().number)]
    rounds: usize,

    /// Seed of the bootstrap: the same seed gives the same intervals
    #[arg(long, value_name = "N", default_value_t = Rounds::default().seed)]
    seed: u64,
}

/// Parts as they are typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum PartName {
    /// Names
    Entities,
    /// Numbers with kind, value, bound and unit
    Quantities,
    /// What the numbers count, with the circumstances
    Links,
    /// How the text presents the facts: negated, possible, planned, conditional
    Status,
    /// Facts that a reader has ticked in a report
    Ticks,
}

impl PartName {
    fn part(self) -> Part {
        match self {
            Self::Entities => Part::Entities,
            Self::Quantities => Part::Quantities,
            Self::Links => Part::Links,
            Self::Status => Part::Status,
            Self::Ticks => Part::Ticks,
        }
    }
}

impl Options {
    /// The settings of the command: labels and marks understood, defaults filled in.
    pub(crate) fn config(self) -> anyhow::Result<Config> {
        if self.check {
            return Ok(Config { gold: self.gold, task: EvaluateTask::Check });
        }
        let parts = match self.only.as_slice() {
            [] => Part::ALL.to_vec(),
            only => only.iter().map(|name| name.part()).collect(),
        };
        let map = LabelMap::parse(&self.map).context("--map")?;
        let settings = Settings {
            parts,
            map: if self.labels.is_empty() { map } else { map.limited_to(self.labels) },
            mention: if self.same_mention { MentionRule::Same } else { MentionRule::Any },
        };
        let marks = self.at_least.iter().map(|mark| parse_mark(mark)).collect::<anyhow::Result<_>>()?;
        let form = match (self.json, self.markdown) {
            (true, _) => ReportForm::Json,
            (_, true) => ReportForm::Markdown,
            _ => ReportForm::Table,
        };
        let comparison = ComparisonPlan {
            predicted: self.pred,
            model: self.model.chosen(),
            versus: self.versus,
            allow_missing: self.allow_missing,
            settings,
            rounds: Rounds { number: self.rounds, seed: self.seed },
            marks,
            by: self.by,
            errors: self.errors,
            form,
            html: self.html,
        };
        Ok(Config { gold: self.gold, task: EvaluateTask::Compare(Box::new(comparison)) })
    }
}

fn parse_mark(text: &str) -> anyhow::Result<Threshold> {
    let parts = text.split_once('=').map(|(measure, least)| (measure.trim(), least.trim().parse::<f64>()));
    match parts {
        Some((measure, Ok(least))) if (0.0..=1.0).contains(&least) => {
            Ok(Threshold { measure: measure.to_owned(), least })
        }
        _ => bail!("--at-least {text}: expected a measure and a number from 0 to 1, such as links.head=0.8"),
    }
}
