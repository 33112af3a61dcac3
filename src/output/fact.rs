//! One quantity with everything that is said of it, ids resolved to words: the row that every table shows.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{EntityRecord, LinkRecord, PhraseRecord, Pointing, QuantityRecord, Record, SpanRecord};
use crate::article::{Bound, Change, Circumstance, Each, Kind, Status};

/// Words of the article that a fact points at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pointed<'a> {
    /// What a table shows: the full name of a named mention, else its words.
    pub words: &'a str,
    /// Where they stand, in code points.
    pub span: SpanRecord,
    /// Id of the entity or quantity; `None` for a phrase.
    pub id: Option<&'a str>,
    /// What the entity resolves to, where that is known: a place's `{"geonames", "country", "lat", "lon"}`, or a key.
    pub reference: Option<&'a Json>,
    /// The quantity that they are.
    pub quantity: Option<&'a QuantityRecord>,
}

/// One row of a table of facts.
#[derive(Debug, Clone)]
pub struct Fact<'a> {
    /// The number.
    pub quantity: &'a QuantityRecord,
    /// Its link, where it has one.
    pub link: Option<&'a LinkRecord>,
    /// What the other circumstances point at; the event has nothing here.
    pub circumstances: Each<Vec<Pointed<'a>>>,
    /// The first mention of the same fact in the article, where this is a later one.
    pub first: Option<&'a QuantityRecord>,
}

/// The facts of an article in text order: one for each quantity.
pub fn facts(record: &Record) -> Vec<Fact<'_>> {
    let index = Index::of(record);
    let quantities = record.quantities.iter().flatten();
    quantities.map(|quantity| index.fact(quantity)).collect()
}

impl<'a> Fact<'a> {
    /// What a circumstance points at.
    pub fn all(&self, circumstance: Circumstance) -> &[Pointed<'a>] {
        &self.circumstances[circumstance]
    }

    /// What a circumstance points at; the first, of several.
    pub fn one(&self, circumstance: Circumstance) -> Option<Pointed<'a>> {
        self.all(circumstance).first().copied()
    }

    /// The words of all that a circumstance points at.
    pub fn words(&self, circumstance: Circumstance) -> impl Iterator<Item = &'a str> {
        self.all(circumstance).iter().map(|it| it.words)
    }

    /// The phrase that the number counts, measures or ranks; `None` without a link, and for bare money.
    pub fn phrase(&self) -> Option<&PhraseRecord> {
        self.link?.entity.as_ref()
    }

    /// The words of [`Fact::phrase`].
    pub fn what(&self) -> Option<&str> {
        self.phrase().map(|phrase| phrase.text.as_str())
    }

    /// The verb that the counted thing takes part in.
    pub fn event(&self) -> Option<&str> {
        self.link?.event.as_ref().map(|event| event.text.as_str())
    }

    /// Probability that the whole row is right, 0 to 1; of an older annotation, which does not state it, that
    /// [`Fact::what`] is.
    pub fn score(&self) -> Option<f64> {
        let link = self.link?;
        link.fact_score.or(link.score)
    }

    /// A short word to stand before a fact that the text does not present as true: "not", "maybe", "planned", "if".
    pub fn caution(&self) -> Option<&'static str> {
        self.quantity.status.map(|status| match status {
            Status::Negated => "not",
            Status::Possible => "maybe",
            Status::Planned => "planned",
            Status::Conditional => "if",
        })
    }

    /// How it stands to the first mention of the same fact, with what that one says: "updates 30".
    pub fn again(&self) -> Option<String> {
        let agreement = self.link?.agreement?.as_str();
        Some(
            self.first.map_or_else(|| agreement.to_owned(), |first| format!("{agreement} {}", first.shown())),
        )
    }

    /// Whether it is of a kind that counts or measures something; the others (dates, times, identifiers) only date or
    /// name.
    pub fn is_counted(&self) -> bool {
        self.quantity.kind.is_countable()
    }
}

impl QuantityRecord {
    /// The value for the eye: digits in groups of three, the bound as a sign before it ("> 30"), a rise or fall as an
    /// arrow; the words themselves where no value is known, and where digits would claim more than they say ("first",
    /// "thousands").
    pub fn shown(&self) -> String {
        if self.is_in_words() {
            return self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let value = match (&self.value, &self.min, &self.max) {
            (Some(value), _, _) => grouped(self.kind, value),
            (None, Some(min), Some(max)) => {
                format!("{}\u{2013}{}", grouped(self.kind, min), grouped(self.kind, max))
            }
            (None, Some(min), None) => format!("\u{2265} {}", grouped(self.kind, min)),
            (None, None, Some(max)) => format!("\u{2264} {}", grouped(self.kind, max)),
            (None, None, None) => return self.text.clone(),
        };
        let arrow = match self.change {
            Some(Change::Up) => "\u{2191} ",
            Some(Change::Down) => "\u{2193} ",
            None => "",
        };
        format!("{arrow}{}{value}", sign(self.bound))
    }

    /// Whether it is an ordinal, also as a place in a ranking ("came second"), or a plural that names an order of magnitude
    /// alone ("dozens": 12 to 120).
    fn is_in_words(&self) -> bool {
        let number = |value: &Option<Json>| value.as_ref().and_then(Json::as_f64);
        let tenfold = matches!((number(&self.min), number(&self.max)), (Some(min), Some(max)) if (max - 10.0 * min).abs() < f64::EPSILON * max);
        let digits = self.text.contains(|c: char| c.is_ascii_digit());
        let place = self.kind == Kind::Rank && !self.text.contains(char::is_whitespace);
        self.kind == Kind::Ordinal || place || tenfold && !digits
    }

    /// The unit for the eye: the currency, the unit's name, the per cent sign; with the denominator of a rate.
    pub fn shown_unit(&self) -> Option<String> {
        let unit = self.unit.as_ref().map(|unit| {
            let name = unit.currency.as_deref().or(unit.name.as_deref());
            name.unwrap_or(&unit.text).to_owned()
        });
        // A reading (an index, an exchange rate) has no unit that is written.
        let unit = unit.filter(|name| !name.is_empty());
        let unit = unit.or_else(|| (self.kind == Kind::Percent).then(|| "%".to_owned()));
        match (&self.per, unit) {
            (Some(per), Some(unit)) => Some(format!("{unit} per {per}")),
            (Some(per), None) => Some(format!("per {per}")),
            (None, unit) => unit,
        }
    }
}

fn sign(bound: Bound) -> &'static str {
    match bound {
        Bound::Exact => "",
        Bound::About => "\u{2248} ",
        Bound::AtLeast => "\u{2265} ",
        Bound::AtMost => "\u{2264} ",
        Bound::MoreThan => "> ",
        Bound::LessThan => "< ",
    }
}

/// A number with its thousands apart; a text, and the number of a year or of a section, as it is.
fn grouped(kind: Kind, value: &Json) -> String {
    let digits = match value {
        Json::String(text) => return text.clone(),
        other => rounded(other.to_string()),
    };
    let (whole, rest) = digits.split_once('.').map_or((digits.as_str(), None), |(a, b)| (a, Some(b)));
    let (minus, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    if !kind.is_countable() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits;
    }
    let mut out = minus.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A fraction that goes on ("a third": 0.3333...) with four digits behind the point; any other as it is.
fn rounded(digits: String) -> String {
    let long = digits.split_once('.').is_some_and(|(_, rest)| rest.len() > 6);
    let number: Option<Decimal> = digits.parse().ok().filter(|_| long);
    number.map_or(digits, |number| number.round_dp(4).normalize().to_string())
}

/// What ids of one record stand for.
struct Index<'a> {
    entities: HashMap<&'a str, &'a EntityRecord>,
    quantities: HashMap<&'a str, &'a QuantityRecord>,
    links: HashMap<&'a str, &'a LinkRecord>,
    /// The quantity of the first mention of each fact that is told again.
    firsts: HashMap<u32, &'a str>,
}

impl<'a> Index<'a> {
    fn of(record: &'a Record) -> Self {
        let mut firsts = HashMap::new();
        for link in record.links.iter().flatten().filter(|link| link.agreement.is_none()) {
            if let Some(fact) = link.fact {
                firsts.entry(fact).or_insert(link.quantity.as_str());
            }
        }
        Self {
            firsts,
            entities: record.entities.iter().flatten().map(|entity| (entity.id.as_str(), entity)).collect(),
            quantities: record.quantities.iter().flatten().map(|it| (it.id.as_str(), it)).collect(),
            links: record.links.iter().flatten().map(|link| (link.quantity.as_str(), link)).collect(),
        }
    }

    fn fact(&self, quantity: &'a QuantityRecord) -> Fact<'a> {
        let link = self.links.get(quantity.id.as_str()).copied();
        let pointing = |it| link.map(|link| link.pointing(it)).unwrap_or_default();
        let circumstances =
            Each::of(|it| pointing(it).into_iter().filter_map(|it| self.resolved(it)).collect());
        Fact { quantity, link, circumstances, first: link.and_then(|link| self.first(link)) }
    }

    /// The first mention of what a link tells again.
    fn first(&self, link: &LinkRecord) -> Option<&'a QuantityRecord> {
        let first = self.firsts.get(&link.fact?).filter(|_| link.agreement.is_some())?;
        self.quantities.get(*first).copied()
    }

    fn resolved(&self, pointing: Pointing<'a>) -> Option<Pointed<'a>> {
        match pointing {
            Pointing::Id(id) => self.pointed(id),
            Pointing::Phrase(words, span) => {
                Some(Pointed { words, span, id: None, reference: None, quantity: None })
            }
        }
    }

    fn pointed(&self, id: &'a str) -> Option<Pointed<'a>> {
        if let Some(entity) = self.entities.get(id) {
            let words = entity.name.as_deref().unwrap_or(&entity.text);
            return Some(Pointed {
                words,
                span: SpanRecord { start: entity.start, end: entity.end },
                id: Some(id),
                reference: entity.reference.as_ref(),
                quantity: None,
            });
        }
        let quantity = self.quantities.get(id)?;
        let span = SpanRecord { start: quantity.start, end: quantity.end };
        Some(Pointed { words: &quantity.text, span, id: Some(id), reference: None, quantity: Some(quantity) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(json: &str) -> QuantityRecord {
        let base = r#"{"id": "q1", "start": 0, "end": 1, "text": "words", "kind": "#;
        serde_json::from_str(&format!("{base}{json}}}")).unwrap()
    }

    #[test]
    fn values_are_written_for_the_eye() {
        let shown = |json: &str| quantity(json).shown();
        assert_eq!(shown(r#""count", "value": 1234567"#), "1,234,567");
        assert_eq!(shown(r#""measure", "value": -1234.5678"#), "-1,234.5678");
        assert_eq!(shown(r#""count", "value": 30, "bound": "more_than""#), "> 30");
        assert_eq!(
            shown(r#""percent", "value": 7.50, "change": "up", "bound": "about""#),
            "\u{2191} \u{2248} 7.50"
        );
        assert_eq!(shown(r#""count", "min": 5, "max": 7000"#), "5\u{2013}7,000");
        assert_eq!(shown(r#""count", "min": 5"#), "\u{2265} 5");
        assert_eq!(shown(r#""date", "value": "2021-05""#), "2021-05");
        assert_eq!(shown(r#""identifier", "value": 1234"#), "1234");
        assert_eq!(shown(r#""date""#), "words");
        assert_eq!(shown(r#""count", "value": 1e+3"#), "1e+3");
        assert_eq!(shown(r#""ratio", "value": 0.3333333333333333333333333333"#), "0.3333");
    }

    #[test]
    fn ordinals_and_magnitudes_are_what_the_text_says() {
        assert_eq!(quantity(r#""ordinal", "value": 1"#).shown(), "words");
        assert_eq!(quantity(r#""rank", "value": "1""#).shown(), "words");
        let tier = QuantityRecord { text: "Tier 2".to_owned(), ..quantity(r#""rank", "value": "2""#) };
        assert_eq!(tier.shown(), "2");
        assert_eq!(quantity(r#""count", "min": 1000, "max": 10000"#).shown(), "words");
        assert_eq!(quantity(r#""money", "min": 1000000, "max": 10000000"#).shown(), "words");
        assert_eq!(quantity(r#""count", "min": 5, "max": 7"#).shown(), "5\u{2013}7");
        let range =
            QuantityRecord { text: "1 to 10".to_owned(), ..quantity(r#""count", "min": 1, "max": 10"#) };
        assert_eq!(range.shown(), "1\u{2013}10");
    }

    #[test]
    fn what_is_not_presented_as_true_has_a_word_before_it() {
        let fact = |status: &str| {
            let quantity = quantity(&format!(r#""count", "value": 1, "status": "{status}""#));
            let record = Record { quantities: Some(vec![quantity]), ..Record::default() };
            facts(&record)[0].caution()
        };
        for (status, word) in
            [("negated", "not"), ("possible", "maybe"), ("planned", "planned"), ("conditional", "if")]
        {
            assert_eq!(fact(status), Some(word));
        }
    }

    #[test]
    fn a_row_without_a_counted_phrase_has_its_circumstances() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "Kells spent $3m.",
            "quantities": [{"id": "q1", "kind": "money", "start": 12, "end": 15, "text": "$3m", "value": 3_000_000}],
            "links": [{"quantity": "q1", "event": {"text": "spent", "lemma": "spend", "start": 6, "end": 11},
                "agent": {"text": "Kells", "start": 0, "end": 5}, "fact_score": 0.6}]
        }))
        .unwrap();
        let fact = &facts(&record)[0];
        assert_eq!((fact.what(), fact.event(), fact.score()), (None, Some("spent"), Some(0.6)));
        assert_eq!(fact.one(Circumstance::Agent).unwrap().words, "Kells");
    }

    #[test]
    fn a_later_mention_says_how_it_stands_to_the_first() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "30 died. Later 40 had died. 12 fell.",
            "quantities": [
                {"id": "q1", "kind": "count", "start": 0, "end": 2, "text": "30", "value": 30},
                {"id": "q2", "kind": "count", "start": 15, "end": 17, "text": "40", "value": 40},
                {"id": "q3", "kind": "count", "start": 28, "end": 30, "text": "12", "value": 12}],
            "links": [{"quantity": "q1", "fact": 1}, {"quantity": "q2", "fact": 1, "agreement": "updates"},
                {"quantity": "q3", "fact": 2, "agreement": "agrees"}]
        }))
        .unwrap();
        let again: Vec<_> = facts(&record).iter().map(Fact::again).collect();
        assert_eq!(again, [None, Some("updates 30".to_owned()), Some("agrees".to_owned())]);
    }

    #[test]
    fn units_are_written_for_the_eye() {
        let shown = |json: &str| quantity(json).shown_unit();
        assert_eq!(shown(r#""count", "value": 1"#), None);
        assert_eq!(shown(r#""percent", "value": 1"#).as_deref(), Some("%"));
        assert_eq!(shown(r#""money", "unit": {"text": "Rs", "currency": "PKR"}"#).as_deref(), Some("PKR"));
        assert_eq!(shown(r#""count", "per": "second""#).as_deref(), Some("per second"));
    }

    #[test]
    fn ids_become_names_and_an_unknown_id_is_left_out() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "FIA held 3 men.",
            "entities": [{"id": "e1", "label": "ORG", "start": 0, "end": 3, "text": "FIA", "name": "Federal Investigation Agency"}],
            "quantities": [{"id": "q1", "kind": "count", "start": 9, "end": 10, "text": "3", "value": 3}],
            "links": [{"quantity": "q1", "entity": {"text": "men", "head": "man", "start": 11, "end": 14},
                "agent": "e1", "source": "e9", "places": ["e9"], "of": {"text": "men", "start": 11, "end": 14}}]
        }))
        .unwrap();
        let facts = facts(&record);
        assert_eq!(facts[0].one(Circumstance::Agent).unwrap().words, "Federal Investigation Agency");
        assert_eq!((facts[0].what(), facts[0].one(Circumstance::Of).unwrap().words), (Some("men"), "men"));
        assert!(
            facts[0].all(Circumstance::Source).is_empty() && facts[0].all(Circumstance::Places).is_empty()
        );
    }
}
