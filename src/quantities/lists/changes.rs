//! `changes.tsv`: words that say that something rose or fell.

use crate::article::Change;
use crate::error::Error;
use crate::lexicon;
use crate::quantities::words::fault;

/// Words that say that something rose or fell, by lemma or form.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    verbs: Directions,
    nouns: Directions,
    adverbs: Directions,
    comparisons: Directions,
    taking: Directions,
    carriers: Directions,
    no_level: Directions,
}

/// Forms in order, each with the direction that it says.
#[derive(Debug, Default)]
struct Directions(Vec<(&'static str, Change)>);

impl Directions {
    fn find(&self, form: &str) -> Option<Change> {
        self.0.binary_search_by_key(&form, |&(known, _)| known).ok().map(|index| self.0[index].1)
    }
}

const CHANGES: &str = "quantities/changes.tsv";

impl Changes {
    pub(crate) fn new() -> Result<Self, Error> {
        let text = include_str!("../../../models/quantities/changes.tsv");
        let mut changes = Self::default();
        for row in lexicon::parse(CHANGES, text, &["change", "place", "forms"])? {
            let change = match row.field(0) {
                "up" => Change::Up,
                "down" => Change::Down,
                _ => return Err(fault(CHANGES, &row, "change")),
            };
            let list = changes.list(row.field(1)).ok_or_else(|| fault(CHANGES, &row, "place"))?;
            list.0.extend(row.list(2).map(|form| (form, change)));
            list.0.sort_unstable_by_key(|&(form, _)| form);
        }
        Ok(changes)
    }

    fn list(&mut self, place: &str) -> Option<&mut Directions> {
        Some(match place {
            "verb" => &mut self.verbs,
            "noun" => &mut self.nouns,
            "adverb" => &mut self.adverbs,
            "than" => &mut self.comparisons,
            "taking" => &mut self.taking,
            "carrier" => &mut self.carriers,
            "no_level" => &mut self.no_level,
            _ => return None,
        })
    }

    /// What the verb with this lemma says.
    pub(crate) fn verb(&self, lemma: &str) -> Option<Change> {
        self.verbs.find(lemma)
    }

    /// What the noun with this lemma says.
    pub(crate) fn noun(&self, lemma: &str) -> Option<Change> {
        self.nouns.find(lemma)
    }

    /// What this adverb says, in lower case.
    pub(crate) fn adverb(&self, form: &str) -> Option<Change> {
        self.adverbs.find(form)
    }

    /// What this comparative says of the figure before it ("less" than), in lower case.
    pub(crate) fn than(&self, form: &str) -> Option<Change> {
        self.comparisons.find(form)
    }

    /// Whether the verb with this lemma may also mean to get, give or lose.
    pub(crate) fn is_taking(&self, lemma: &str) -> bool {
        self.taking.find(lemma).is_some()
    }

    /// Whether "up" and "down" after the verb with this lemma say a change.
    pub(crate) fn is_carrier(&self, lemma: &str) -> bool {
        self.carriers.find(lemma).is_some()
    }

    /// Whether what follows the "to" of the verb with this lemma is no level.
    pub(crate) fn is_no_level(&self, lemma: &str) -> bool {
        self.no_level.find(lemma).is_some()
    }
}
