//! What was answered for the numbers before this one: a list names its place, whole or speaker once, and each number of
//! "3 in Jos, 4 in Kano" stands to its own place as the one before stood to its.

use crate::article::{Circumstance, Each};
use crate::links::answer::Filler;
use crate::links::scene::Node;

/// How many numbers back answers are still at hand.
const MEMORY: usize = 3;
/// How many sentences back.
const SENTENCES: usize = 3;
/// How many tokens at most stand between a number and an answer that a later pair is compared with.
const NEAR: usize = 8;

/// The answers to every circumstance of one number.
#[derive(Debug, Clone)]
pub(super) struct Precedent {
    /// Index of the number.
    pub(super) quantity: usize,
    /// Head of what it counts.
    pub(super) head: usize,
    /// Answers to each circumstance, with the tokens that stand for them.
    pub(super) answers: Each<Vec<(usize, Filler)>>,
}

/// The numbers before, in text order.
#[derive(Debug, Default)]
pub(super) struct Precedents {
    told: Vec<Precedent>,
}

impl Precedents {
    /// Remembers the answers for one number, which must stand behind the remembered ones.
    pub(super) fn extend(&mut self, precedent: Option<Precedent>) {
        let Some(precedent) = precedent else { return };
        if self.told.len() == MEMORY {
            self.told.remove(0);
        }
        self.told.push(precedent);
    }

    /// Those near enough to the number at token `top`, nearest first.
    fn near<'a>(&'a self, top: Node<'a>) -> impl Iterator<Item = &'a Precedent> {
        self.told.iter().rev().take_while(move |it| it.sentences_before(top) <= SENTENCES)
    }

    /// What was answered to `circumstance` for the numbers near the one at token `top`, nearest first.
    pub(super) fn answers<'a>(
        &'a self,
        top: Node<'a>,
        circumstance: Circumstance,
    ) -> impl Iterator<Item = (usize, Filler)> + 'a {
        self.near(top).flat_map(move |it| it.answers[circumstance].iter().copied())
    }

    /// The nearest number before, and how the asked one, whose token is `top`, stands to it: how many sentences apart, and
    /// whether it counts the same `head`.
    pub(super) fn last<'a>(&'a self, top: Node<'a>, head: Node<'a>) -> Option<(&'a Precedent, String)> {
        let last = self.near(top).next()?;
        let place = ["here", "next", "near", "near"][last.sentences_before(top)];
        let noun = if last.head == head.index() {
            "itself"
        } else if head.at(last.head).lemma_in_name() == head.lemma_in_name() {
            "alike"
        } else {
            "other"
        };
        Some((last, format!("{place}-{noun}")))
    }
}

impl Precedent {
    /// How many sentences before token `top` its number stands.
    fn sentences_before(&self, top: Node<'_>) -> usize {
        top.sentence_index().saturating_sub(top.scene().top(self.quantity).sentence_index())
    }

    /// Whether it has the event whose verb is `event`.
    pub(super) fn has_event(&self, event: Option<Node<'_>>) -> &'static str {
        let own = self.answers[Circumstance::Event].first().map(|&(verb, _)| verb);
        match (own, event) {
            (Some(one), Some(other)) if one == other.index() => "itself",
            (Some(one), Some(other)) if other.at(one).lemma_in_name() == other.lemma_in_name() => "alike",
            (Some(_), Some(_)) => "other",
            (None, None) => "none",
            _ => "one",
        }
    }
}

/// How a token stands to a number near it: the side, and the word classes between; `None` where it is far.
pub(super) fn stance(quantity: usize, at: Node<'_>) -> Option<String> {
    let range = at.scene().quantities[quantity].tokens.range();
    let here = at.index();
    let (between, side) =
        if here >= range.end { (range.end..here, "R") } else { (here + 1..range.start, "L") };
    if between.len() > NEAR || range.contains(&here) {
        return None;
    }
    let mut text = String::from(side);
    for token in at.all(between) {
        text.push(' ');
        text.push_str(token.tag().as_str());
    }
    Some(text)
}
