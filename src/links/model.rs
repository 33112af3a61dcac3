//! The trained model: weights of named features, summed and turned into probabilities (a conditional logit).
//!
//! A feature is a list of parts; its name joins them with `|`. What a number counts and every circumstance are chosen by
//! the same kind of model; the first part of a circumstance's features is its role.

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::lexicon;

/// Receives the parts of one feature.
pub(super) type Sink<'a> = dyn FnMut(&[&str]) + 'a;

/// Weights by the hash of a feature's name.
#[derive(Debug)]
pub(super) struct Model {
    weights: FxHashMap<u64, f32>,
}

impl Model {
    /// Parses the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when a weight is no number.
    pub(super) fn embedded() -> Result<Self, Error> {
        Self::parse(include_str!("../../models/links/weights.tsv"))
    }

    /// Parses lines of feature and weight.
    ///
    /// # Errors
    /// [`Error::Model`] when a weight is no number.
    pub(super) fn parse(text: &'static str) -> Result<Self, Error> {
        const FILE: &str = "links/weights.tsv";
        let mut weights = FxHashMap::default();
        for row in lexicon::parse(FILE, text, &["feature", "weight"])? {
            let weight = row.field(1).parse::<f32>().map_err(|error| Error::Model {
                file: FILE,
                place: format!("line {}", row.line),
                cause: error.to_string(),
            })?;
            weights.insert(hash(row.field(0).split('|')), weight);
        }
        Ok(Self { weights })
    }

    /// The weight of the feature with these parts; 0 for one that training never saw.
    pub(super) fn weight(&self, parts: &[&str]) -> f32 {
        self.weights.get(&hash(parts.iter().copied())).copied().unwrap_or_default()
    }
}

/// Turns sums of weights into probabilities that add up to 1.
pub(super) fn softmax(sums: &mut [f32]) {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for sum in sums.iter_mut() {
        *sum = (*sum - most).exp();
    }
    let total: f32 = sums.iter().sum();
    for sum in sums.iter_mut() {
        *sum /= total;
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

/// FNV-1a over the parts with a separator between them (Fowler, Noll, Vo; 64 bit).
fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain(std::iter::once(b'|')) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    state
}
