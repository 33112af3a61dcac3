//! Who proposes the names that the room decides on: the embedded recogniser, a transformer, or both.

use std::fmt::Debug;

use crate::article::{Doc, Label, TokenRange};
use crate::error::Error;

/// A stretch of tokens that a proposer takes for a name, or for a number, date or amount: the labels are those of its
/// training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Proposal {
    /// Its tokens, articles and possessives included.
    pub tokens: TokenRange,
    /// OntoNotes 5 label ("PERSON", "CARDINAL").
    pub label: &'static str,
    /// Product of the probabilities of its moves, 0 to 1.
    pub score: f32,
    /// Probability of each label at its first token, in the order of [`Label::ALL`]; what is missing to 1 is the
    /// probability of no name, or of a number.
    pub labels: Odds,
}

impl Proposal {
    /// How sure the words are a name, whichever label it has, 0 to 1: the score without the share of its label.
    pub(super) fn whole(&self) -> f32 {
        let own = Label::parse(self.label).map_or(1.0, |label| self.labels[label as usize]);
        (self.score / own.max(f32::MIN_POSITIVE)).min(1.0)
    }
}

/// What a proposer thinks of one word, whatever it decided: where else a name might begin or end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The word.
    pub token: u32,
    /// Probability that a name begins here, by label, in the order of [`Label::ALL`]; zeros inside a name.
    pub begins: Odds,
    /// Probability that the name that is open here, or a name that begins here, ends here.
    pub ends: f32,
}

/// Names, with the doubts of who proposes them.
#[derive(Debug, Clone, Default)]
pub struct Proposals {
    /// In text order, without overlap.
    pub names: Vec<Proposal>,
    /// In text order: words in names, and capitalised ones outside; empty where a proposer tells none.
    pub doubts: Vec<Doubt>,
}

/// A number for each label, in the order of [`Label::ALL`].
pub type Odds = [f32; Label::ALL.len()];

/// Proposes names. Shared by reference between threads.
pub trait Proposer: Debug + Send + Sync {
    /// The names in `doc`, in text order, without overlap. The same text must always give the same names.
    ///
    /// # Errors
    /// Whatever keeps it from reading this article.
    fn find(&self, doc: &Doc) -> Result<Vec<Proposal>, Error>;

    /// The same names, with the proposer's doubts if it can tell them.
    ///
    /// # Errors
    /// As [`Self::find`].
    fn propose(&self, doc: &Doc) -> Result<Proposals, Error> {
        Ok(Proposals { names: self.find(doc)?, doubts: Vec::new() })
    }
}

/// Two proposers joined.
#[derive(Debug)]
pub struct Joined {
    first: Box<dyn Proposer>,
    second: Box<dyn Proposer>,
}

impl Joined {
    /// Names of both.
    pub fn new(first: Box<dyn Proposer>, second: Box<dyn Proposer>) -> Self {
        Self { first, second }
    }
}

impl Proposer for Joined {
    fn find(&self, doc: &Doc) -> Result<Vec<Proposal>, Error> {
        Ok(join(self.first.find(doc)?, self.second.find(doc)?))
    }
}

/// What both take for a name is surer than either says, and its label is that of their mean odds; where their names
/// overlap otherwise the surer one stays.
fn join(first: Vec<Proposal>, second: Vec<Proposal>) -> Vec<Proposal> {
    let is_name = |mention: &Proposal| Label::parse(mention.label).is_some();
    let mut all: Vec<Proposal> = first.into_iter().filter(is_name).collect();
    for mention in second.into_iter().filter(is_name) {
        match all.iter_mut().find(|other| other.tokens == mention.tokens) {
            Some(other) => *other = agreed(*other, mention),
            None => all.push(mention),
        }
    }
    all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.tokens.cmp(&b.tokens)));
    let mut kept: Vec<Proposal> = Vec::new();
    for mention in all {
        if !kept.iter().any(|other| mention.tokens.overlaps(other.tokens)) {
            kept.push(mention);
        }
    }
    kept.sort_by_key(|mention| mention.tokens);
    kept
}

/// One mention of two with the same tokens.
fn agreed(a: Proposal, b: Proposal) -> Proposal {
    let mut labels: Odds = a.labels;
    labels.iter_mut().zip(b.labels).for_each(|(a, b)| *a = f32::midpoint(*a, b));
    let best = Label::ALL.into_iter().max_by(|&a, &b| labels[a as usize].total_cmp(&labels[b as usize]));
    let label = best.map_or(a.label, Label::as_str);
    let own = best.map_or(1.0, |label| labels[label as usize]);
    Proposal { tokens: a.tokens, label, score: own * (1.0 - (1.0 - a.whole()) * (1.0 - b.whole())), labels }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize, end: usize, label: Label, score: f32) -> Proposal {
        let mut labels = [0.0; Label::ALL.len()];
        labels[label as usize] = score;
        Proposal { tokens: TokenRange::new(start, end), label: label.as_str(), score, labels }
    }

    #[test]
    fn what_both_find_is_surer_and_the_surer_of_two_that_overlap_stays() {
        let first = vec![mention(0, 2, Label::Org, 0.9), mention(4, 6, Label::Gpe, 0.6)];
        let number = Proposal { label: "CARDINAL", ..mention(8, 9, Label::Gpe, 0.9) };
        let second = vec![mention(0, 2, Label::Person, 0.4), mention(5, 6, Label::Gpe, 0.7), number];
        let joined = join(first, second);
        assert_eq!(
            joined.iter().map(|name| (name.tokens.start, name.label)).collect::<Vec<_>>(),
            [(0, "ORG"), (5, "GPE")]
        );
        // Both are sure that it is a name (their scores are all their label's); which one, less.
        assert!(
            (joined[0].labels[Label::Org as usize] - 0.45).abs() < 1e-6
                && (joined[0].score - 0.45).abs() < 1e-6
        );
        assert!((joined[1].score - 0.7).abs() < 1e-6);
    }
}
