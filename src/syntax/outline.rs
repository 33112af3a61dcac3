//! Sentences and tags by marks and capitals alone, for those who want only names: no network, no tree.

use rustc_hash::FxHashSet;

use super::lemmatizer::Lemmatizer;
use super::sentences;
use crate::article::{Dep, Pos, Syntax, Tag, Token, Word};
use crate::error::Error;
use crate::lexicon;

const CLOSED: (&str, &str) =
    ("language/closed_words.tsv", include_str!("../../models/language/closed_words.tsv"));

/// Reads the outline of a text. Shared by reference between threads.
#[derive(Debug)]
pub struct Outliner {
    lemmatizer: Lemmatizer,
    /// Words that are no name when they open a sentence.
    closed: FxHashSet<&'static str>,
}

impl Outliner {
    /// Loads the embedded lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        let rows = lexicon::parse(CLOSED.0, CLOSED.1, &["word"])?;
        let closed = rows.iter().map(|row| row.field(0)).collect();
        Ok(Self { lemmatizer: Lemmatizer::new()?, closed })
    }

    /// The outline of `tokens`, which must have been cut from `text`. Every word is its own head and has no dependency
    /// label; tags are NNP (with a capital), NN, NNS, CD, IN (any closed class), _SP and that of marks.
    pub fn outline(&self, text: &str, tokens: &[Token]) -> Syntax {
        let texts: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        let is_space: Vec<bool> = texts.iter().map(|text| text.chars().all(char::is_whitespace)).collect();
        let starts = starts(tokens, &texts);
        let word = |(at, text): (usize, &&str)| self.word(at, text);
        Syntax {
            sentences: sentences(&starts, tokens, &is_space),
            words: texts.iter().enumerate().map(word).collect(),
        }
    }

    fn word(&self, at: usize, text: &str) -> Word {
        let lower = text.to_lowercase();
        let first = text.chars().next().unwrap_or(' ');
        let (tag, lemma) = match first {
            _ if self.closed.contains(&*lower) => (Tag::In, lower.into()),
            _ if first.is_whitespace() => (Tag::Space, text.into()),
            _ if first.is_uppercase() => (Tag::Nnp, text.into()),
            _ if first.is_numeric() => (Tag::Cd, text.into()),
            _ if !first.is_alphabetic() => (Tag::Stop, text.into()),
            // Whether it is a noun or a verb is not known: the first that has another dictionary form.
            _ => match self.lemmatizer.lemma(text, Pos::Noun, "Number=Plur") {
                lemma if *lemma == *lower => {
                    (Tag::Nn, self.lemmatizer.lemma(text, Pos::Verb, "VerbForm=Fin"))
                }
                lemma => (Tag::Nns, lemma),
            },
        };
        Word { lemma, tag, pos: Pos::Unknown, morph: "", head: at as u32, dep: Dep::Unknown }
    }
}

/// Which tokens open a sentence: after a blank line, or after a closing mark where a capital, a digit or a quotation follows.
fn starts(tokens: &[Token], texts: &[&str]) -> Vec<bool> {
    let mut starts = vec![false; tokens.len()];
    let (mut after_mark, mut after_line) = (false, false);
    for at in 0..tokens.len() {
        let first = texts[at].chars().next().unwrap_or(' ');
        if first.is_whitespace() {
            after_line |= texts[at].matches('\n').count() > 1;
            continue;
        }
        let is_glued = at > 0 && tokens[at - 1].span.end() == tokens[at].span.start();
        let closes = is_glued && matches!(first, '"' | '\'' | '”' | '’' | ')' | ']');
        let opens =
            first.is_uppercase() || first.is_numeric() || matches!(first, '"' | '\'' | '“' | '‘' | '(' | '[');
        starts[at] = after_line || after_mark && !closes && opens;
        let is_mark = matches!(texts[at], "." | "!" | "?" | "…" | "..." | "?!" | "!!");
        after_mark = is_mark || after_mark && closes;
        after_line = false;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::Tokenizer;

    fn outline(text: &str) -> (Vec<String>, Vec<(String, Tag, String)>) {
        let tokens = Tokenizer::new().unwrap().cut(text);
        let syntax = Outliner::new().unwrap().outline(text, &tokens);
        let sentences = syntax.sentences.iter().map(|it| it.span.of(text).to_owned()).collect();
        let words = tokens.iter().zip(syntax.words);
        (
            sentences,
            words
                .map(|(token, word)| (token.span.of(text).to_owned(), word.tag, word.lemma.into()))
                .collect(),
        )
    }

    #[test]
    fn sentences_end_at_marks_and_blank_lines() {
        let text = "FLOOD IN BEIRA\n\nMr. Sitoe of the U.N. said: \"Two towns are cut off.\" He left at 3 p.m. on Monday.\n28 fled.";
        let (sentences, _) = outline(text);
        let expected = [
            "FLOOD IN BEIRA",
            "Mr. Sitoe of the U.N. said: \"Two towns are cut off.\"",
            "He left at 3 p.m. on Monday.",
            "28 fled.",
        ];
        assert_eq!(sentences, expected);
    }

    #[test]
    fn tags_tell_names_numbers_and_closed_classes_apart() {
        let (_, words) = outline("In Beira 28 residents fled.");
        let tags: Vec<_> = words.iter().map(|(text, tag, lemma)| (&**text, *tag, &**lemma)).collect();
        let expected = [
            ("In", Tag::In, "in"),
            ("Beira", Tag::Nnp, "Beira"),
            ("28", Tag::Cd, "28"),
            ("residents", Tag::Nns, "resident"),
            ("fled", Tag::Nn, "flee"),
            (".", Tag::Stop, "."),
        ];
        assert_eq!(tags, expected);
    }

    #[test]
    fn a_text_of_blanks_or_nothing_has_an_outline() {
        for text in ["", "\n\n", " ", "?!"] {
            outline(text);
        }
    }
}
