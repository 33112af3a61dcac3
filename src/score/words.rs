//! Lemmas by rule, the same for gold and prediction, so that a labeller's singular and our plural are no mistake.

use std::collections::{BTreeSet, HashMap};

use crate::error::Error;
use crate::lexicon;

const LEMMAS: &str = "score/lemmas.tsv";

/// Lemmas of heads and units.
#[derive(Debug)]
pub(super) struct Lemmas {
    irregular: HashMap<&'static str, &'static str>,
}

impl Lemmas {
    pub(super) fn new() -> Result<Self, Error> {
        let text = include_str!("../../models/score/lemmas.tsv");
        let rows = lexicon::parse(LEMMAS, text, &["form", "lemma"])?;
        Ok(Self { irregular: rows.iter().map(|row| (row.field(0), row.field(1))).collect() })
    }

    /// The lemma of a word (or of a phrase by its last word's ending), in lower case, without outer punctuation.
    pub(super) fn lemma(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        let bare = without_possessive(lower.trim_matches(|c| ".,;:!?\"'“”‘’()[]".contains(c)));
        self.irregular.get(bare).map_or_else(|| by_rule(bare), |lemma| (*lemma).to_owned())
    }

    /// What a head may be called: its whole and its last word, since a name's head is given either way ("Abel Moro").
    pub(super) fn head_forms(&self, head: &str) -> BTreeSet<String> {
        let words: Vec<&str> = head.split_whitespace().collect();
        let forms = [words.join(" "), words.last().copied().unwrap_or_default().to_owned()];
        forms.iter().map(|form| self.lemma(form)).filter(|form| !form.is_empty()).collect()
    }
}

fn by_rule(word: &str) -> String {
    let length = word.chars().count();
    if let Some(stem) = word.strip_suffix("men").filter(|_| length > 5) {
        return format!("{stem}man");
    }
    singular(word, "zzes")
}

/// The singular of a regular plural in lower case, other words as they are. Endings that lose "es", as words in "ches" do, differ
/// between conventions in one, `buzzing`: "zes" or "zzes".
pub fn singular(word: &str, buzzing: &str) -> String {
    let length = word.chars().count();
    if length < 4 || ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|_| length > 4) {
        return format!("{stem}y");
    }
    let sibilant = ["ches", "shes", "xes", "sses", buzzing].iter().any(|end| word.ends_with(end));
    word.strip_suffix(if sibilant { "es" } else { "s" }).unwrap_or(word).to_owned()
}

/// The word without the mark of the possessive.
pub fn without_possessive(word: &str) -> &str {
    let bare = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
    bare.or_else(|| word.strip_suffix(['\'', '’'])).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemmas_go_by_rule_and_list() {
        let lemmas = Lemmas::new().unwrap();
        for (word, lemma) in [
            ("Gangsters", "gangster"),
            ("people", "person"),
            ("policemen", "policeman"),
            ("countrymen", "countryman"),
            ("cities,", "city"),
            ("churches", "church"),
            ("sizes", "size"),
            ("police's", "police"),
            ("bus", "bus"),
            ("crisis", "crisis"),
            ("days’", "day"),
            ("gas", "gas"),
        ] {
            assert_eq!(lemmas.lemma(word), lemma, "{word}");
        }
    }

    #[test]
    fn a_head_answers_to_its_whole_and_its_last_word() {
        let lemmas = Lemmas::new().unwrap();
        assert_eq!(lemmas.head_forms("Abel Moro").into_iter().collect::<Vec<_>>(), ["abel moro", "moro"]);
        assert!(lemmas.head_forms(" ").is_empty());
    }
}
