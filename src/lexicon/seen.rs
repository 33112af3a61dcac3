//! What was found for a word, kept for the next time that it comes up.

use rustc_hash::FxHashMap;

/// Longer words, in bytes, are not remembered.
const LONGEST: usize = 64;

/// What one thread found lately for words as they are written, `MOST` of them at most.
#[derive(Debug)]
pub struct SeenWords<V, const MOST: usize>(FxHashMap<Box<str>, V>);

impl<V, const MOST: usize> Default for SeenWords<V, MOST> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<V: Clone, const MOST: usize> SeenWords<V, MOST> {
    /// What `find` gives for `word`, which must depend on the word alone; asked once as long as there is room.
    pub fn remembered(&mut self, word: &str, find: impl FnOnce() -> V) -> V {
        if word.len() > LONGEST {
            return find();
        }
        if let Some(known) = self.0.get(word) {
            return known.clone();
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let found = find();
        self.0.insert(word.into(), found.clone());
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_asked_once_while_there_is_room() {
        let mut seen = SeenWords::<usize, 2>::default();
        let mut asked = Vec::new();
        let long = "x".repeat(LONGEST + 1);
        for word in ["a", "b", "a", "c", "a", &long, &long] {
            let length = seen.remembered(word, || {
                asked.push(word.to_owned());
                word.len()
            });
            assert_eq!(length, word.len());
        }
        assert_eq!(asked, ["a", "b", "c", "a", &long, &long]);
    }
}
