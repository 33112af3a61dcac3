//! Tasks for the annotation tool Label Studio: every article with its annotation as a prediction that people correct.
//!
//! Labels, relations and attributes are those of the stand-off form (docs/evaluate.md), whose lines are put into Label Studio's JSON;
//! [`crate::labelled`] reads the tool's export back. `docs/label-studio.xml` is the labelling interface that knows them all.

use std::collections::HashMap;
use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::brat::standoff_of;
use super::list::List;
use super::slices::Slices;
use crate::output::{Record, SpanRecord};

/// Attributes that are chosen from a list; the others are written.
const CHOSEN: [&str; 6] = ["Bound", "Change", "Status", "Agreement", "Soft", "Inherited"];

/// The name of the text in the labelling interface.
const TEXT: &str = "text";

/// Tasks on their way into a file.
#[derive(Debug)]
pub(super) struct Tasks<W>(List<W>);

impl<W: Write> Tasks<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        Ok(Self(List::new(out, "[")?))
    }

    /// Adds an article; one that failed has nothing to label.
    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        if record.error.is_some() {
            return Ok(());
        }
        let task = task(record).map_err(|problem| {
            io::Error::new(io::ErrorKind::InvalidData, format!("article {}: {problem}", record.id))
        })?;
        self.0.add(&task)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.0.finish("]")
    }
}

fn task(record: &Record) -> Result<Json, String> {
    let text = record.text.as_deref().unwrap_or_default();
    let lines = standoff_of(record)?;
    let (slices, mut regions, mut result) = (Slices::of(text), HashMap::new(), Vec::new());
    // An attribute stands on the region of its mention, which the lines name before it.
    for line in lines.lines() {
        let made = match line.split_once('\t') {
            Some((id, rest)) if id.starts_with('T') => region(id, rest, &slices).inspect(|region| {
                regions.insert(id.to_owned(), region["value"].clone());
            }),
            Some((_, rest)) if line.starts_with('A') => attribute(rest, &regions),
            Some((_, rest)) if line.starts_with('R') => relation(rest),
            // Notes are for people who read the file.
            _ => continue,
        };
        result.push(made.ok_or_else(|| format!("{line:?} cannot be written as a result"))?);
    }
    let model = concat!("headcount ", env!("CARGO_PKG_VERSION"));
    Ok(json!({
        "data": {"text": text, "article": record.id, "meta": record.meta},
        "predictions": [{"model_version": model, "result": result}],
    }))
}

/// `GPE 10 14`, `Count 20 28;29 31`: the tool has no regions in pieces, and needs none.
fn region(id: &str, rest: &str, slices: &Slices<'_>) -> Option<Json> {
    let (label, places) = rest.split('\t').next()?.split_once(' ')?;
    let mut ends = places.split([' ', ';']).map(str::parse::<usize>);
    let start = ends.next()?.ok()?;
    let end = ends.next_back()?.ok()?;
    let words = slices.get(SpanRecord { start, end })?;
    Some(json!({"id": id, "from_name": "label", "to_name": TEXT, "type": "labels",
        "value": {"start": start, "end": end, "text": words, "labels": [label]}}))
}

/// `Bound T2 at_least`, `Soft T2`.
fn attribute(rest: &str, regions: &HashMap<String, Json>) -> Option<Json> {
    let mut words = rest.splitn(3, ' ');
    let (name, id) = (words.next()?, words.next()?);
    let (value, region) = (words.next().unwrap_or("yes"), regions.get(id)?);
    let kind = if CHOSEN.contains(&name) { "choices" } else { "textarea" };
    let key = if kind == "choices" { "choices" } else { "text" };
    Some(json!({"id": id, "from_name": name, "to_name": TEXT, "type": kind,
        "value": {"start": region["start"], "end": region["end"], key: [value]}}))
}

/// `Counts Arg1:T2 Arg2:T3`.
fn relation(rest: &str) -> Option<Json> {
    let mut words = rest.split(' ');
    let name = words.next()?;
    let mut end = || Some(words.next()?.split_once(':')?.1);
    let (from, to) = (end()?, end()?);
    Some(json!({"type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [name]}))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Agreement, Bound, Kind, Label, Status};
    use crate::output::forms::brat::capitalised;

    fn record() -> Record {
        serde_json::from_value(json!({
            "id": "a", "text": "Zo\u{eb} held at least\n12 thieves.", "meta": {"title": "T"},
            "entities": [{"id": "e1", "label": "PERSON", "start": 0, "end": 3, "text": "Zo\u{eb}", "name": "Zo\u{eb} M"}],
            "quantities": [{"id": "q1", "kind": "count", "start": 9, "end": 20, "text": "at least\n12", "value": 12,
                "bound": "at_least", "soft": true}],
            "links": [{"quantity": "q1", "entity": {"text": "thieves", "head": "thief", "start": 21, "end": 28}, "agent": "e1"}]
        }))
        .unwrap()
    }

    #[test]
    fn an_article_is_a_task_with_a_prediction() {
        let mut tasks = Tasks::new(Vec::new()).unwrap();
        tasks.add(&record()).unwrap();
        tasks.add(&Record::failed("b", serde_json::Map::new(), "gone".to_owned())).unwrap();
        tasks.add(&record()).unwrap();
        let json: Json = serde_json::from_slice(&tasks.finish().unwrap()).unwrap();
        assert_eq!(json.as_array().unwrap().len(), 2, "one that failed has nothing to label");
        assert_eq!(
            (&json[0]["data"]["article"], &json[0]["data"]["meta"]["title"]),
            (&json!("a"), &json!("T"))
        );
        let result = json[1]["predictions"][0]["result"].as_array().unwrap();
        let of = |name: &str| result.iter().find(|it| it["from_name"] == name).unwrap();
        let count = result.iter().find(|it| it["value"]["labels"] == json!(["Count"])).unwrap();
        assert_eq!(
            count["value"],
            json!({"start": 9, "end": 20, "text": "at least\n12", "labels": ["Count"]})
        );
        assert_eq!(of("Bound")["value"], json!({"start": 9, "end": 20, "choices": ["at_least"]}));
        assert_eq!((&of("Bound")["id"], &of("Soft")["value"]["choices"]), (&count["id"], &json!(["yes"])));
        assert_eq!(of("Name")["value"]["text"], json!(["Zo\u{eb} M"]));
        let counts = result.iter().find(|it| it["labels"] == json!(["Counts"])).unwrap();
        assert_eq!((&counts["type"], &counts["from_id"]), (&json!("relation"), &count["id"]));
    }

    #[test]
    fn the_labelling_interface_knows_all_that_is_written() {
        let interface = include_str!("../../../docs/label-studio.xml");
        // XML has no two hyphens in a comment: the tool refused the file for them.
        let comments = interface.split("<!--").skip(1).filter_map(|rest| rest.split_once("-->"));
        assert!(comments.map(|(comment, _)| comment).all(|comment| !comment.contains("--")));
        let has = |what: &str| assert!(interface.contains(what), "docs/label-studio.xml lacks {what}");
        let labels = Label::ALL.iter().map(|label| label.as_str().to_owned());
        let kinds = Kind::ALL.iter().map(|kind| capitalised(kind.as_str()));
        for label in labels.chain(kinds).chain(["Phrase", "Event", "Circumstance", "Cue"].map(str::to_owned))
        {
            has(&format!("<Label value=\"{label}\""));
        }
        for relation in ["Counts", "Event", "Agent", "Source", "Of", "Place", "Law", "Time", "From", "Cue"] {
            has(&format!("<Relation value=\"{relation}\""));
        }
        let bounds = Bound::ALL.iter().filter(|it| **it != Bound::Exact).map(|it| it.as_str());
        let statuses = Status::ALL.iter().map(|it| it.as_str());
        for choice in bounds
            .chain(statuses)
            .chain(Agreement::ALL.iter().map(|it| it.as_str()))
            .chain(["up", "down", "yes"])
        {
            has(&format!("<Choice value=\"{choice}\""));
        }
        for chosen in CHOSEN {
            has(&format!("<Choices name=\"{chosen}\" toName=\"text\" perRegion=\"true\""));
        }
        let written = include_str!("brat/standoff.rs").split("self.").filter_map(|call| {
            let named = call
                .strip_prefix("attribute(\"")
                .or(call.strip_prefix("word(\""))
                .or(call.strip_prefix("probability(\""));
            named.and_then(|rest| rest.split('"').next())
        });
        for name in written
            .chain(["Value", "Min", "Max", "Fact_score", "Event_score"])
            .filter(|name| !CHOSEN.contains(name))
        {
            has(&format!("<TextArea name=\"{name}\" toName=\"text\" perRegion=\"true\""));
        }
    }
}
