//! Chooses among candidates: a log-linear model over named features (a conditional logit), whose softmax is the score.

use crate::error::Error;
use crate::lexicon::weights::{Weights, softmax};
use crate::links::candidates::{Anchor, Candidate};
use crate::links::features::Setting;
use crate::links::route::Route;

/// Weights by the hash of a feature's name.
#[derive(Debug)]
pub(super) struct Ranker {
    weights: Weights<1>,
}

impl Ranker {
    /// Parses the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when a weight is no number.
    pub(super) fn new() -> Result<Self, Error> {
        const FILE: &str = "links/weights.tsv";
        let text = include_str!("../../models/links/weights.tsv");
        Ok(Self { weights: Weights::parse(FILE, text, &["feature", "weight"])? })
    }

    /// The probabilities of "no link" and of each candidate; they add up to 1.
    pub(super) fn probabilities(
        &self,
        setting: &Setting<'_>,
        candidates: &[Candidate],
        routes: &[Option<Route>],
    ) -> (f32, Vec<f32>) {
        let mut sums = vec![0.0_f32; candidates.len() + 1];
        setting.none(&mut |parts| sums[0] += self.weight(parts));
        for ((sum, &candidate), route) in sums[1..].iter_mut().zip(candidates).zip(routes) {
            setting.phrase(candidate, route.as_ref(), &mut |parts| *sum += self.weight(parts));
        }
        softmax(&mut sums);
        let rest = sums.split_off(1);
        (sums[0], rest)
    }

    fn weight(&self, parts: &[&str]) -> f32 {
        let [weight] = self.weights.of(parts);
        weight
    }
}

/// Index and probability of the best candidate, where it beats "no link" and the other phrases.
pub(super) fn best(none: f32, phrases: &[f32]) -> Option<(usize, f32)> {
    let top = phrases.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    top.filter(|&(_, probability)| probability > none)
}

/// The quantity's own description, with the way to each candidate.
pub(super) fn routes(
    scene: &crate::links::scene::Scene<'_>,
    anchor: &Anchor,
    candidates: &[Candidate],
) -> Vec<Option<Route>> {
    candidates.iter().map(|&candidate| crate::links::candidates::route(scene, anchor, candidate)).collect()
}
