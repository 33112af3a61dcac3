//! Chooses among candidates: a log-linear model over named features (a conditional logit), whose softmax is the score.

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::lexicon;
use crate::links::candidates::{Anchor, Candidate};
use crate::links::features::Setting;
use crate::links::route::Route;

/// Weights by the hash of a feature's name.
#[derive(Debug)]
pub(super) struct Ranker {
    weights: FxHashMap<u64, f32>,
}

impl Ranker {
    /// Parses the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when a weight is no number.
    pub(super) fn new() -> Result<Self, Error> {
        const FILE: &str = "links/weights.tsv";
        let text = include_str!("../../models/links/weights.tsv");
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
        self.weights.get(&hash(parts.iter().copied())).copied().unwrap_or_default()
    }
}

/// Index and probability of the best candidate, where it beats "no link" and the other phrases.
pub(super) fn best(none: f32, phrases: &[f32]) -> Option<(usize, f32)> {
    let top = phrases.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    top.filter(|&(_, probability)| probability > none)
}

fn softmax(sums: &mut [f32]) {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for sum in sums.iter_mut() {
        *sum = (*sum - most).exp();
    }
    let total: f32 = sums.iter().sum();
    for sum in sums.iter_mut() {
        *sum /= total;
    }
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

/// The quantity's own description, with the way to each candidate.
pub(super) fn routes(
    scene: &crate::links::scene::Scene<'_>,
    anchor: &Anchor,
    candidates: &[Candidate],
) -> Vec<Option<Route>> {
    candidates.iter().map(|&candidate| crate::links::candidates::route(scene, anchor, candidate)).collect()
}
