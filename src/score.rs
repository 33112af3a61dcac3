//! Scores an annotation against labelled articles: precision, recall and F1 of names, quantities and links.
//!
//! Labels come from [`crate::labelled`]. Each article gives counts by measure; counts add up, so a measure's figure is one of all
//! articles together (micro average), and its interval comes from drawing articles again ([`Samples`]). Each measure has its own largest
//! one-to-one matching of gold and predicted items, so that no order of the files can change a figure.
//!
//! `docs/evaluate.md` defines every measure in words. Beside [`predict`] it knows no stage.

mod bootstrap;
mod calibration;
mod counts;
mod entities;
mod labels;
mod links;
mod matching;
mod pairs;
mod predict;
mod quantities;
mod report;
mod scores;
mod status;
mod tally;
mod ticks;
mod trim;
mod units;
mod words;

pub use bootstrap::{Interval, Rounds, SampleRows, Samples};
pub use calibration::{Bin, Calibration, SURE};
pub use counts::Counts;
pub use labels::{LabelMap, MapError};
pub use links::MentionRule;
pub use pairs::{Missing, Paired, pair};
pub use predict::predict;
pub use report::{MeasureLine, Report, Versus};
pub use scores::{Measure, Scorer, Scores, Settings};
pub use tally::{Claim, FigureKind, Mistake, Part, Right, Sort, Stated};
// For the NewsQuant tool, whose rules are the same but for one ending.
#[doc(hidden)]
pub use words::{singular, without_possessive};

use crate::error::Error;

/// Compiles a pattern of this room.
fn pattern(text: &'static str) -> Result<regex::Regex, Error> {
    regex::Regex::new(text).map_err(|error| Error::Model {
        file: "score",
        place: format!("pattern {text}"),
        cause: error.to_string(),
    })
}
