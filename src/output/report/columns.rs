//! The table of facts of a report, column by column; words are written once and named by number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::article::{Kind, Label};
use crate::output::fact::{Fact, facts};
use crate::output::{EntityRecord, QuantityRecord, Record};

const LAND: &str = include_str!("land.path");

/// Everything that the overview and the table of facts need, in the form that `report.js` reads.
#[derive(Debug, Serialize)]
pub(super) struct Columns {
    title: String,
    /// Articles in a block of records.
    block: usize,
    kinds: Vec<&'static str>,
    articles: Vec<Summary>,
    names: usize,
    /// The organisations that most articles name: number of the name, articles.
    organisations: Named,
    /// The people, likewise.
    people: Named,
    strings: Strings,
    facts: Facts,
    /// Latitude and longitude of places, by the number of their name.
    places: BTreeMap<usize, [f64; 2]>,
    /// Outlines of the land, an SVG path in degrees: x is longitude + 180, y is 90 - latitude.
    land: &'static str,
}

/// In how many articles each name stands; only the most frequent ones are written.
#[derive(Debug, Default)]
struct Named(HashMap<usize, usize>);

/// Names in a list of the overview.
const MOST: usize = 12;

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names: Vec<(usize, usize)> =
            self.0.iter().map(|(&name, &articles)| (name, articles)).collect();
        names.sort_unstable_by_key(|&(name, articles)| (std::cmp::Reverse(articles), name));
        serializer.collect_seq(names.into_iter().take(MOST))
    }
}

/// What lists show of an article.
#[derive(Debug, Serialize)]
struct Summary {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    words: usize,
    facts: usize,
    /// Every name in it, once.
    names: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// One entry a fact in each.
#[derive(Debug, Default, Serialize)]
struct Facts {
    article: Vec<usize>,
    id: Vec<usize>,
    kind: Vec<usize>,
    shown: Vec<usize>,
    text: Vec<usize>,
    unit: Vec<usize>,
    /// What is sorted and filtered by: the value, else the lower, else the upper end.
    value: Vec<Option<f64>>,
    what: Vec<usize>,
    head: Vec<usize>,
    event: Vec<usize>,
    who: Vec<usize>,
    of: Vec<usize>,
    r#where: Vec<Vec<usize>>,
    when: Vec<usize>,
    date: Vec<usize>,
    law: Vec<Vec<usize>>,
    source: Vec<usize>,
    score: Vec<Option<f64>>,
}

/// Words, each once; number 0 is the empty text.
#[derive(Debug)]
struct Strings {
    list: Vec<Rc<str>>,
    numbers: HashMap<Rc<str>, usize>,
}

impl Strings {
    fn new() -> Self {
        let mut strings = Self { list: Vec::new(), numbers: HashMap::new() };
        strings.number("");
        strings
    }

    fn number(&mut self, text: &str) -> usize {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let (text, number): (Rc<str>, usize) = (text.into(), self.list.len());
        self.list.push(Rc::clone(&text));
        self.numbers.insert(text, number);
        number
    }
}

impl Serialize for Strings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(|text| &**text))
    }
}

impl Columns {
    pub(super) fn new(title: &str, block: usize) -> Self {
        Self {
            title: title.to_owned(),
            block,
            kinds: Kind::ALL.map(Kind::as_str).to_vec(),
            articles: Vec::new(),
            names: 0,
            organisations: Named::default(),
            people: Named::default(),
            strings: Strings::new(),
            facts: Facts::default(),
            places: BTreeMap::new(),
            land: LAND.trim_end(),
        }
    }

    pub(super) fn add(&mut self, record: &Record) {
        let facts = facts(record);
        for fact in &facts {
            self.fact(fact);
        }
        let names = self.names(record);
        let text = |field: &str| record.meta.get(field).and_then(Json::as_str).map(str::to_owned);
        self.articles.push(Summary {
            id: record.id.clone(),
            title: text("title"),
            published: text("published"),
            words: record.text.as_deref().unwrap_or_default().split_whitespace().count(),
            names,
            facts: facts.iter().filter(|fact| fact.is_counted()).count(),
            error: record.error.clone(),
        });
    }

    fn fact(&mut self, fact: &Fact<'_>) {
        let (quantity, strings) = (fact.quantity, &mut self.strings);
        let mut number = |text: Option<&str>| strings.number(text.unwrap_or_default());
        let it = &mut self.facts;
        it.article.push(self.articles.len());
        it.id.push(number(Some(&quantity.id)));
        it.kind.push(quantity.kind as usize);
        it.shown.push(number(Some(&quantity.shown())));
        it.text.push(number(Some(&quantity.text)));
        it.unit.push(number(quantity.shown_unit().as_deref()));
        it.value.push(size(quantity));
        it.what.push(number(fact.what()));
        it.head.push(number(fact.phrase().map(|phrase| phrase.head.as_str())));
        it.event.push(number(fact.event()));
        it.who.push(number(fact.who.map(|who| who.words)));
        it.of.push(number(fact.of.map(|of| of.words)));
        it.r#where.push(fact.places.iter().map(|place| number(Some(place.words))).collect());
        it.when.push(number(fact.when.map(|when| when.text.as_str())));
        it.date.push(number(date(fact)));
        it.law.push(fact.laws.iter().map(|law| number(Some(law.words))).collect());
        it.source.push(number(fact.source.map(|source| source.words)));
        it.score.push(fact.score());
    }

    /// The names of an article, each once; organisations and people are counted.
    fn names(&mut self, record: &Record) -> Vec<usize> {
        let mut names = BTreeSet::new();
        for entity in record.entities.iter().flatten() {
            let number = self.name(entity);
            if names.insert((number, entity.label)) {
                match entity.label {
                    Label::Org => *self.organisations.0.entry(number).or_default() += 1,
                    Label::Person => *self.people.0.entry(number).or_default() += 1,
                    _ => {}
                }
            }
        }
        let mut numbers: Vec<usize> = names.into_iter().map(|(number, _)| number).collect();
        numbers.dedup();
        numbers
    }

    /// Counts a name and notes where a place lies; the name's number.
    fn name(&mut self, entity: &EntityRecord) -> usize {
        self.names += 1;
        let number = self.strings.number(entity.name.as_deref().unwrap_or(&entity.text));
        let degrees = |axis: &str| entity.reference.as_ref()?.get(axis)?.as_f64();
        if let (Some(lat), Some(lon)) = (degrees("lat"), degrees("lon")) {
            self.places.insert(number, [lat, lon]);
        }
        number
    }
}

fn size(quantity: &QuantityRecord) -> Option<f64> {
    let known = [&quantity.value, &quantity.min, &quantity.max];
    known.into_iter().flatten().find_map(Json::as_f64)
}

/// The date that a fact is counted under: its own, else that of the time it happened.
fn date<'a>(fact: &Fact<'a>) -> Option<&'a str> {
    let own = Some(fact.quantity).filter(|quantity| quantity.kind == Kind::Date);
    own.or(fact.when)?.value.as_ref()?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_run_parallel_and_words_stand_once() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "In 2021 police held 30 to 40 men in Lahore.",
            "entities": [{"id": "e1", "label": "GPE", "start": 36, "end": 42, "text": "Lahore", "name": "Lahore",
                "ref": {"geonames": 1, "country": "PK", "lat": 31.5, "lon": 74.3}}],
            "quantities": [
                {"id": "q1", "kind": "date", "start": 3, "end": 7, "text": "2021", "value": "2021"},
                {"id": "q2", "kind": "count", "start": 20, "end": 28, "text": "30 to 40", "min": 30, "max": 40}],
            "links": [{"quantity": "q2", "entity": {"text": "men", "head": "man", "start": 29, "end": 32},
                "places": ["e1"], "time": "q1", "score": 0.5}]
        }))
        .unwrap();
        let mut columns = Columns::new("T", 32);
        columns.add(&record);
        let json = serde_json::to_value(&columns).unwrap();
        let facts = json["facts"].as_object().unwrap();
        assert!(facts.values().all(|column| column.as_array().unwrap().len() == 2), "{facts:?}");
        let word = |column: &str, row: usize| &json["strings"][facts[column][row].as_u64().unwrap() as usize];
        assert_eq!((word("date", 0), word("date", 1)), (&Json::from("2021"), &Json::from("2021")));
        assert_eq!(json["articles"][0]["names"].as_array().unwrap().len(), 1);
        assert_eq!((&facts["value"][0], &facts["value"][1]), (&Json::Null, &serde_json::json!(30.0)));
        let lahore = facts["where"][1][0].as_u64().unwrap();
        assert_eq!(json["places"][lahore.to_string()], serde_json::json!([31.5, 74.3]));
        assert_eq!(json["kinds"][facts["kind"][1].as_u64().unwrap() as usize], "count");
        assert_eq!((&json["names"], &json["articles"][0]["facts"]), (&Json::from(1), &Json::from(1)));
    }
}
