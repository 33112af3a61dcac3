//! The trained model: weights of named features, summed and turned into probabilities (a conditional logit).
//!
//! A feature is a list of parts; its name joins them with `|`. What a number counts and every circumstance are chosen by
//! the same kind of model; the first part of a circumstance's features is its name.

use crate::error::Error;
use crate::lexicon::weights::{Aligned, Weights};

pub(super) use crate::lexicon::weights::softmax;

/// Receives the parts of one feature.
pub(super) type Sink<'a> = dyn FnMut(&[&str]) + 'a;

/// The file of the embedded weights, and of others that training puts in their place.
pub(super) const WEIGHTS: &str = "links/weights.tsv";
static TABLE: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/links-weights.table")));

const COLUMNS: [&str; 2] = ["feature", "weight"];

/// Weights by the name of a feature.
#[derive(Debug)]
pub(super) struct Model {
    weights: Weights<1>,
}

impl Model {
    /// The embedded weights of what a number counts.
    ///
    /// # Errors
    /// [`Error::Model`] when they are damaged.
    pub(super) fn embedded() -> Result<Self, Error> {
        Self::over(WEIGHTS, &TABLE.0)
    }

    /// Embedded weights: the table that `build.rs` made of the list `file`.
    ///
    /// # Errors
    /// [`Error::Model`] when they are damaged.
    pub(super) fn over(file: &'static str, table: &'static [u8]) -> Result<Self, Error> {
        Ok(Self { weights: Weights::embedded(file, table, &COLUMNS)? })
    }

    /// Parses lines of feature and weight; errors name `file`.
    ///
    /// # Errors
    /// [`Error::Model`] when a weight is no number.
    pub(super) fn parse(file: &'static str, text: &str) -> Result<Self, Error> {
        Ok(Self { weights: Weights::parse(file, text, &COLUMNS)? })
    }

    /// The weight of the feature with these parts; 0 for one that training never saw.
    pub(super) fn weight(&self, parts: &[&str]) -> f32 {
        let [weight] = self.weights.of(parts);
        weight
    }

    /// The least probability at which an answer to `question` is given. "None" is among the answers, so that one may have less than a
    /// half and be worth giving: training finds the limits at which most is both found and right.
    pub(super) fn least(&self, question: &str) -> f32 {
        self.weight(&["least", question])
    }

    /// The sum of the weights of all features that `describe` gives.
    pub(super) fn sum(&self, describe: impl FnOnce(&mut Sink<'_>)) -> f32 {
        let [sum] = self.weights.sum(describe);
        sum
    }
}

/// Index and probability of the likeliest answer; of equals the first. There must be at least one.
pub(super) fn likeliest(probabilities: &[f32]) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (index, &probability) in probabilities.iter().enumerate() {
        if probability > best.1 {
            best = (index, probability);
        }
    }
    best
}

/// The probability of a sum of weights against none.
pub(super) fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}
