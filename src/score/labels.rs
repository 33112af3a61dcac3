//! Joins label sets: which labels of gold and prediction count as one, and which are not compared.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::error::Error;
use crate::lexicon;

const FILE: &str = "score/labels.tsv";

/// A map from labels to the labels that they are compared as. A label that it does not name stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelMap {
    /// `None`: not compared.
    labels: HashMap<String, Option<String>>,
    /// The labels that are compared at all, as they are after joining; `None`: all.
    only: Option<HashSet<String>>,
}

/// Why a map could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Neither a preset nor `A=B`.
    #[error("{0:?} is neither A=B nor one of the presets {1}")]
    Unknown(String, String),
    /// The list of presets is damaged.
    #[error("{0}")]
    Presets(String),
}

impl LabelMap {
    /// A map from `A=B,C=D,...`; `A=` takes the label out of the comparison, and a preset's name stands for its pairs. Later
    /// pairs win over earlier ones.
    ///
    /// # Errors
    /// [`MapError`] for a part that is neither.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        let mut map = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            if let Some((from, to)) = part.split_once('=') {
                map.insert(from.trim(), to.trim());
            } else {
                map.add_preset(part)?;
            }
        }
        Ok(map)
    }

    /// The same map, for these labels alone; they are named as they are after joining.
    #[must_use]
    pub fn limited_to(self, labels: impl IntoIterator<Item = String>) -> Self {
        Self { only: Some(labels.into_iter().collect()), ..self }
    }

    /// What a label is compared as; `None` where it is not compared.
    pub fn of<'l>(&'l self, label: &'l str) -> Option<&'l str> {
        let joined = self.labels.get(label).map_or(Some(label), Option::as_deref);
        joined.filter(|label| self.only.as_ref().is_none_or(|only| only.contains(*label)))
    }

    fn insert(&mut self, from: &str, to: &str) {
        let to = Some(to).filter(|to| !to.is_empty()).map(str::to_owned);
        self.labels.insert(from.to_owned(), to);
    }

    fn add_preset(&mut self, name: &str) -> Result<(), MapError> {
        let presets = PRESETS.as_ref().map_err(|error| MapError::Presets(error.clone()))?;
        let rows = presets.iter().filter(|row| row.field(0) == name);
        let before = self.labels.len();
        for row in rows {
            for label in row.list(2) {
                self.insert(label, row.field(1));
            }
        }
        if self.labels.len() > before {
            return Ok(());
        }
        let mut names: Vec<_> = presets.iter().map(|row| row.field(0)).collect();
        names.dedup();
        Err(MapError::Unknown(name.to_owned(), names.join(", ")))
    }
}

static PRESETS: LazyLock<Result<Vec<lexicon::Row>, String>> = LazyLock::new(|| {
    let text = include_str!("../../models/score/labels.tsv");
    lexicon::parse(FILE, text, &["preset", "label", "joins"]).map_err(|error: Error| error.to_string())
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_join_other_sets_with_ours() {
        let map = LabelMap::parse("worldwide").unwrap();
        assert_eq!((map.of("GPE"), map.of("Facility")), (Some("PLACE"), Some("PLACE")));
        assert_eq!((map.of("LAW"), map.of("Date"), map.of("Zyx")), (Some("MISC"), None, Some("Zyx")));
        let map = LabelMap::parse("conll").unwrap();
        assert_eq!(
            (map.of("NORP"), map.of("PER"), map.of("LOC")),
            (Some("MISC"), Some("PERSON"), Some("PLACE"))
        );
        assert_eq!(LabelMap::parse("ontonotes").unwrap().of("CARDINAL"), None);
    }

    #[test]
    fn a_limit_names_labels_as_they_are_joined() {
        let map = LabelMap::parse("worldwide").unwrap().limited_to(["PLACE".to_owned()]);
        assert_eq!((map.of("GPE"), map.of("ORG")), (Some("PLACE"), None));
    }

    #[test]
    fn pairs_win_over_a_preset_before_them_and_slips_are_named() {
        let map = LabelMap::parse("worldwide, LAW=LAW,NORP=").unwrap();
        assert_eq!((map.of("LAW"), map.of("NORP")), (Some("LAW"), None));
        let error = LabelMap::parse("world").unwrap_err().to_string();
        assert!(error.contains("\"world\"") && error.contains("worldwide, conll"), "{error}");
        assert_eq!(LabelMap::parse("").unwrap(), LabelMap::default());
    }
}
