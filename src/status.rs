//! Whether the text presents as true what a number is part of, or denies, doubts, plans or makes it conditional
//! (section 6 of the labelling guide).
//!
//! [`cues`] finds the words that decide, [`path`] goes from a number up the tree and knows where a clause keeps to itself,
//! [`scope`] says which cues reach the number ([`reach`]: one function for each kind of reach), [`verdict`] works out what they make of it together, [`features`] and
//! [`scorer`] weigh that answer and say how sure it is; [`lessons`] is what it is trained on.

mod cues;
mod features;
mod lessons;
mod path;
mod reach;
mod scope;
mod scorer;
mod verdict;
mod words;

use crate::article::{Doc, Kind, Quantity, Span, Stance};
use crate::error::Error;
use crate::status::cues::Cues;
use crate::status::scope::CuedSentence;
use crate::status::scorer::Scorer;
use crate::status::words::Words;

pub use lessons::StatusLesson;

/// Says how the text presents each number's fact.
#[derive(Debug)]
pub struct Judge {
    cues: Cues,
    words: Words,
    scorer: Scorer,
}

impl Judge {
    /// Loads the embedded word lists and weights.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { cues: Cues::new()?, words: Words::new()?, scorer: Scorer::new()? })
    }

    /// Gives every countable quantity its stance where the text does not present its fact as true.
    pub fn judge(&self, doc: &Doc, quantities: &mut [Quantity]) {
        let mut last = None;
        let mut before: Option<(Kind, Span, Option<Stance>)> = None;
        for quantity in quantities.iter_mut().filter(|it| it.kind.is_countable() && !it.tokens.is_empty()) {
            let sentence = doc.sentence_index(quantity.tokens.start as usize);
            let scene = match last.take() {
                Some((at, scene)) if at == sentence => scene,
                _ => CuedSentence::new(doc, &self.cues, &self.words, sentence),
            };
            let view = scene.view(quantity);
            quantity.stance = match &before {
                Some((kind, span, stance)) if is_conversion(doc, *kind, *span, quantity) => *stance,
                _ => self.scorer.stance(&view),
            };
            before = Some((quantity.kind, quantity.span, quantity.stance));
            last = Some((sentence, scene));
        }
    }
}

/// Whether a quantity says the same amount as the one before it, of `kind` at `span`, once more in brackets ("4 kg (8.8 lb)").
fn is_conversion(doc: &Doc, kind: Kind, span: Span, second: &Quantity) -> bool {
    let between = doc.text.get(span.end() as usize..second.span.start() as usize);
    kind == second.kind
        && matches!(kind, Kind::Money | Kind::Measure)
        && between.is_some_and(|text| matches!(text.trim(), "(" | "["))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Pos, Syntax, Token, TokenRange, Value, Word};

    /// A text of blank-separated words with lemma, tag, head and label each.
    fn doc(words: &[(&str, &str, &str, u32, &str)]) -> Doc {
        let (mut text, mut tokens) = (String::new(), Vec::new());
        for (word, ..) in words {
            let start = text.len() as u32;
            text.push_str(word);
            tokens.push(Token { span: Span::new(start, text.len() as u32), space_after: true, norm: None });
            text.push(' ');
        }
        let word = |&(_, lemma, tag, head, dep): &(&str, &str, &str, u32, &str)| Word {
            lemma: lemma.into(),
            tag: tag.parse().unwrap(),
            pos: Pos::Unknown,
            morph: "",
            head,
            dep: dep.parse().unwrap(),
        };
        let span = Span::new(0, text.len() as u32);
        let sentences = vec![crate::article::Sentence { span, tokens: TokenRange::new(0, words.len()) }];
        Doc::new(text.as_str().into(), tokens, Syntax { words: words.iter().map(word).collect(), sentences })
    }

    fn count(doc: &Doc, token: usize) -> Quantity {
        Quantity {
            span: doc.tokens[token].span,
            tokens: TokenRange::new(token, token + 1),
            ..Quantity::plain(Kind::Count, Value::Unknown)
        }
    }

    #[test]
    fn a_denied_number_says_which_words_deny_it() {
        let doc = doc(&[
            ("Officials", "official", "NNS", 1, "nsubj"),
            ("denied", "deny", "VBD", 1, "ROOT"),
            ("that", "that", "IN", 5, "mark"),
            ("50", "50", "CD", 4, "nummod"),
            ("people", "people", "NNS", 5, "nsubj"),
            ("died", "die", "VBD", 1, "ccomp"),
        ]);
        let mut quantities = [count(&doc, 3)];
        Judge::new().unwrap().judge(&doc, &mut quantities);
        let stance = quantities[0].stance.unwrap();
        assert_eq!(stance.status, crate::article::Status::Negated);
        assert_eq!(stance.cue.unwrap().of(&doc.text), "denied");
        assert!(stance.score > 0.5 && stance.score <= 1.0);
    }

    #[test]
    fn without_a_cue_there_is_no_stance_and_a_name_is_no_cue() {
        let doc = doc(&[
            ("Will", "Will", "NNP", 1, "nsubj"),
            ("sold", "sell", "VBD", 1, "ROOT"),
            ("50", "50", "CD", 3, "nummod"),
            ("boats", "boat", "NNS", 1, "dobj"),
        ]);
        let mut quantities = [count(&doc, 2)];
        Judge::new().unwrap().judge(&doc, &mut quantities);
        assert_eq!(quantities[0].stance, None);
    }

    #[test]
    fn the_work_does_not_grow_with_the_depth_of_a_tree() {
        let chain: Vec<_> = (0..3000_u32).map(|at| ("not", "not", "RB", at.max(1) - 1, "neg")).collect();
        let doc = doc(&chain);
        let words = Words::new().unwrap();
        assert!(path::way(&words, doc.node(2999)).len() < 40);
        let mut quantities: Vec<_> = (0..3000).map(|at| count(&doc, at)).collect();
        Judge::new().unwrap().judge(&doc, &mut quantities);
    }
}
