//! The mentions of one article while they are decided: no two share a token.

use super::proposer::Odds;
use crate::article::{By, Doc, Label, Reference, TokenRange};

/// One mention under consideration.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) tokens: TokenRange,
    pub(super) label: Label,
    pub(super) by: By,
    /// Probability that these words are a name.
    pub(super) whole: f32,
    /// Probability of each label, if they are one.
    pub(super) odds: Odds,
    /// Whether pattern or list settle the label, so that no vote changes it.
    pub(super) fixed: bool,
    /// Canonical name where it is known.
    pub(super) name: Option<String>,
    pub(super) reference: Option<Reference>,
}

impl Mention {
    /// A mention whose label is settled.
    pub(super) fn settled(tokens: TokenRange, label: Label, by: By, whole: f32) -> Self {
        Self { fixed: true, ..Self::likely(tokens, label, by, whole) }
    }

    /// How sure it is that these words are a name of this label, 0 to 1.
    pub(super) fn sure(&self) -> f32 {
        self.whole * if self.fixed { 1.0 } else { self.odds[self.label as usize] }
    }

    /// A mention with one likely label.
    pub(super) fn likely(tokens: TokenRange, label: Label, by: By, whole: f32) -> Self {
        let mut odds = [0.0; Label::ALL.len()];
        odds[label as usize] = 1.0;
        Self { tokens, label, by, whole, odds, fixed: false, name: None, reference: None }
    }
}

/// All mentions of one article.
#[derive(Debug)]
pub(super) struct Board {
    mentions: Vec<Option<Mention>>,
    /// For every token one more than the mention it is in; 0: none.
    owner: Vec<u32>,
}

impl Board {
    /// An empty board for `tokens` tokens.
    pub(super) fn new(tokens: usize) -> Self {
        Self { mentions: Vec::new(), owner: vec![0; tokens] }
    }

    /// The mention that token `index` is in.
    pub(super) fn at(&self, index: usize) -> Option<&Mention> {
        let owner = *self.owner.get(index)? as usize;
        self.mentions.get(owner.checked_sub(1)?)?.as_ref()
    }

    /// Whether none of the tokens is in a mention.
    pub(super) fn is_free(&self, tokens: TokenRange) -> bool {
        self.owner[tokens.range()].iter().all(|&owner| owner == 0)
    }

    /// The mentions that share a token with `tokens`, in text order.
    pub(super) fn over(&self, tokens: TokenRange) -> impl Iterator<Item = &Mention> {
        let mut last = 0;
        tokens.range().filter_map(move |at| {
            let owner = self.owner[at];
            let is_new = owner != 0 && owner != last;
            last = owner;
            is_new.then(|| self.mentions[owner as usize - 1].as_ref()).flatten()
        })
    }

    /// Puts a mention where nothing is; otherwise leaves all as it is. Says whether it was put.
    pub(super) fn add(&mut self, mention: Mention) -> bool {
        let is_free = !mention.tokens.is_empty() && self.is_free(mention.tokens);
        if is_free {
            self.put(mention);
        }
        is_free
    }

    /// Puts a mention in the place of all that it overlaps.
    pub(super) fn put(&mut self, mention: Mention) {
        self.clear(mention.tokens);
        let range = range(Some(&mention));
        self.mentions.push(Some(mention));
        self.owner[range].fill(self.mentions.len() as u32);
    }

    /// Takes away the mentions that share a token with `tokens`.
    pub(super) fn clear(&mut self, tokens: TokenRange) {
        for at in tokens.range() {
            if let Some(number) = (self.owner[at] as usize).checked_sub(1) {
                let taken = self.mentions[number].take();
                self.owner[range(taken.as_ref())].fill(0);
            }
        }
    }

    /// All mentions, in the order in which they were put.
    pub(super) fn all(&self) -> impl Iterator<Item = &Mention> {
        self.mentions.iter().flatten()
    }

    /// All mentions, to be changed; their tokens must stay.
    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Mention> {
        self.mentions.iter_mut().flatten()
    }

    /// All mentions in text order.
    pub(super) fn into_sorted(self) -> Vec<Mention> {
        let mut all: Vec<_> = self.mentions.into_iter().flatten().collect();
        all.sort_by_key(|mention| mention.tokens.start);
        all
    }
}

fn range(mention: Option<&Mention>) -> std::ops::Range<usize> {
    mention.map(|mention| mention.tokens.range()).unwrap_or_default()
}

/// The text of these tokens.
pub(super) fn text(doc: &Doc, tokens: TokenRange) -> &str {
    doc.span_of(tokens).of(&doc.text)
}

/// Whether the word begins with a capital.
pub(super) fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether the word is written in capitals alone, with two of them at least ("FIA", "RAB-4", "F16").
pub(super) fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    let others = word.chars().filter(|letter| letter.is_lowercase()).count();
    capitals >= 2 && (others == 0 || others == 1 && word.ends_with('s') && capitals >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(start: usize, end: usize) -> Mention {
        Mention::likely(TokenRange::new(start, end), Label::Gpe, By::Model, 0.9)
    }

    #[test]
    fn a_mention_is_added_only_where_nothing_is() {
        let mut board = Board::new(6);
        assert!(board.add(place(1, 3)));
        assert!(!board.add(place(2, 4)));
        assert!(board.is_free(TokenRange::new(3, 6)) && !board.is_free(TokenRange::new(0, 2)));
    }

    #[test]
    fn a_mention_that_is_put_takes_the_place_of_all_it_overlaps() {
        let mut board = Board::new(6);
        board.put(place(0, 2));
        board.put(place(3, 5));
        board.put(place(1, 4));
        assert_eq!(board.all().count(), 1);
        assert!(board.at(0).is_none() && board.at(4).is_none());
        assert_eq!(board.over(TokenRange::new(0, 6)).count(), 1);
    }
}
