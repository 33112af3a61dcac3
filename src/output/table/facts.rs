//! The table of facts: what is read comes first, what leads back to the article after it.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{
    Cell, Column, Sentences, flag, ids, list, meta, number, place_number, place_text, several, text, whole,
    words,
};
use crate::article::{Bound, Unit};
use crate::output::fact::{Fact, Pointed, facts};
use crate::output::{CueRecord, LinkRecord, PhraseRecord, QuantityRecord, Record};

/// A fact in its article.
pub(super) struct Row<'a> {
    record: &'a Record,
    /// `None` for an article that failed.
    fact: Option<Fact<'a>>,
    sentence: Cell<'a>,
}

type Read = for<'r, 'a> fn(&'r Row<'a>) -> Cell<'a>;

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
    (text("agent"), |row| row.pointed(|fact| fact.who).map(|it| it.words).into()),
    (text("of"), |row| row.pointed(|fact| fact.of).map(|it| it.words).into()),
    (list("places"), |row| words(row.places())),
    (list("countries"), |row| several(row.countries().into_iter())),
    (number("latitude"), |row| place_number(row.located(), "lat")),
    (number("longitude"), |row| place_number(row.located(), "lon")),
    (text("time"), |row| row.fact().and_then(|fact| Some(fact.when?.text.as_str())).into()),
    (text("time_value"), |row| row.time_value()),
    (list("law"), |row| row.fact().map_or(Cell::Empty, |fact| words(&fact.laws))),
    (text("source"), |row| row.pointed(|fact| fact.source).map(|it| it.words).into()),
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
    (text("agent_id"), |row| row.pointed(|fact| fact.who).and_then(|it| it.id).into()),
    (whole("agent_start"), |row| row.pointed(|fact| fact.who).map(|it| it.span.start).into()),
    (whole("agent_end"), |row| row.pointed(|fact| fact.who).map(|it| it.span.end).into()),
    (text("of_id"), |row| row.pointed(|fact| fact.of).and_then(|it| it.id).into()),
    (whole("of_start"), |row| row.pointed(|fact| fact.of).map(|it| it.span.start).into()),
    (whole("of_end"), |row| row.pointed(|fact| fact.of).map(|it| it.span.end).into()),
    (list("places_ids"), |row| ids(row.places())),
    (text("time_id"), |row| row.fact().and_then(|fact| Some(fact.when?.id.as_str())).into()),
    (list("law_ids"), |row| row.fact().map_or(Cell::Empty, |fact| ids(&fact.laws))),
    (text("source_id"), |row| row.pointed(|fact| fact.source).and_then(|it| it.id).into()),
    (whole("source_start"), |row| row.pointed(|fact| fact.source).map(|it| it.span.start).into()),
    (whole("source_end"), |row| row.pointed(|fact| fact.source).map(|it| it.span.end).into()),
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
    (number("event_score"), |row| row.link().and_then(|link| link.scores.event).into()),
    (number("agent_score"), |row| row.link().and_then(|link| link.scores.agent).into()),
    (number("of_score"), |row| row.link().and_then(|link| link.scores.of).into()),
    (number("places_score"), |row| row.link().and_then(|link| link.scores.places).into()),
    (number("time_score"), |row| row.link().and_then(|link| link.scores.time).into()),
    (number("law_score"), |row| row.link().and_then(|link| link.scores.law).into()),
    (number("source_score"), |row| row.link().and_then(|link| link.scores.source).into()),
    (text("meta"), |row| super::all_meta(row.record)),
];

/// The rows of an article.
pub(super) fn rows(record: &Record) -> Vec<Vec<Cell<'_>>> {
    let sentences = Sentences::of(record);
    let found = facts(record).into_iter().map(|fact| {
        let sentence = sentences.around(fact.quantity.start);
        Row { record, fact: Some(fact), sentence }
    });
    let failed = record.error.as_ref().map(|_| Row { record, fact: None, sentence: Cell::Empty });
    found.chain(failed).map(|row| COLUMNS.iter().map(|(_, read)| read(&row)).collect()).collect()
}

impl<'a> Row<'a> {
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

    fn pointed(&self, part: fn(&Fact<'a>) -> Option<Pointed<'a>>) -> Option<Pointed<'a>> {
        self.fact().and_then(part)
    }

    fn places(&self) -> &[Pointed<'a>] {
        self.fact().map_or(&[], |fact| &fact.places)
    }

    /// Country codes of the places, each once.
    fn countries(&self) -> Vec<&'a str> {
        let mut countries = Vec::new();
        for code in self.places().iter().filter_map(|it| place_text(it.reference, "country")) {
            if !countries.contains(&code) {
                countries.push(code);
            }
        }
        countries
    }

    /// What the first place with known coordinates resolves to.
    fn located(&self) -> Option<&'a Json> {
        self.places().iter().filter_map(|it| it.reference).find(|reference| reference.get("lat").is_some())
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
        match self.fact().and_then(|fact| fact.when?.value.as_ref()) {
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
