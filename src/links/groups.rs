//! Earlier phrases that a later number may continue: "33 gangsters ... 28 were booked".

use crate::article::REACH;
use crate::links::candidates::{Candidate, is_phrase_head};
use crate::links::scene::Node;
use crate::links::words::Class;

/// How many sentences back an uncounted phrase is still at hand.
const SENTENCES: usize = 3;
/// How many earlier phrases a number may choose from.
const CHOICE: usize = 16;
/// How many counted phrases stay at hand, however far back.
const COUNTED: usize = 6;
/// How many counted phrases are remembered at all: the cost stays linear in the article's length.
const MEMORY: usize = 64;

/// The phrases read so far in an article.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Quantities with the heads of the phrases that they were linked to, in text order.
    counted: Vec<(usize, usize)>,
    /// The same for every linked quantity, whatever was linked later.
    all: Vec<(usize, usize)>,
}

impl Groups {
    /// Remembers that quantity `quantity` counts the phrase headed by `head`.
    pub(super) fn count(&mut self, quantity: usize, head: usize) {
        self.counted.retain(|&(_, other)| other != head);
        self.counted.push((quantity, head));
        if self.counted.len() > MEMORY {
            self.counted.remove(0);
        }
        self.all.push((quantity, head));
    }

    /// Head of the phrase that quantity `quantity` counts, where it was linked.
    pub(super) fn head_of(&self, quantity: usize) -> Option<usize> {
        let at = self.all.binary_search_by_key(&quantity, |&(index, _)| index).ok()?;
        Some(self.all[at].1)
    }

    /// Quantities before quantity `quantity` with the heads of their phrases, nearest first.
    pub(super) fn linked_before(&self, quantity: usize) -> impl Iterator<Item = (usize, usize)> {
        let end = self.all.partition_point(|&(index, _)| index < quantity);
        self.all[..end].iter().rev().copied()
    }

    /// Whether a number was linked to the phrase headed by `head`.
    pub(super) fn is_counted(&self, head: Node<'_>) -> bool {
        self.counted.iter().any(|&(_, other)| other == head.index())
    }

    /// The last quantity that was linked to the phrase headed by `head`.
    pub(super) fn quantity_of(&self, head: Node<'_>) -> Option<usize> {
        self.counted.iter().rfind(|&&(_, other)| other == head.index()).map(|&(quantity, _)| quantity)
    }

    /// The last quantity that was linked, and the head of its phrase.
    pub(super) fn last(&self) -> Option<(usize, usize)> {
        self.counted.last().copied()
    }

    /// Phrases before the sentence of token `at`, nearest first.
    pub(super) fn before<'a>(&self, at: Node<'a>) -> Vec<Candidate<'a>> {
        let scene = at.scene();
        let here = at.sentence_index();
        let first = scene.doc.sentences[here.saturating_sub(SENTENCES)].tokens.start as usize;
        let end = at.around().start as usize;
        let near = scene.all(first..end).rev().take(REACH);
        let mut heads: Vec<_> = near.filter(|&noun| is_antecedent(noun)).take(CHOICE).collect();
        let far = self.counted.iter().rev().take(COUNTED).map(|&(_, head)| scene.at(head));
        for head in far.filter(|head| head.index() < end) {
            if !heads.contains(&head) {
                heads.push(head);
            }
        }
        let back = |head: Node<'_>| here - head.sentence_index();
        heads.into_iter().enumerate().map(|(rank, head)| Candidate { head, back: back(head), rank }).collect()
    }
}

/// Whether the noun at `at` can be continued by a later number.
fn is_antecedent(at: Node<'_>) -> bool {
    at.is_noun()
        && is_phrase_head(at)
        && at.quantity().is_none()
        && !at.is(Class::Period)
        && !at.is(Class::Vague)
}
