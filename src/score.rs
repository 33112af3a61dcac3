//! Scores an annotation against labelled articles: precision, recall and F1 of names, quantities and links.
//!
//! Labels come from [`Labelled`] files. Each article gives counts by measure; counts add up, so a measure's figure is one of all
//! articles together (micro average), and its interval comes from drawing articles again ([`Samples`]). Each measure has its own largest
//! one-to-one matching of gold and predicted items, so that no order of the files can change a figure.
//!
//! `docs/evaluate.md` defines every measure in words. This room knows the annotation's form and no stage that makes it.

mod bootstrap;
mod brat;
mod calibration;
mod check;
mod columns;
mod counts;
mod entities;
mod extent;
mod labelled;
mod labels;
mod links;
mod matching;
mod newsquant;
mod pairs;
mod predict;
mod quantities;
mod read;
mod record;
mod report;
mod scores;
mod slip;
mod status;
mod tally;
mod tasks;
mod ticks;
mod trim;
mod units;
mod value;
mod words;

pub use bootstrap::{Interval, Rounds, Rows, Samples};
pub use calibration::{Bin, Calibration, SURE};
pub use counts::Counts;
pub use extent::Extent;
pub use labelled::{
    LabelledArticle, LabelledEntity, LabelledLink, LabelledPhrase, LabelledQuantity, LabelledStatus,
    LabelledTick, Place, Role, Target,
};
pub use labels::{LabelMap, MapError};
pub use links::Mention;
pub use newsquant::NeutralQuantity;
pub use pairs::{Missing, Paired, pair};
pub use predict::predict;
pub use read::Labelled;
pub use report::{Line, Report, Versus};
pub use scores::{Measure, Scorer, Scores, Settings};
pub use slip::Slip;
pub use tally::{Claim, Figure, Mistake, Part, Right, Sort, Stated};
pub use value::Scalar;

use crate::error::Error;

/// Compiles a pattern of this room.
fn pattern(text: &'static str) -> Result<regex::Regex, Error> {
    regex::Regex::new(text).map_err(|error| Error::Model {
        file: "score",
        place: format!("pattern {text}"),
        cause: error.to_string(),
    })
}
