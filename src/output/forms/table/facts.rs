//! The table of facts: what is read comes first, what leads back to the article after it.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{
    Cell, Column, Sentences, flag, ids, list, meta, number, place_number, place_text, several, text, whole,
    words,
};
use crate::article::Circumstance::{Agent, Event, Law, Of, Places, Source, Time};
use crate::article::{Bound, Circumstance, Unit};
use crate::output::fact::{Fact, Pointed, facts};
use crate::output::{CueRecord, LinkRecord, PhraseRecord, QuantityRecord, Record};

/// A fact in its article.
pub(super) struct FactRow<'a> {
    record: &'a Record,
    /// `None` for an article that failed.
    fact: Option<Fact<'a>>,
    sentence: Cell<'a>,
}

type Read = for<'r, 'a> fn(&'r FactRow<'a>) -> Cell<'a>;

pub(super) const COLUMNS: [(Column, Read); 78] = [
    (text("article"), |row| row.record.id.as_str().into()),
    (text("title"), |row| meta(row.record, "title")),
    (text("published"), |row| meta(row.record, "published")),
    (text("kind"), |row| row.fact().map(|fact| fact.quantity.kind.as_str()).into()),
    (text("text"), |row| row.fact().map(|fact| fact.quantity.text.as_str()).into()),
    (number("value"), |row| exact(row.fact().and_then(|fact| fact.quantity.value.as_ref()))),
    (text("value_text"), |row| row.fact().and_then(|fact| fact.quantity.value.as_ref()?.as_str()).into()),
    (number("min"), |row| exact(row.fact().and_then(|fact| fact.quantity.min.as_ref()))),
    (number("max"), |row| exact(row.fact().and_then(|fact| fact.quantity.max.as_ref()))),
    (text("bound"), |row| row.fact().and_then(|fact| bound(fact.quantity.bound)).into()),
    (text("change"), |row| {
        row.fact().and_then(|fact| fact.quantity.change).map(crate::article::Change::as_str).into()
    }),
    (text("unit"), |row| {
        row.unit(|unit| unit.name.as_deref().or(unit.currency.as_deref()).or(Some(&unit.text)))
    }),
    (text("currency"), |row| row.unit(|unit| unit.currency.as_deref())),
    (text("per"), |row| row.fact().and_then(|fact| fact.quantity.per.as_deref()).into()),
    (text("what"), |row| row.phrase().map(|phrase| phrase.text.as_str()).into()),
    (text("head"), |row| row.phrase().map(|phrase| phrase.head.as_str()).into()),
    (text("event"), |row| row.link().and_then(|link| Some(link.event.as_ref()?.text.as_str())).into()),
    (text("agent"), |row| row.words(Agent)),
    (text("of"), |row| row.words(Of)),
    (list("places"), |row| words(row.all(Places))),
    (list("countries"), |row| several(row.countries().into_iter())),
    (number("latitude"), |row| place_number(row.located(), "lat")),
    (number("longitude"), |row| place_number(row.located(), "lon")),
    (text("time"), |row| row.words(Time)),
    (text("time_value"), |row| row.time_value()),
    (list("law"), |row| words(row.all(Law))),
    (text("source"), |row| row.words(Source)),
    (number("score"), |row| row.link().and_then(|link| link.score).into()),
    (whole("fact"), |row| row.link().and_then(|link| link.fact).map(|fact| fact as usize).into()),
    (text("sentence"), |row| row.sentence.clone()),
    (text("error"), |row| row.record.error.as_deref().into()),
    (text("url"), |row| meta(row.record, "url")),
    (text("duplicate_of"), |row| row.record.duplicate_of.as_deref().into()),
    (flag("english"), |row| row.record.english.map_or(Cell::Empty, Cell::Flag)),
    (text("quantity"), |row| row.fact().map(|fact| fact.quantity.id.as_str()).into()),
    (whole("text_start"), |row| row.fact().map(|fact| fact.quantity.start).into()),
    (whole("text_end"), |row| row.fact().map(|fact| fact.quantity.end).into()),
    (text("changed_from"), |row| row.fact().and_then(|fact| fact.quantity.from.as_deref()).into()),
    (text("unit_text"), |row| row.unit(|unit| Some(&unit.text))),
    (text("ucum"), |row| row.unit(|unit| unit.ucum.as_deref())),
    (text("dimension"), |row| row.unit(|unit| unit.dimension.as_deref())),
    (flag("currency_ambiguous"), |row| row.ambiguous()),
    (flag("soft"), |row| row.fact().map_or(Cell::Empty, |fact| Cell::Flag(fact.quantity.soft))),
    (whole("what_start"), |row| row.phrase().map(|phrase| phrase.start).into()),
    (whole("what_end"), |row| row.phrase().map(|phrase| phrase.end).into()),
    (flag("what_inherited"), |row| row.phrase().map_or(Cell::Empty, |phrase| Cell::Flag(phrase.inherited))),
    (text("what_id"), |row| row.phrase().and_then(|phrase| phrase.reference.as_deref()).into()),
    (text("event_lemma"), |row| row.link().and_then(|link| Some(link.event.as_ref()?.lemma.as_str())).into()),
    (whole("event_start"), |row| row.link().and_then(|link| Some(link.event.as_ref()?.start)).into()),
    (whole("event_end"), |row| row.link().and_then(|link| Some(link.event.as_ref()?.end)).into()),
    (text("agent_id"), |row| row.id(Agent)),
    (whole("agent_start"), |row| row.start(Agent)),
    (whole("agent_end"), |row| row.end(Agent)),
    (text("of_id"), |row| row.id(Of)),
    (whole("of_start"), |row| row.start(Of)),
    (whole("of_end"), |row| row.end(Of)),
    (list("places_ids"), |row| ids(row.all(Places))),
    (text("time_id"), |row| row.id(Time)),
    (list("law_ids"), |row| ids(row.all(Law))),
    (text("source_id"), |row| row.id(Source)),
    (whole("source_start"), |row| row.start(Source)),
    (whole("source_end"), |row| row.end(Source)),
    (text("shown"), |row| row.shown()),
    (text("status"), |row| {
        row.quantity().and_then(|it| it.status).map(crate::article::Status::as_str).into()
    }),
    (number("status_score"), |row| row.quantity().and_then(|it| it.status_score).into()),
    (text("cue"), |row| row.cue().map(|cue| cue.text.as_str()).into()),
    (whole("cue_start"), |row| row.cue().map(|cue| cue.start).into()),
    (whole("cue_end"), |row| row.cue().map(|cue| cue.end).into()),
    (number("fact_score"), |row| row.link().and_then(|link| link.fact_score).into()),
    (text("agreement"), |row| {
        row.link().and_then(|link| link.agreement).map(crate::article::Agreement::as_str).into()
    }),
    (number("event_score"), |row| row.score(Event)),
    (number("agent_score"), |row| row.score(Agent)),
    (number("of_score"), |row| row.score(Of)),
    (number("places_score"), |row| row.score(Places)),
    (number("time_score"), |row| row.score(Time)),
    (number("law_score"), |row| row.score(Law)),
    (number("source_score"), |row| row.score(Source)),
    (text("meta"), |row| super::all_meta(row.record)),
];

/// The rows of an article.
pub(super) fn rows(record: &Record) -> Vec<Vec<Cell<'_>>> {
    let sentences = Sentences::of(record);
    let found = facts(record).into_iter().map(|fact| {
        let sentence = sentences.around(fact.quantity.start);
        FactRow { record, fact: Some(fact), sentence }
    });
    let failed = record.error.as_ref().map(|_| FactRow { record, fact: None, sentence: Cell::Empty });
    found.chain(failed).map(|row| COLUMNS.iter().map(|(_, read)| read(&row)).collect()).collect()
}

impl<'a> FactRow<'a> {
    fn fact(&self) -> Option<&Fact<'a>> {
        self.fact.as_ref()
    }

    fn quantity(&self) -> Option<&'a QuantityRecord> {
        self.fact().map(|fact| fact.quantity)
    }

    /// The number as reports show it.
    fn shown(&self) -> Cell<'a> {
        self.quantity().map_or(Cell::Empty, |quantity| Cell::Text(Cow::Owned(quantity.shown())))
    }

    fn cue(&self) -> Option<&'a CueRecord> {
        self.quantity()?.cue.as_ref()
    }

    fn link(&self) -> Option<&'a LinkRecord> {
        self.fact()?.link
    }

    fn phrase(&self) -> Option<&'a PhraseRecord> {
        self.link()?.entity.as_ref()
    }

    fn all(&self, circumstance: Circumstance) -> &[Pointed<'a>] {
        self.fact().map_or(&[], |fact| fact.all(circumstance))
    }

    fn one(&self, circumstance: Circumstance) -> Option<Pointed<'a>> {
        self.fact()?.one(circumstance)
    }

    fn words(&self, circumstance: Circumstance) -> Cell<'a> {
        self.one(circumstance).map(|it| it.words).into()
    }

    fn id(&self, circumstance: Circumstance) -> Cell<'a> {
        self.one(circumstance).and_then(|it| it.id).into()
    }

    fn start(&self, circumstance: Circumstance) -> Cell<'a> {
        self.one(circumstance).map(|it| it.span.start).into()
    }

    fn end(&self, circumstance: Circumstance) -> Cell<'a> {
        self.one(circumstance).map(|it| it.span.end).into()
    }

    fn score(&self, circumstance: Circumstance) -> Cell<'a> {
        self.link().and_then(|link| link.scores.get(circumstance)).into()
    }

    /// Country codes of the places, each once.
    fn countries(&self) -> Vec<&'a str> {
        let mut countries = Vec::new();
        for code in self.all(Places).iter().filter_map(|it| place_text(it.reference, "country")) {
            if !countries.contains(&code) {
                countries.push(code);
            }
        }
        countries
    }

    /// What the first place with known coordinates resolves to.
    fn located(&self) -> Option<&'a Json> {
        self.all(Places).iter().filter_map(|it| it.reference).find(|reference| reference.get("lat").is_some())
    }

    fn unit(&self, part: fn(&'a Unit) -> Option<&'a str>) -> Cell<'a> {
        let unit = self.fact().and_then(|fact| fact.quantity.unit.as_ref());
        unit.and_then(part).into()
    }

    fn ambiguous(&self) -> Cell<'a> {
        let unit = self.fact().and_then(|fact| fact.quantity.unit.as_ref());
        unit.filter(|unit| unit.currency.is_some()).map_or(Cell::Empty, |unit| Cell::Flag(unit.ambiguous))
    }

    /// The value of the time, as text: a date in ISO 8601, else its number.
    fn time_value(&self) -> Cell<'a> {
        match self.one(Time).and_then(|time| time.quantity?.value.as_ref()) {
            Some(Json::String(text)) => text.as_str().into(),
            Some(other) => Cell::Text(Cow::Owned(other.to_string())),
            None => Cell::Empty,
        }
    }
}

fn exact(value: Option<&Json>) -> Cell<'_> {
    match value {
        Some(Json::Number(number)) => Cell::Exact(number),
        _ => Cell::Empty,
    }
}

/// The word of a bound; an exact number has none.
fn bound(bound: Bound) -> Option<&'static str> {
    (bound != Bound::Exact).then(|| bound.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cell, record};
    use super::super::{Cell, Table};
    use crate::article::Circumstance;

    #[test]
    fn every_circumstance_has_its_columns() {
        let is_column = |name: String| super::COLUMNS.iter().any(|(column, _)| column.name == name);
        for name in Circumstance::ALL.map(Circumstance::as_str) {
            assert!(is_column(name.to_owned()) && is_column(format!("{name}_score")), "{name}");
        }
    }

    #[test]
    fn a_fact_is_a_row() {
        let record = record();
        let rows = Table::Facts.rows(&record);
        assert_eq!(rows.len(), 2);
        let of = |row: usize, name: &str| match cell(Table::Facts, &rows[row], name) {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Whole(number) => number.to_string(),
            Cell::Exact(number) => number.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::List(texts) => texts.join("+"),
        };
        let named =
            |row: usize, names: &[&str]| names.iter().map(|name| of(row, name)).collect::<Vec<_>>().join("|");
        assert_eq!(
            named(0, &["article", "title", "published", "quantity", "kind"]),
            "a|=T|2022-01-02|q1|count"
        );
        assert_eq!(named(0, &["text", "value", "value_text", "bound"]), "about 1.50|1.5||about");
        assert_eq!(named(0, &["what", "head", "agent", "agent_id", "agent_start"]), "men|man|Police||8");
        assert_eq!(
            named(0, &["places", "places_ids", "countries", "latitude"]),
            "Lahore+Police|e1+e2|PK|31.5"
        );
        assert_eq!(named(0, &["time", "time_value", "time_id", "score"]), "2021|2021|q2|0.5");
        assert_eq!(of(0, "sentence"), "Police held about 1.50 men there in 2021.");
        assert_eq!(
            named(0, &["status", "status_score", "cue", "cue_start", "fact_score", "fact", "agreement"]),
            "negated|0.8|there|36|0.4|1|updates"
        );
        assert_eq!(named(0, &["shown", "places_score", "meta"]), "\u{2248} 1.5|0.9|{\"size\":3}");
        assert_eq!(named(1, &["kind", "value", "value_text", "what", "soft"]), "date||2021||false");
    }
}
