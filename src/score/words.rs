//! Lemmas by rule, the same for gold and prediction, so that a labeller's singular and our plural are no mistake.
//!
//! Whole articles and NewsQuant were labelled under different conventions ("people" is `person` in the one and stays in the other),
//! so there is one set of rules for each.

use std::collections::{BTreeSet, HashMap};

use crate::error::Error;
use crate::lexicon;

const LEMMAS: &str = "score/lemmas.tsv";

/// Which conventions the labels follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Convention {
    /// The annotation's own.
    Article,
    /// `NewsQuant`'s.
    NewsQuant,
}

/// Lemmas under one convention.
#[derive(Debug)]
pub(super) struct Lemmas {
    convention: Convention,
    irregular: HashMap<&'static str, &'static str>,
}

impl Lemmas {
    pub(super) fn new(convention: Convention) -> Result<Self, Error> {
        let text = include_str!("../../models/score/lemmas.tsv");
        let column = match convention {
            Convention::Article => 1,
            Convention::NewsQuant => 2,
        };
        let rows = lexicon::parse(LEMMAS, text, &["form", "article", "newsquant"])?;
        let listed = rows.iter().map(|row| (row.field(0), row.field(column)));
        Ok(Self { convention, irregular: listed.filter(|(_, lemma)| !lemma.is_empty()).collect() })
    }

    /// The lemma of a word (or of a phrase by its last word's ending), in lower case, without outer punctuation.
    pub(super) fn lemma(&self, word: &str) -> String {
        let marks = match self.convention {
            Convention::Article => ".,;:!?\"'“”‘’()[]",
            Convention::NewsQuant => ".,;:!?\"()[]",
        };
        let lower = word.to_lowercase();
        let bare = without_possessive(lower.trim_matches(|c| marks.contains(c)));
        if let Some(lemma) = self.irregular.get(bare) {
            return (*lemma).to_owned();
        }
        self.by_rule(bare)
    }

    fn by_rule(&self, word: &str) -> String {
        let length = word.chars().count();
        let article = self.convention == Convention::Article;
        if let Some(stem) = word.strip_suffix("men").filter(|_| article && length > 5) {
            return format!("{stem}man");
        }
        if length < 4 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
            return word.to_owned();
        }
        if let Some(stem) = word.strip_suffix("ies").filter(|_| length > 4) {
            return format!("{stem}y");
        }
        let sibilants = ["ches", "shes", "xes", "sses", if article { "zzes" } else { "zes" }];
        let cut = if sibilants.iter().any(|end| word.ends_with(end)) { "es" } else { "s" };
        word.strip_suffix(cut).unwrap_or(word).to_owned()
    }

    /// What a head may be called: its whole and its last word, since a name's head is given either way ("Abel Moro").
    pub(super) fn head_forms(&self, head: &str) -> BTreeSet<String> {
        let words: Vec<&str> = head.split_whitespace().collect();
        let forms = [words.join(" "), words.last().copied().unwrap_or_default().to_owned()];
        forms.iter().map(|form| self.lemma(form)).filter(|form| !form.is_empty()).collect()
    }
}

fn without_possessive(word: &str) -> &str {
    let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    bare.or_else(|| word.strip_suffix(['\'', '’'])).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_conventions_on_the_same_words() {
        let article = Lemmas::new(Convention::Article).unwrap();
        let newsquant = Lemmas::new(Convention::NewsQuant).unwrap();
        for (word, in_articles, in_newsquant) in [
            ("Gangsters", "gangster", "gangster"),
            ("people", "person", "people"),
            ("policemen", "policeman", "policeman"),
            ("countrymen", "countryman", "countrymen"),
            ("cities,", "city", "city"),
            ("churches", "church", "church"),
            ("sizes", "size", "siz"),
            ("police's", "police", "police"),
            ("bus", "bus", "bus"),
            ("crisis", "crisis", "crisis"),
            ("days’", "day", "day"),
            ("gas", "gas", "gas"),
        ] {
            assert_eq!(article.lemma(word), in_articles, "{word}");
            assert_eq!(newsquant.lemma(word), in_newsquant, "{word}");
        }
    }

    #[test]
    fn a_head_answers_to_its_whole_and_its_last_word() {
        let lemmas = Lemmas::new(Convention::Article).unwrap();
        assert_eq!(lemmas.head_forms("Abel Moro").into_iter().collect::<Vec<_>>(), ["abel moro", "moro"]);
        assert!(lemmas.head_forms(" ").is_empty());
    }
}
