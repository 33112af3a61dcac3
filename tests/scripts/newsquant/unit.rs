//! Units under these conventions.

use crate::conventions::Conventions;
use crate::neutral::NeutralQuantity;

/// What a unit's name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Canonical {
    /// No unit.
    None,
    /// A known measure, by its canonical name.
    Measure(String),
    /// A counted noun.
    Noun(String),
    /// A share of something.
    Share(String),
}

const SHARES: [&str; 3] = ["% ", "share of ", "fraction of "];

impl Conventions {
    pub(crate) fn canonical(&self, unit: &str) -> Canonical {
        let spaced = unit.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let mut name = without_dot(&spaced);
        if name.is_empty() {
            return Canonical::None;
        }
        match self.units.get(name) {
            Some(&known) if known.contains(" per ") => name = known,
            Some(&"none") => return Canonical::None,
            Some(&known) => return Canonical::Measure(known.to_owned()),
            None => {}
        }
        if let Some(of) = SHARES.iter().find_map(|share| name.strip_prefix(share)) {
            return Canonical::Share(of.trim_matches(['-', ' ']).to_owned());
        }
        let bare = name.strip_prefix("per ").map_or(name.to_owned(), |rest| format!("none per {rest}"));
        let parts: Vec<&str> = self.denominators.split(&bare).collect();
        if parts.len() == 1 {
            return Canonical::Noun(name.to_owned());
        }
        Canonical::Measure(parts.iter().map(|part| self.part(part.trim())).collect::<Vec<_>>().join(" per "))
    }

    /// One side of a rate: a known measure, else the noun's lemma.
    fn part(&self, name: &str) -> String {
        let known = self.units.get(name).or_else(|| self.units.get(self.lemma(name).as_str()));
        let noun = || format!("n:{}", self.lemma(name.split_whitespace().next_back().unwrap_or_default()));
        known.map_or_else(noun, |known| (*known).to_owned())
    }

    pub(crate) fn same_unit(&self, gold: &NeutralQuantity, predicted: &NeutralQuantity, text: &str) -> bool {
        let given = self.canonical(&predicted.unit);
        let mut accepted = std::iter::once(&gold.unit).chain(&gold.other_units);
        accepted.any(|unit| unit == "?" || self.accepts(unit, gold, &given, predicted, text))
    }

    fn accepts(
        &self,
        unit: &str,
        gold: &NeutralQuantity,
        given: &Canonical,
        predicted: &NeutralQuantity,
        text: &str,
    ) -> bool {
        let same_noun = |noun: &str| {
            let Canonical::Noun(other) = given else { return false };
            let ours = gold.unit_head.clone().unwrap_or_else(|| self.head(noun, ""));
            let phrase = predicted.unit_phrase.as_deref().unwrap_or(other);
            ours == predicted.unit_head.clone().unwrap_or_else(|| self.head(phrase, text))
        };
        match self.canonical(unit) {
            Canonical::Noun(_) => same_noun(unit),
            // "A third of Germans": the share, a bare number, or the noun are all right.
            Canonical::Share(of) => matches!(given, Canonical::Share(_) | Canonical::None) || same_noun(&of),
            measure => measure == *given,
        }
    }
}

/// A name without the full stop of an abbreviation ("rs.").
fn without_dot(name: &str) -> &str {
    let Some(stem) = name.strip_suffix('.') else { return name };
    let letters = stem.bytes().rev().take(2).filter(u8::is_ascii_lowercase).count();
    if letters == 2 { stem } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_unit_are_one() {
        let conventions = Conventions::new().unwrap();
        let canonical = |unit| conventions.canonical(unit);
        let measure = |name: &str| Canonical::Measure(name.to_owned());
        assert_eq!(canonical("Per  Cent"), measure("percent"));
        assert_eq!(canonical("US$"), measure("usd"));
        assert_eq!(canonical("mph"), measure("mile per hour"));
        assert_eq!(canonical("dollars a barrel"), measure("usd per barrel"));
        assert_eq!(canonical("visitors per day"), measure("n:visitor per day"));
        assert_eq!(canonical("per day"), measure("none per day"));
        assert_eq!(canonical("-"), Canonical::None);
        assert_eq!(canonical("Workers"), Canonical::Noun("workers".to_owned()));
        assert_eq!(canonical("% of Germans"), Canonical::Share("of germans".to_owned()));
    }

    #[test]
    fn a_counted_noun_is_compared_by_its_head() {
        let conventions = Conventions::new().unwrap();
        let unit = |unit: &str| NeutralQuantity { unit: unit.to_owned(), ..NeutralQuantity::default() };
        let same = |gold, predicted| conventions.same_unit(&unit(gold), &unit(predicted), "");
        assert!(same("workers", "mill worker") && !same("workers", "mills"));
        assert!(same("% Germans", "none") && same("% Germans", "Germans") && !same("% Germans", "km"));
        assert!(same("?", "anything"));
    }
}
