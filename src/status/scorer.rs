//! Chooses how a fact is presented: a log-linear model (multinomial logistic regression) over named features, whose
//! softmax is the score. `models/train/status` fits its weights.

use crate::article::{Doc, Span, Stance, Status, Tag};
use crate::error::Error;
use crate::lexicon::weights::{Aligned, Weights, softmax};
use crate::status::cues::Effect;
use crate::status::features;
use crate::status::scope::CuedNumber;
use crate::status::verdict;

/// The answers in the order of the weights' columns.
const ANSWERS: [Option<Status>; 5] =
    [None, Some(Status::Negated), Some(Status::Possible), Some(Status::Planned), Some(Status::Conditional)];

static TABLE: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/status-weights.table")));

/// Weights by feature.
#[derive(Debug)]
pub(super) struct Scorer {
    weights: Weights<5>,
}

impl Scorer {
    /// The embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when they are damaged.
    pub(super) fn new() -> Result<Self, Error> {
        const COLUMNS: [&str; 6] = ["feature", "fact", "negated", "possible", "planned", "conditional"];
        Ok(Self { weights: Weights::embedded("status/weights.tsv", &TABLE.0, &COLUMNS)? })
    }

    /// The stance of a number; `None` where its fact is presented as true, or where no cue says otherwise.
    pub(super) fn stance(&self, view: &CuedNumber<'_>) -> Option<Stance> {
        if !features::has_cue(view) {
            return None;
        }
        let mut sums: [f32; 5] = self.weights.sum(|mut sink| features::of(view, &mut sink));
        softmax(&mut sums);
        let best = (0..5).max_by(|&a, &b| sums[a].total_cmp(&sums[b]))?;
        let status = ANSWERS[best]?;
        Some(Stance { status, cue: words(view, status), score: sums[best] })
    }
}

/// The words that say so: of the cues that may, the nearest that means nothing else; else what denies the sentence later.
fn words(view: &CuedNumber<'_>, status: Status) -> Option<Span> {
    let doc = view.scene.doc;
    let fits = |open: bool| {
        let hits = view.hits.iter().filter(move |hit| !open || hit.block.is_none());
        let may = hits.filter(|hit| may_say(hit.cue.effect, status));
        may.min_by_key(|hit| (is_weak(hit.cue.effect), hit.at)).map(|hit| hit.cue)
    };
    let denial = || view.scene.denial.filter(|_| status == Status::Negated && verdict::is_denied_later(view));
    let cue = fits(true).or_else(denial).or_else(|| fits(false))?;
    Some(widened(doc, doc.span_of(cue.tokens), cue.tokens.end as usize))
}

/// With the "to" of an infinitive that follows ("expected to").
fn widened(doc: &Doc, span: Span, next: usize) -> Span {
    match doc.words.get(next) {
        Some(word) if word.tag == Tag::To => span.cover(doc.tokens[next].span),
        _ => span,
    }
}

/// Whether a cue of this effect often says nothing of the kind.
fn is_weak(effect: Effect) -> bool {
    matches!(effect, Effect::Purpose | Effect::Future | Effect::Confirm | Effect::Duty | Effect::Would)
}

/// Whether a cue of this effect can make a fact what `status` says.
fn may_say(effect: Effect, status: Status) -> bool {
    match status {
        Status::Negated => matches!(effect, Effect::Deny | Effect::Exclude | Effect::Not | Effect::Unreal),
        Status::Possible => {
            matches!(effect, Effect::Hedge | Effect::Doubt | Effect::Exclude | Effect::Confirm)
        }
        Status::Planned => {
            matches!(effect, Effect::Plan | Effect::Would | Effect::Duty | Effect::Purpose | Effect::Future)
        }
        Status::Conditional => matches!(
            effect,
            Effect::If | Effect::Rule | Effect::Penalty | Effect::Generic | Effect::Duty | Effect::Would
        ),
    }
}
