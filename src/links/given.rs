//! What is known of a fact when a circumstance is asked: the number, what it counts, the event, and the numbers before.

use crate::article::{Circumstance, Kind};
use crate::links::answer::Filler;
use crate::links::candidates::{self, Anchor, Candidate};
use crate::links::groups::Groups;
use crate::links::precedent::{Precedents, stance};
use crate::links::scene::{Node, Scene};

/// What is known of a fact when a circumstance is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given<'a> {
    /// The article.
    pub(super) scene: &'a Scene<'a>,
    /// The number.
    pub(super) anchor: &'a Anchor<'a>,
    /// Head of the counted phrase.
    pub(super) head: Node<'a>,
    /// Whether number and phrase stand in different phrases.
    pub(super) inherited: bool,
    /// The event's verb.
    pub(super) event: Option<Node<'a>>,
    /// What the numbers before this one count.
    pub(super) groups: &'a Groups,
    /// What was answered for them.
    pub(super) precedents: &'a Precedents,
}

impl<'a> Given<'a> {
    /// What is known of a number of which no phrase is known.
    pub(super) fn new(anchor: &'a Anchor<'a>, groups: &'a Groups, precedents: &'a Precedents) -> Self {
        Self {
            scene: anchor.top.scene(),
            anchor,
            head: anchor.top,
            inherited: false,
            event: None,
            groups,
            precedents,
        }
    }

    /// The same of a number that counts `phrase`.
    pub(super) fn counting(self, phrase: Candidate<'a>) -> Self {
        let inherited = candidates::is_inherited(self.anchor, phrase);
        Self { head: phrase.head, inherited, ..self }
    }

    /// The nearest number before, as it bears on `circumstance`.
    pub(super) fn before(&self, circumstance: Circumstance) -> Option<Before<'a>> {
        let (last, relation) = self.precedents.last(self.anchor.top, self.head)?;
        let event = if circumstance == Circumstance::Event { "asked" } else { last.has_event(self.event) };
        let told = &last.answers[circumstance];
        let stances =
            told.iter().filter_map(|&(token, _)| stance(last.quantity, self.scene.at(token))).collect();
        Some(Before { quantity: last.quantity, told, relation: format!("{relation}-{event}"), stances })
    }

    /// Kind of the number.
    pub(super) fn kind(&self) -> Kind {
        self.scene.quantities[self.anchor.quantity].kind
    }

    /// The head of the counted phrase where it stands in the number's own sentence.
    pub(super) fn near_head(&self) -> Option<Node<'a>> {
        let same = self.head.sentence_index() == self.anchor.top.sentence_index();
        same.then_some(self.head)
    }
}

/// The number before, as it bears on one circumstance.
#[derive(Debug)]
pub(super) struct Before<'a> {
    /// Its index.
    pub(super) quantity: usize,
    /// What was answered for it.
    pub(super) told: &'a [(usize, Filler)],
    /// How the asked number stands to it.
    pub(super) relation: String,
    /// How those answers that are near it stand to it.
    pub(super) stances: Vec<String>,
}
