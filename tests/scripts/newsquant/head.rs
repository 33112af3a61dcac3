//! Heads and content words of phrases.

use std::collections::BTreeSet;

use crate::conventions::Conventions;

const SEPARATORS: [char; 6] = [',', ';', '(', ')', '"', '“'];

fn separates(c: char) -> bool {
    c.is_whitespace() || SEPARATORS.contains(&c) || c == '”'
}

/// The words of a phrase, without commas, semicolons, brackets and quotes.
fn words(phrase: &str) -> Vec<&str> {
    phrase.split(separates).filter(|word| !word.is_empty()).collect()
}

/// The words of a text and its commas, semicolons and brackets, in order.
fn words_and_marks(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, mark) in text.match_indices(separates) {
        found.extend(Some(&text[from..at]).filter(|word| !word.is_empty()));
        found.extend(Some(mark).filter(|mark| is_mark(mark)));
        from = at + mark.len();
    }
    found.extend(Some(&text[from..]).filter(|word| !word.is_empty()));
    found
}

fn is_mark(word: &str) -> bool {
    matches!(word, "," | ";" | "(" | ")")
}

impl Conventions {
    /// Lemmas of the content words of `phrases`.
    pub(crate) fn content<'p>(&self, phrases: impl IntoIterator<Item = &'p str>) -> BTreeSet<String> {
        let words = phrases.into_iter().flat_map(words).flat_map(|word| word.split('/'));
        let lemmas = words.map(|word| self.lemma(word));
        lemmas.filter(|lemma| !lemma.is_empty() && !self.stop.contains(lemma.as_str())).collect()
    }

    /// Lemma of a phrase's head: its last word before the first preposition or verb; empty for an empty phrase.
    ///
    /// `NewsQuant` writes phrases without their function words ("price typical home"); such a phrase is laid over `text` first, to
    /// find where the missing words stood.
    pub(crate) fn head(&self, phrase: &str, text: &str) -> String {
        let words = words(phrase);
        let Some(last) = words.len().checked_sub(1) else { return String::new() };
        let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
        let stop = (1..=last).find(|&index| self.breaks.contains(lower[index].as_str()));
        let stop = stop.or_else(|| self.break_in(&words, text));
        let words = &words[..stop.unwrap_or(words.len())];
        let content = words.iter().rev().find(|word| !self.stop.contains(self.lemma(word).as_str()));
        let head = content.or(words.last()).copied().unwrap_or_default();
        self.lemma(after_hyphen(head.trim_matches(['.', ',', '\'', '’'])))
    }

    /// Index of the first word of the phrase that stands behind a preposition or mark in `text`.
    fn break_in(&self, words: &[&str], text: &str) -> Option<usize> {
        let tokens = words_and_marks(text);
        let lemmas: Vec<String> = tokens.iter().map(|token| self.lemma(token)).collect();
        let wanted: Vec<String> = words.iter().map(|word| self.lemma(word)).collect();
        let starts = (0..tokens.len()).filter(|&start| lemmas[start] == wanted[0]);
        let mut best: Option<(usize, Option<usize>)> = None;
        for start in starts {
            let laid = self.lay(&wanted, &tokens, &lemmas, start);
            if best.is_none_or(|(longest, _)| laid.0 > longest) {
                best = Some(laid);
            }
        }
        best?.1
    }

    /// Lays the phrase over the text from token `start`: how many of its words are found in order, at most eight tokens apart, and
    /// before which of them a preposition or mark stands first.
    fn lay(
        &self,
        wanted: &[String],
        tokens: &[&str],
        lemmas: &[String],
        start: usize,
    ) -> (usize, Option<usize>) {
        let (mut place, mut found, mut stop) = (start, 1, None);
        for (index, word) in wanted.iter().enumerate().skip(1) {
            let window = place + 1..(place + 9).min(lemmas.len());
            let Some(next) = window.into_iter().find(|&token| lemmas[token] == *word) else { break };
            let mut gap = tokens[place + 1..next].iter();
            if stop.is_none()
                && gap.any(|token| is_mark(token) || self.breaks.contains(token.to_lowercase().as_str()))
            {
                stop = Some(index);
            }
            (place, found) = (next, found + 1);
        }
        (found, stop)
    }
}

/// The part behind the last hyphen of a compound ("co-op": "op"), else the whole word.
fn after_hyphen(word: &str) -> &str {
    let Some((before, after)) = word.rsplit_once('-') else { return word };
    let compound = before.ends_with(|c: char| c.is_ascii_alphabetic())
        && !after.is_empty()
        && after.chars().all(|c| c.is_ascii_lowercase());
    if compound { after } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_stands_before_the_first_preposition() {
        let conventions = Conventions::new().unwrap();
        let head = |phrase, text| conventions.head(phrase, text);
        assert_eq!(head("the workers at the mill", ""), "worker");
        assert_eq!(head("former co-op", ""), "op");
        assert_eq!(head("", "text"), "");
        assert_eq!(head("price typical home", "the price of a typical home rose"), "price");
        assert_eq!(head("price typical home", ""), "home");
        assert_eq!(head("rates, mortgages", "rates, mortgages"), "rate");
    }

    #[test]
    fn content_words_leave_out_articles_and_prepositions() {
        let conventions = Conventions::new().unwrap();
        let words = conventions.content(["the price of oil/gas", "Homes"]);
        assert_eq!(words.into_iter().collect::<Vec<_>>(), ["gas", "home", "oil", "price"]);
    }
}
