//! The measures of the set: value, then with bound, label, unit, concept and target.

use crate::conventions::Conventions;
use crate::neutral::NeutralQuantity;
use crate::neutral::{Asked, Limit};
use crate::unit::Canonical;
use headcount::score::Counts;

/// How phrases are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// By a shared content word.
    Loose,
    /// By the head's lemma.
    Strict,
    /// By all content words.
    Exact,
}

/// What must agree beside the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Bound,
    Label,
    Unit,
    Concept(How),
    Target(How),
}

/// Every measure with its name and what it asks beside the value.
pub(crate) const METRICS: [(&str, &[Part]); 11] = [
    ("value", &[]),
    ("value+bound", &[Part::Bound]),
    ("value+label", &[Part::Label]),
    ("value+unit", &[Part::Unit]),
    ("value+concept-loose", &[Part::Concept(How::Loose)]),
    ("value+concept-strict", &[Part::Concept(How::Strict)]),
    ("value+concept-exact", &[Part::Concept(How::Exact)]),
    ("value+unit+concept-loose", &[Part::Unit, Part::Concept(How::Loose)]),
    ("value+unit+concept-strict", &[Part::Unit, Part::Concept(How::Strict)]),
    ("value+target-loose", &[Part::Target(How::Loose)]),
    ("value+target-strict", &[Part::Target(How::Strict)]),
];

/// Counts of one sentence in the order of [`METRICS`].
pub(crate) fn score(
    conventions: &Conventions,
    gold: &[NeutralQuantity],
    predicted: Vec<NeutralQuantity>,
    text: &str,
) -> Vec<Counts> {
    let pairing = conventions.pair(gold, predicted, text);
    let counted = pairing.counted(gold);
    let pairs: Vec<_> = pairing.pairs.iter().copied().filter(|&(wanted, _)| !gold[wanted].optional).collect();
    let count = |parts: &[Part]| {
        let asked =
            |quantity: &NeutralQuantity| parts.iter().all(|&part| conventions.asks(part, quantity, text));
        let (askable, unasked): (Vec<_>, Vec<_>) =
            pairs.iter().partition(|&&(wanted, _)| asked(&gold[wanted]));
        let right = |&(wanted, given): &(usize, usize)| {
            parts.iter().all(|&part| conventions.agree(part, &gold[wanted], &pairing.predicted[given], text))
        };
        Counts::new(
            askable.into_iter().filter(right).count(),
            counted.len() - unasked.len(),
            gold.iter().filter(|quantity| !quantity.optional && asked(quantity)).count(),
        )
    };
    METRICS.iter().map(|(_, parts)| count(parts)).collect()
}

impl Conventions {
    /// Whether the label says anything about this part.
    fn asks(&self, part: Part, gold: &NeutralQuantity, text: &str) -> bool {
        match part {
            Part::Concept(_) => gold.concept.is_some(),
            Part::Target(_) => !self.target(gold, text).0.is_empty(),
            Part::Bound | Part::Label | Part::Unit => true,
        }
    }

    fn agree(&self, part: Part, gold: &NeutralQuantity, predicted: &NeutralQuantity, text: &str) -> bool {
        match part {
            // The set gives one label only: a change hides the bound.
            Part::Bound if gold.bound == Asked::Nothing || gold.change != Asked::Absent => true,
            Part::Bound => gold.limit() == predicted.limit(),
            Part::Label => same_label(gold, predicted),
            Part::Unit => self.same_unit(gold, predicted, text),
            Part::Concept(how) => self.same_concept(gold, predicted, text, how),
            Part::Target(how) => self.same_target(gold, predicted, text, how),
        }
    }

    /// Heads of the concept's phrases.
    fn heads(&self, quantity: &NeutralQuantity, text: &str) -> Vec<String> {
        if !quantity.concept_heads.is_empty() {
            return quantity.concept_heads.iter().map(|head| self.lemma(head)).collect();
        }
        let heads = quantity.concepts().iter().map(|phrase| self.head(phrase, text));
        heads.filter(|head| !head.is_empty()).collect()
    }

    fn same_concept(
        &self,
        gold: &NeutralQuantity,
        predicted: &NeutralQuantity,
        text: &str,
        how: How,
    ) -> bool {
        let (wanted, given) = (gold.concepts(), predicted.concepts());
        if wanted.is_empty() || given.is_empty() {
            return wanted.is_empty() && given.is_empty();
        }
        let words = |phrases: &[String]| self.content(phrases.iter().map(String::as_str));
        let heads = || {
            let first = self.heads(predicted, text).into_iter().next();
            first.is_some_and(|first| self.heads(gold, text).contains(&first))
        };
        match how {
            How::Loose => !words(wanted).is_disjoint(&words(given)) || heads(),
            How::Strict => heads(),
            How::Exact => words(wanted) == words(given),
        }
    }

    /// What the quantity is of, as phrases and heads: the counted noun where the unit is one, else the concept.
    fn target(&self, quantity: &NeutralQuantity, text: &str) -> (Vec<String>, Vec<String>) {
        if let Some((phrase, head)) = &quantity.target {
            return (vec![phrase.clone()], vec![self.lemma(head)]);
        }
        match self.canonical(&quantity.unit) {
            Canonical::Noun(noun) | Canonical::Share(noun) if !noun.is_empty() => {
                let phrase = quantity.unit_phrase.clone().unwrap_or(noun);
                let head = quantity.unit_head.clone().unwrap_or_else(|| self.head(&phrase, text));
                (vec![phrase], vec![head])
            }
            _ => (quantity.concepts().to_vec(), self.heads(quantity, text)),
        }
    }

    fn same_target(&self, gold: &NeutralQuantity, predicted: &NeutralQuantity, text: &str, how: How) -> bool {
        let (wanted, given) = (self.target(gold, text), self.target(predicted, text));
        let words = |phrases: &[String]| self.content(phrases.iter().map(String::as_str));
        given.1.first().is_some_and(|head| wanted.1.contains(head))
            || how == How::Loose && !words(&wanted.0).is_disjoint(&words(&given.0))
    }
}

/// The set's single label, one of = ~ > < up down.
fn same_label(gold: &NeutralQuantity, predicted: &NeutralQuantity) -> bool {
    match (gold.bound, gold.change) {
        (Asked::Nothing, _) | (_, Asked::Nothing) => true,
        (_, Asked::This(change)) => predicted.change == Asked::This(change),
        _ => {
            let stated = gold.limit();
            stated == predicted.limit() && (stated != Limit::Exact || predicted.change == Asked::Absent)
        }
    }
}
