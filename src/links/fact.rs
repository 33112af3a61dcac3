//! One fact on its way to a link: what the number counts, the answers to every circumstance, and how sure the whole row is.

use crate::article::{Circumstance, Each, Event, Kind, Link, Phrase, Quantity, Referent, Span};
use crate::links::answer::{Answer, Filler};
use crate::links::candidates::Candidate;
use crate::links::event;
use crate::links::extent::{self, CountedPhrase, PhraseEnd};
use crate::links::features::family;
use crate::links::model::{Model, likeliest, logistic};
use crate::links::phrase;
use crate::links::precedent::Precedent;
use crate::links::scene::{Node, Scene};

/// The least probability that is told apart from 0, so that its logarithm is finite.
const NEAR_ZERO: f32 = 1e-4;

/// The answers to one circumstance.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// The likeliest, with their probabilities; empty where "the text does not say" is likelier.
    pub(super) answers: Vec<(Answer, f32)>,
    /// Probability that the text says nothing more than that.
    pub(super) none: f32,
}

impl Filled {
    /// Probability that all of it is right.
    fn sureness(&self) -> f32 {
        if self.answers.is_empty() { self.none } else { self.given().unwrap_or(1.0) }
    }

    /// Probability that the given answers are right; `None` where none is given.
    fn given(&self) -> Option<f32> {
        (!self.answers.is_empty()).then(|| self.answers.iter().map(|(_, score)| score).product())
    }

    /// What the answers point at.
    fn referents(&self) -> Vec<Referent> {
        let referent = |(answer, _): &(Answer, f32)| match answer.filler {
            Filler::Referent(referent) => Some(referent),
            Filler::Verb(_) => None,
        };
        self.answers.iter().filter_map(referent).collect()
    }
}

/// A number with what it counts and the circumstances.
#[derive(Debug)]
pub(super) struct FactDraft<'a> {
    /// Index of the quantity.
    pub(super) quantity: usize,
    /// The phrase that it counts; `None` for bare money.
    pub(super) phrase: Option<Candidate<'a>>,
    /// Whether number and phrase stand in different phrases.
    pub(super) inherited: bool,
    /// Probability that `phrase` is right.
    pub(super) score: f32,
    /// Answers to each circumstance.
    pub(super) circumstances: Each<Filled>,
    /// Why this phrase, in words.
    pub(super) reason: String,
}

impl FactDraft<'_> {
    /// The answers to one circumstance.
    pub(super) fn circumstance(&self, circumstance: Circumstance) -> &Filled {
        &self.circumstances[circumstance]
    }

    /// Its answers, for the numbers that follow; `None` for bare money.
    pub(super) fn precedent(&self) -> Option<Precedent> {
        let head = self.phrase?.head.index();
        let answers = Each::of(|circumstance| {
            self.circumstance(circumstance)
                .answers
                .iter()
                .map(|(answer, _)| (answer.token, answer.filler))
                .collect()
        });
        Some(Precedent { quantity: self.quantity, head, answers })
    }

    /// What speaks for the whole row, as named amounts: the logarithms of the probabilities of its parts.
    pub(super) fn evidence(&self, quantity: &Quantity, sink: &mut dyn FnMut(&[&str], f32)) {
        let log = |probability: f32| probability.max(NEAR_ZERO).ln();
        sink(&["fact", "bias"], 1.0);
        sink(&["fact", "kind", family(quantity.kind)], 1.0);
        sink(&["fact", "target"], log(self.score));
        if self.inherited {
            sink(&["fact", "inherited"], 1.0);
        }
        for circumstance in Circumstance::ALL {
            let filled = self.circumstance(circumstance);
            let given = if filled.answers.is_empty() { "absent" } else { "given" };
            sink(&["fact", circumstance.as_str(), given], log(filled.sureness()));
            if !filled.answers.is_empty() {
                sink(&["fact", circumstance.as_str(), "there"], 1.0);
            }
        }
        if let Some(stance) = &quantity.stance {
            sink(&["fact", "status"], log(stance.score));
        }
    }

    /// The link that says it.
    pub(super) fn link(self, scene: &Scene<'_>, model: &Model) -> Link {
        let quantity = &scene.quantities[self.quantity];
        let mut sum = 0.0;
        self.evidence(quantity, &mut |name, amount| sum += model.weight(name) * amount);
        let entity = self.phrase.map(|it| Phrase {
            span: self.span(it.head, model),
            head: it.head.head_lemma(),
            inherited: self.inherited,
            entity: it.head.entity(),
        });
        Link {
            quantity: self.quantity,
            entity,
            event: self.event(scene),
            circumstances: Each::of(|it| self.circumstance(it).referents()),
            fact: None,
            agreement: None,
            score: self.score,
            fact_score: logistic(sum),
            scores: Each::of(|it| self.circumstance(it).given()),
            reason: self.reason,
        }
    }

    /// The words of the phrase headed by `head`.
    fn span(&self, head: Node<'_>, model: &Model) -> Span {
        let asked = CountedPhrase { head, number: self.quantity, inherited: self.inherited };
        let ends = extent::ends(asked);
        let sum = |&end: &PhraseEnd| model.sum(|sink| extent::describe(asked, end, sink));
        let sums: Vec<f32> = ends.iter().map(sum).collect();
        let (index, _) = likeliest(&sums);
        phrase::span_to(head, Some(self.quantity), ends[index].end)
    }

    fn event(&self, scene: &Scene<'_>) -> Option<Event> {
        let (answer, _) = self.circumstance(Circumstance::Event).answers.first()?;
        Some(event::event(scene.at(answer.token)))
    }
}

/// Whether a number of this kind may stand for itself alone: money that is spent counts nothing.
pub(super) fn may_be_bare(kind: Kind) -> bool {
    kind == Kind::Money
}
