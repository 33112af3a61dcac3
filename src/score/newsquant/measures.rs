//! The measures of the set: value, then with bound, label, unit, concept and target.

use super::neutral::{Amount, Asked, Limit};
use super::unit::Canonical;
use super::{Conventions, NeutralQuantity};
use crate::score::Counts;
use crate::score::labelled::LabelledArticle;
use crate::score::tally::{Mistake, Sort};

/// How phrases are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::score) enum How {
    /// By a shared content word.
    Loose,
    /// By the head's lemma.
    Strict,
    /// By all content words.
    Exact,
}

/// What must agree beside the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::score) enum Part {
    Bound,
    Label,
    Unit,
    Concept(How),
    Target(How),
}

/// Every measure with its name and what it asks beside the value.
pub(in crate::score) const METRICS: [(&str, &[Part]); 11] = [
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

/// One labelled or predicted quantity with what went wrong: gold, prediction, names of the measures that fail.
pub(in crate::score) type Outcome = (Option<NeutralQuantity>, Option<NeutralQuantity>, Vec<&'static str>);

/// What one sentence gives.
#[derive(Debug)]
pub(in crate::score) struct Sheet {
    /// Counts in the order of [`METRICS`].
    pub(in crate::score) counts: Vec<Counts>,
    /// Everything that is not wholly right.
    pub(in crate::score) outcomes: Vec<Outcome>,
}

/// Scores one sentence; the prediction may be in either form.
pub(in crate::score) fn score(
    conventions: &Conventions,
    gold: &[NeutralQuantity],
    predicted: &LabelledArticle,
    text: &str,
) -> Sheet {
    let given = predicted.neutral.clone().unwrap_or_else(|| conventions.neutral(predicted));
    let pairing = conventions.pair(gold, given, text);
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
    let counts = METRICS.iter().map(|(_, parts)| count(parts)).collect();
    Sheet { counts, outcomes: outcomes(conventions, gold, &pairing, &counted, text) }
}

fn outcomes(
    conventions: &Conventions,
    gold: &[NeutralQuantity],
    pairing: &super::pairing::Pairing,
    counted: &[usize],
    text: &str,
) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (wanted, quantity) in gold.iter().enumerate().filter(|(_, quantity)| !quantity.optional) {
        let Some(&(_, given)) = pairing.pairs.iter().find(|&&(index, _)| index == wanted) else {
            outcomes.push((Some(quantity.clone()), None, Vec::new()));
            continue;
        };
        let predicted = &pairing.predicted[given];
        let wrong = METRICS.iter().filter(|(_, parts)| {
            parts.iter().all(|&part| conventions.asks(part, quantity, text))
                && !parts.iter().all(|&part| conventions.agree(part, quantity, predicted, text))
        });
        let wrong: Vec<_> = wrong.map(|&(name, _)| name).collect();
        if !wrong.is_empty() {
            outcomes.push((Some(quantity.clone()), Some(predicted.clone()), wrong));
        }
    }
    let paired = |index: usize| pairing.pairs.iter().any(|&(_, given)| given == index);
    let extra = counted.iter().filter(|&&index| !paired(index));
    outcomes.extend(extra.map(|&index| (None, Some(pairing.predicted[index].clone()), Vec::new())));
    outcomes
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

/// A mistake in words.
pub(in crate::score) fn mistake((gold, predicted, wrong): &Outcome) -> Mistake {
    let (sort, kind, note) = match (gold, predicted) {
        (Some(gold), Some(predicted)) => {
            let parts = wrong.first().map_or("value", |measure| measure.trim_start_matches("value+"));
            (Sort::Wrong, format!("{parts} wrong"), format!("{}, not {}", told(gold), told(predicted)))
        }
        (Some(gold), None) => (Sort::Missed, "value missed".to_owned(), told(gold)),
        (None, Some(predicted)) => (Sort::Extra, "value where none is".to_owned(), told(predicted)),
        (None, None) => (Sort::Wrong, String::new(), String::new()),
    };
    let extent = gold.as_ref().or(predicted.as_ref()).and_then(|quantity| quantity.extent);
    Mistake { part: crate::score::Part::NewsQuant, sort, kind, id: String::new(), extent, note }
}

fn told(quantity: &NeutralQuantity) -> String {
    let value = match quantity.amount {
        Amount::Unknown => "no value".to_owned(),
        Amount::One(value) => value.to_string(),
        Amount::Range(low, high) => format!("{low}..{high}"),
    };
    let unit = if quantity.unit.is_empty() { "none" } else { &quantity.unit };
    format!("{:?} = {value} {unit} <{}>", quantity.surface, quantity.concepts().join("; "))
}
