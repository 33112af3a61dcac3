//! The table of facts of a report, column by column; words are written once and named by number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::article::{Agreement, Bound, Circumstance, Kind, Label, Status};
use crate::output::fact::{Fact, facts};
use crate::output::forms::slices::Slices;
use crate::output::{EntityRecord, QuantityRecord, Record, SpanRecord};

const LAND: &str = include_str!("land.path");

/// Everything that the overview and the table of facts need, in the form that `data.js` reads.
#[derive(Debug, Serialize)]
pub(super) struct Columns {
    title: String,
    /// Articles in a block of records.
    block: usize,
    kinds: Vec<&'static str>,
    /// Number 0 is a fact that is presented as true.
    statuses: Vec<&'static str>,
    /// Number 0 is a first mention.
    agreements: Vec<&'static str>,
    /// What stands before the first line of the table of facts in CSV.
    csv: String,
    articles: Vec<Summary>,
    names: usize,
    /// The organisations, by how many articles name them: number of the name, articles.
    organisations: NameCounts,
    /// The people, likewise.
    people: NameCounts,
    strings: Strings,
    facts: Facts,
    /// Latitude and longitude of places, by the number of their name.
    places: BTreeMap<usize, [f64; 2]>,
    /// Outlines of the land, an SVG path in degrees: x is longitude + 180, y is 90 - latitude.
    land: &'static str,
}

/// In how many articles each name stands; written with the most frequent first.
#[derive(Debug, Default)]
struct NameCounts(HashMap<usize, usize>);

impl Serialize for NameCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut names: Vec<(usize, usize)> =
            self.0.iter().map(|(&name, &articles)| (name, articles)).collect();
        names.sort_unstable_by_key(|&(name, articles)| (std::cmp::Reverse(articles), name));
        serializer.collect_seq(names)
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
    #[serde(skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    /// An address of the web, nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Whether its text is that of an earlier article.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    duplicate: bool,
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
    status: Vec<usize>,
    agreement: Vec<usize>,
    /// Mentions of one fact in an article share a number; 0 where the figure stands once.
    fact: Vec<u32>,
    /// Whether `value` is the one value that the text gives, without a bound: what can be summed.
    exact: Vec<bool>,
    /// The dictionary form of the verb.
    lemma: Vec<usize>,
    sentence: Vec<usize>,
    /// Where the number stands in its sentence, in code points.
    at: Vec<[usize; 2]>,
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
    pub(super) fn new(title: &str, block: usize, csv: String) -> Self {
        Self {
            title: title.to_owned(),
            block,
            kinds: Kind::ALL.map(Kind::as_str).to_vec(),
            statuses: [""].into_iter().chain(Status::ALL.map(Status::as_str)).collect(),
            agreements: [""].into_iter().chain(Agreement::ALL.map(Agreement::as_str)).collect(),
            csv,
            articles: Vec::new(),
            names: 0,
            organisations: NameCounts::default(),
            people: NameCounts::default(),
            strings: Strings::new(),
            facts: Facts::default(),
            places: BTreeMap::new(),
            land: LAND.trim_end(),
        }
    }

    pub(super) fn add(&mut self, record: &Record) {
        let facts = facts(record);
        let text = record.text.as_deref().unwrap_or_default();
        let (slices, sentences) = (Slices::of(text), record.sentences.as_deref().unwrap_or_default());
        for fact in &facts {
            self.fact(fact, record);
            self.said(fact.quantity, &slices, sentences);
        }
        let names = self.names(record);
        let text = |field: &str| record.meta.get(field).and_then(Json::as_str).map(str::to_owned);
        self.articles.push(Summary {
            id: record.id.clone(),
            title: text("title"),
            published: text("published"),
            outlet: outlet(record),
            url: web_address(record).map(str::to_owned),
            duplicate: record.duplicate_of.is_some(),
            words: record.text.as_deref().unwrap_or_default().split_whitespace().count(),
            names,
            facts: facts.iter().filter(|fact| fact.is_counted()).count(),
            error: record.error.clone(),
        });
    }

    /// The sentence that the number stands in, with its place there.
    fn said(&mut self, quantity: &QuantityRecord, slices: &Slices<'_>, sentences: &[SpanRecord]) {
        let before = sentences.partition_point(|span| span.start <= quantity.start);
        let around = before.checked_sub(1).map(|index| sentences[index]);
        let around = around.filter(|span| quantity.end <= span.end);
        let words = around.and_then(|span| Some((span.start, slices.get(span)?)));
        let (start, words) = words.unwrap_or((quantity.start, &quantity.text));
        self.facts.sentence.push(self.strings.number(words));
        self.facts.at.push([quantity.start - start, quantity.end - start]);
    }

    fn fact(&mut self, fact: &Fact<'_>, record: &Record) {
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
        it.who.push(number(fact.words(Circumstance::Agent).next()));
        it.of.push(number(fact.words(Circumstance::Of).next()));
        it.r#where.push(fact.words(Circumstance::Places).map(|it| number(Some(it))).collect());
        it.when.push(number(fact.words(Circumstance::Time).next()));
        it.date.push(number(date(fact).or(published(record))));
        it.lemma.push(number(fact.link.and_then(|link| Some(link.event.as_ref()?.lemma.as_str()))));
        it.law.push(fact.words(Circumstance::Law).map(|it| number(Some(it))).collect());
        it.source.push(number(fact.words(Circumstance::Source).next()));
        it.score.push(fact.score());
        it.status.push(quantity.status.map_or(0, |status| status as usize + 1));
        it.agreement.push(fact.link.and_then(|link| link.agreement).map_or(0, |it| it as usize + 1));
        it.fact.push(fact.link.and_then(|link| link.fact).unwrap_or_default());
        it.exact.push(quantity.value.as_ref().is_some_and(Json::is_number) && quantity.bound == Bound::Exact);
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

/// The day that came with the article.
fn published(record: &Record) -> Option<&str> {
    record.meta.get("published")?.as_str()
}

/// Who published the article: what came with it, else the host of its address.
fn outlet(record: &Record) -> Option<String> {
    const FIELDS: [&str; 4] = ["outlet", "site", "publisher", "newspaper"];
    let text = |field: &&str| record.meta.get(*field)?.as_str().filter(|text| !text.is_empty());
    let host = || {
        let host = web_address(record)?.split("//").nth(1)?.split(['/', '?', '#', ':']).next()?;
        Some(host.strip_prefix("www.").unwrap_or(host))
    };
    FIELDS.iter().find_map(text).or_else(host).map(str::to_owned)
}

/// Where the article stands in the web; any other address is not followed.
fn web_address(record: &Record) -> Option<&str> {
    let url = record.meta.get("url")?.as_str()?;
    ["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)).then_some(url)
}

/// The date that a fact is counted under: its own, else that of the time it happened, where its year is known.
fn date<'a>(fact: &Fact<'a>) -> Option<&'a str> {
    let own = Some(fact.quantity).filter(|quantity| quantity.kind == Kind::Date);
    let date = own.or_else(|| fact.one(Circumstance::Time)?.quantity)?.value.as_ref()?.as_str()?;
    date.starts_with(|c: char| c.is_ascii_digit()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_run_parallel_and_words_stand_once() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "In 2021 police held 30 to 40 men in Lahore.", "sentences": [{"start": 0, "end": 43}],
            "meta": {"published": "2021-06-01", "url": "https://www.example.org/a"},
            "entities": [{"id": "e1", "label": "GPE", "start": 36, "end": 42, "text": "Lahore", "name": "Lahore",
                "ref": {"geonames": 1, "country": "PK", "lat": 31.5, "lon": 74.3}}],
            "quantities": [
                {"id": "q1", "kind": "date", "start": 3, "end": 7, "text": "2021", "value": "2021"},
                {"id": "q2", "kind": "count", "start": 20, "end": 28, "text": "30 to 40", "min": 30, "max": 40,
                    "status": "possible"}],
            "links": [{"quantity": "q2", "entity": {"text": "men", "head": "man", "start": 29, "end": 32},
                "places": ["e1"], "time": "q1", "score": 0.5, "fact_score": 0.25, "fact": 3, "agreement": "updates"}]
        }))
        .unwrap();
        let mut columns = Columns::new("T", 32, String::new());
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
        assert_eq!((&facts["score"][1], &facts["fact"][1]), (&serde_json::json!(0.25), &Json::from(3)));
        assert_eq!(json["statuses"][facts["status"][1].as_u64().unwrap() as usize], "possible");
        assert_eq!(json["agreements"][facts["agreement"][1].as_u64().unwrap() as usize], "updates");
        assert_eq!(
            (word("sentence", 1), &facts["at"][1]),
            (&record.text.clone().unwrap().into(), &serde_json::json!([20, 28]))
        );
        assert_eq!(facts["exact"], serde_json::json!([false, false]));
        assert_eq!(json["articles"][0]["outlet"], "example.org");
        assert_eq!((&json["names"], &json["articles"][0]["facts"]), (&Json::from(1), &Json::from(1)));
    }
}
