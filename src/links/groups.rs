//! Earlier phrases that a later number may continue: "33 gangsters ... 28 were booked".

use crate::links::scene::Node;

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

    /// Heads of the phrases that were counted last, the latest first.
    pub(super) fn lately_counted(&self) -> impl Iterator<Item = usize> {
        self.counted.iter().rev().take(COUNTED).map(|&(_, head)| head)
    }
}
