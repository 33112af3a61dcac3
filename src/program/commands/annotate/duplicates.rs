//! Which articles have the same text as an earlier one.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Different texts that are remembered: some 20 MB, whatever the size of the batch.
const MEMORY: usize = 1 << 18;

/// The latest texts by their hash, with the id of the first article that had it.
#[derive(Debug, Default)]
pub(in crate::program::commands) struct SeenTexts {
    ids: HashMap<u64, Box<str>>,
    order: VecDeque<u64>,
}

/// A text's hash of 64 bits: among ten million texts two have the same by chance once in 400,000 runs.
pub(in crate::program::commands) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.trim().hash(&mut hasher);
    hasher.finish()
}

impl SeenTexts {
    /// The first article with this text; `None` when `id` is the first itself, or the text is empty.
    pub(super) fn first(&mut self, text: &str, id: &str) -> Option<&str> {
        if text.trim().is_empty() { None } else { self.first_of(hash(text), id) }
    }

    /// As [`SeenTexts::first`], with the text's [`hash`].
    pub(in crate::program::commands) fn first_of(&mut self, hash: u64, id: &str) -> Option<&str> {
        if !self.ids.contains_key(&hash) {
            self.remember(hash, id);
            return None;
        }
        self.ids.get(&hash).map(|first| &**first)
    }

    fn remember(&mut self, hash: u64, id: &str) {
        if self.order.len() == MEMORY
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        self.ids.insert(hash, id.into());
        self.order.push_back(hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_texts_is_named() {
        let mut seen = SeenTexts::default();
        assert_eq!(seen.first("One.", "a"), None);
        assert_eq!(seen.first("Two.", "b"), None);
        assert_eq!(seen.first("One.\n", "c"), Some("a"));
        assert_eq!(seen.first(" ", "d"), None);
        assert_eq!(seen.first("", "e"), None);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut seen = SeenTexts::default();
        for number in 0..=MEMORY as u64 {
            assert_eq!(seen.first_of(number, "x"), None);
        }
        assert_eq!(seen.first_of(1, "y"), Some("x"));
        assert_eq!(seen.first_of(0, "y"), None);
        assert_eq!(seen.ids.len(), MEMORY);
    }
}
