//! The tables and patterns of `NewsQuant`'s conventions.

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use headcount::lexicon;
use headcount::score::{singular, without_possessive};
use regex::Regex;

/// The tables and patterns of these conventions.
#[derive(Debug)]
pub(crate) struct Conventions {
    lemmas: HashMap<&'static str, &'static str>,
    pub(crate) units: HashMap<&'static str, &'static str>,
    /// Words that are not compared.
    pub(crate) stop: HashSet<&'static str>,
    /// Words that end a phrase's head.
    pub(crate) breaks: HashSet<&'static str>,
    /// Words that may stand between a number and the noun that it counts.
    pub(crate) between: HashSet<&'static str>,
    pub(crate) denominators: Regex,
    pub(crate) money_per: Regex,
}

impl Conventions {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let [stop, breaks, between] = ["stop", "break", "between"].map(word_list);
        Ok(Self {
            lemmas: lemmas()?,
            units: unit_names()?,
            stop: stop?,
            breaks: breaks?,
            between: between?,
            denominators: Regex::new(r"\s+per\s+|\s*/\s*|\s+an?\s+|\s+each\s+|-a-")?,
            money_per: Regex::new(r"(?:\bper\b|/|\ban?\b)\s+(.*)$")?,
        })
    }

    /// The lemma of a word (or of a phrase by its last word's ending), in lower case, without outer punctuation.
    pub(crate) fn lemma(&self, word: &str) -> String {
        let lower = word.to_lowercase();
        let bare = without_possessive(lower.trim_matches(|c| ".,;:!?\"()[]".contains(c)));
        self.lemmas.get(bare).map_or_else(|| singular(bare, "zes"), |lemma| (*lemma).to_owned())
    }
}

fn lemmas() -> anyhow::Result<HashMap<&'static str, &'static str>> {
    let rows = lexicon::parse("newsquant/lemmas.tsv", include_str!("lemmas.tsv"), &["form", "lemma"])?;
    Ok(rows.iter().map(|row| (row.field(0), row.field(1))).collect())
}

fn unit_names() -> anyhow::Result<HashMap<&'static str, &'static str>> {
    let rows = lexicon::parse("newsquant/units.tsv", include_str!("units.tsv"), &["unit", "forms"])?;
    Ok(rows.iter().flat_map(|row| row.list(1).map(|form| (form, row.field(0)))).collect())
}

fn word_list(name: &str) -> anyhow::Result<HashSet<&'static str>> {
    let rows = lexicon::parse("newsquant/words.tsv", include_str!("words.tsv"), &["list", "words"])?;
    let row = rows.iter().find(|row| row.field(0) == name);
    Ok(row.with_context(|| format!("newsquant/words.tsv: list {name} is missing"))?.list(1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lemmas_go_by_rule_and_list() {
        let conventions = Conventions::new().unwrap();
        for (word, lemma) in [
            ("Gangsters", "gangster"),
            ("people", "people"),
            ("countrymen", "countrymen"),
            ("sizes", "siz"),
            ("days\u{2019}", "day"),
        ] {
            assert_eq!(conventions.lemma(word), lemma, "{word}");
        }
    }
}
