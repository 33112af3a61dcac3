//! Whether two units of whole articles are the same unit.

use std::collections::BTreeSet;

use regex::Regex;

use super::words::Lemmas;
use crate::article::{Kind, Unit};
use crate::error::Error;
use crate::labelled::LabelledQuantity;

/// Ways to write the unit of a percentage.
const PERCENT: [&str; 7] = ["%", "pc", "pct", "percent", "per cent", "percentage", "ucum:%"];

/// Compares units by any of code, name and text.
#[derive(Debug)]
pub(super) struct UnitNames {
    old: Regex,
    metre: Regex,
    per: Regex,
}

impl UnitNames {
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self {
            old: super::pattern(r"[-\s]old\b")?,
            metre: super::pattern(r"\b((?:[a-z]*-?)(?:met|lit))er(s?)\b")?,
            per: super::pattern(r"\s*/\s*|\s+per\s+")?,
        })
    }

    /// Whether the two quantities name one unit in some way, or neither names any.
    pub(super) fn same(
        &self,
        lemmas: &Lemmas,
        gold: &LabelledQuantity,
        predicted: &LabelledQuantity,
    ) -> bool {
        let (ours, theirs) = (self.names(lemmas, gold), self.names(lemmas, predicted));
        if ours.is_empty() { theirs.is_empty() } else { !ours.is_disjoint(&theirs) }
    }

    fn names(&self, lemmas: &Lemmas, quantity: &LabelledQuantity) -> BTreeSet<String> {
        let none = Unit::default();
        let unit = quantity.unit.as_ref().unwrap_or(&none);
        if quantity.kind == Kind::Money {
            let currency = unit.currency.as_deref().filter(|code| !code.is_empty()).unwrap_or(&unit.text);
            return [currency.to_uppercase()].into_iter().filter(|code| !code.is_empty()).collect();
        }
        let code = unit.ucum.iter().filter(|code| !code.is_empty()).map(|code| format!("ucum:{code}"));
        let written =
            unit.name.as_deref().into_iter().chain([&*unit.text]).map(|name| self.normal(lemmas, name));
        let mut names: BTreeSet<String> = code.chain(written).filter(|name| !name.is_empty()).collect();
        if quantity.kind == Kind::Percent
            && (names.is_empty() || PERCENT.iter().any(|form| names.contains(*form)))
        {
            names.insert("percent".to_owned());
        }
        if quantity.kind == Kind::Age && names.is_empty() {
            names.insert("year".to_owned());
        }
        names
    }

    /// A unit's name with British spelling, singular nouns and `/` for "per".
    fn normal(&self, lemmas: &Lemmas, name: &str) -> String {
        let lower = name.to_lowercase();
        let spelled = self.metre.replace_all(&lower, "${1}re${2}");
        let young = self.old.replace_all(&spelled, "");
        let parts = self.parts(&young);
        let lemmatised = parts.iter().map(|part| {
            let words: Vec<String> = part.split_whitespace().map(|word| lemmas.lemma(word)).collect();
            words.join(" ")
        });
        lemmatised.collect::<Vec<_>>().join("/")
    }

    /// The unit and its denominators; "per cent" is no denominator.
    fn parts<'t>(&self, name: &'t str) -> Vec<&'t str> {
        let mut parts = Vec::new();
        let mut from = 0;
        for found in self.per.find_iter(name) {
            if found.as_str().trim() == "/" || !name[found.end()..].starts_with("cent") {
                parts.push(&name[from..found.start()]);
                from = found.end();
            }
        }
        parts.push(&name[from..]);
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str) -> Unit {
        Unit { text: name.into(), ..Unit::default() }
    }

    fn same(kind: Kind, gold: Unit, predicted: Unit) -> bool {
        let lemmas = Lemmas::new().unwrap();
        let with = |unit| LabelledQuantity { kind, unit: Some(unit), ..LabelledQuantity::default() };
        UnitNames::new().unwrap().same(&lemmas, &with(gold), &with(predicted))
    }

    #[test]
    fn code_name_or_text_is_enough() {
        let gold = Unit {
            text: "km".into(),
            name: Some("kilometre".into()),
            ucum: Some("km".into()),
            ..Unit::default()
        };
        assert!(same(Kind::Measure, gold.clone(), unit("kilometers")));
        assert!(same(Kind::Measure, gold.clone(), Unit { ucum: Some("km".into()), ..unit("clicks") }));
        assert!(!same(Kind::Measure, gold, unit("miles")));
        assert!(same(Kind::Measure, unit("ha per hour"), unit("ha/hours")));
    }

    #[test]
    fn percent_money_and_age_have_their_own_ways() {
        assert!(same(Kind::Percent, unit("per cent"), unit("%")));
        assert!(same(Kind::Percent, unit(""), unit("pc")));
        assert!(!same(Kind::Percent, unit("%"), unit("percentage points")));
        let money = |code: &str| Unit { currency: Some(code.to_owned().into()), ..unit("$") };
        assert!(!same(Kind::Money, money("USD"), money("CAD")));
        assert!(same(Kind::Age, unit("year-old"), unit("years")));
        assert!(same(Kind::Age, unit(""), unit("years old")));
    }
}
