//! Reads what Label Studio exports (JSON): tasks with the annotations that people made, or with predictions alone.
//!
//! Labels, relations and attributes are those of the stand-off form, so that a task becomes its lines and is read as such.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;

use super::brat::Standoff;
use crate::output::brat_pieces;

/// The tasks in `text`, which `file` holds, or what is wrong with it. The first is said to stand in line 1, and so on.
pub(super) fn read(text: &str, file: &Arc<Path>) -> Result<Vec<Standoff>, String> {
    let tasks: Vec<Json> =
        serde_json::from_str(text).map_err(|error| format!("is no list of tasks ({error})"))?;
    (1..).zip(&tasks).map(|(number, task)| standoff(number, task, file)).collect()
}

fn standoff(number: usize, task: &Json, file: &Arc<Path>) -> Result<Standoff, String> {
    let missing = |what: &str| format!("task {number} has no {what}; export as JSON, not as JSON_MIN");
    let text = task["data"]["text"].as_str().ok_or_else(|| missing("`data.text`"))?;
    let id = match (&task["data"]["article"], &task["id"]) {
        (Json::String(article), _) => article.clone(),
        (_, id) if id.is_number() => id.to_string(),
        _ => return Err(missing("`data.article` and no `id`")),
    };
    let results = results(task).ok_or_else(|| missing("annotation and no prediction"))?;
    let lines =
        TaskLines { text: text.chars().collect(), ids: HashMap::new(), written: String::new(), count: 0 };
    Ok(Standoff::parse(id, text.to_owned(), &lines.of(results), file).at(number))
}

/// What the last annotator said who did not give up, else the first prediction.
fn results(task: &Json) -> Option<&Vec<Json>> {
    let annotations = task["annotations"].as_array().into_iter().flatten();
    let chosen = annotations.rev().find(|it| it["was_cancelled"] != Json::Bool(true));
    chosen.or_else(|| task["predictions"].get(0))?["result"].as_array()
}

/// Lines of the stand-off form.
struct TaskLines {
    text: Vec<char>,
    /// Ids of mentions in the lines, by those of the tool.
    ids: HashMap<String, String>,
    written: String,
    count: usize,
}

impl TaskLines {
    /// Regions first, since the other results name them. What cannot be read becomes a line that is none, and is told as one.
    fn of(mut self, results: &[Json]) -> String {
        for result in results.iter().filter(|it| it["type"] == "labels") {
            let line = self.region(result);
            self.add('T', line, result);
        }
        for result in results.iter().filter(|it| it["type"] != "labels") {
            let (letter, line) = match result["type"].as_str() {
                Some("relation") => ('R', self.relation(result)),
                _ => ('A', self.attribute(result)),
            };
            self.add(letter, line, result);
        }
        self.written
    }

    fn add(&mut self, letter: char, line: Option<String>, result: &Json) {
        self.count += 1;
        // Writing to a text cannot fail.
        let _ = match line {
            Some(line) => writeln!(self.written, "{letter}{}\t{line}", self.count),
            None => writeln!(self.written, "{result}"),
        };
    }

    /// The number that the next line gets is the region's.
    fn region(&mut self, result: &Json) -> Option<String> {
        let value = &result["value"];
        let (start, end) = self.place(value)?;
        let words: String = self.text.get(start..end)?.iter().collect();
        self.ids.insert(result["id"].as_str()?.to_owned(), format!("T{}", self.count + 1));
        let pieces = brat_pieces(&words);
        let places = pieces
            .iter()
            .map(|(from, piece)| format!("{} {}", start + from, start + from + piece.chars().count()));
        let texts: Vec<&str> = pieces.iter().map(|(_, piece)| *piece).collect();
        let places = places.collect::<Vec<_>>().join(";");
        Some(format!("{} {places}\t{}", value["labels"].get(0)?.as_str()?, texts.join(" ")))
    }

    /// Where a region stands, in code points. Some versions of the tool count the units of UTF-16 in their place, which differ after an emoji:
    /// the words that it notes beside the numbers tell which they are.
    fn place(&self, value: &Json) -> Option<(usize, usize)> {
        let (start, end) = (value["start"].as_u64()? as usize, value["end"].as_u64()? as usize);
        let Some(noted) = value["text"].as_str() else { return Some((start, end)) };
        let says = |(start, end): (usize, usize)| {
            self.text.get(start..end).is_some_and(|words| words.iter().copied().eq(noted.chars()))
        };
        let in_units = || Some((self.of_unit(start)?, self.of_unit(end)?)).filter(|&place| says(place));
        Some(Some((start, end)).filter(|&place| says(place)).or_else(in_units).unwrap_or((start, end)))
    }

    /// The code point that begins with unit `unit` of UTF-16.
    fn of_unit(&self, unit: usize) -> Option<usize> {
        let mut before = 0;
        for (at, c) in self.text.iter().enumerate() {
            if before >= unit {
                return (before == unit).then_some(at);
            }
            before += c.len_utf16();
        }
        (before == unit).then_some(self.text.len())
    }

    fn attribute(&self, result: &Json) -> Option<String> {
        let value = &result["value"];
        let stated = ["choices", "text"].iter().find_map(|key| match &value[*key] {
            Json::String(text) => Some(text.as_str()),
            list => list.get(0)?.as_str(),
        })?;
        let stated = stated.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(format!("{} {} {stated}", result["from_name"].as_str()?, self.id(&result["id"])?))
    }

    fn relation(&self, result: &Json) -> Option<String> {
        let (from, to) = (self.id(&result["from_id"])?, self.id(&result["to_id"])?);
        let (from, to) = if result["direction"] == "left" { (to, from) } else { (from, to) };
        Some(format!("{} Arg1:{from} Arg2:{to}", result["labels"].get(0)?.as_str()?))
    }

    fn id(&self, theirs: &Json) -> Option<&str> {
        self.ids.get(theirs.as_str()?).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::labelled::brat::LabelledParts;

    fn tasks(json: &Json) -> Result<Vec<Standoff>, String> {
        read(&json.to_string(), &Arc::from(Path::new("x.json")))
    }

    #[test]
    fn what_people_changed_is_read() {
        let region = |id: &str, start: usize, end: usize, label: &str| json!({"id": id, "type": "labels", "from_name": "label", "value": {"start": start, "end": end, "labels": [label]}});
        let text = "Zo\u{eb} held at least\n12 thieves.";
        let people = json!([
            {"id": "gw", "type": "choices", "from_name": "Bound", "value": {"choices": ["at_least"]}},
            region("gw", 9, 20, "Count"), region("p", 21, 28, "Phrase"), region("e", 0, 3, "PERSON"),
            {"id": "gw", "type": "textarea", "from_name": "Value", "value": {"text": ["12"]}},
            {"type": "relation", "from_id": "p", "to_id": "gw", "direction": "left", "labels": ["Counts"]},
            {"type": "relation", "from_id": "gw", "to_id": "e", "direction": "right", "labels": ["Agent"]}]);
        let all = json!([{"id": 7, "data": {"text": text}, "predictions": [{"result": []}],
            "annotations": [{"result": people}, {"result": [], "was_cancelled": true}]}]);
        let standoff = tasks(&all).unwrap().remove(0);
        let labels = standoff.labels();
        assert_ne!(labels, LabelledParts::default());
        let (article, slips) = standoff.article(labels);
        let article = article.unwrap();
        assert!(slips.is_empty(), "{slips:?}");
        assert_eq!((article.id.as_str(), article.place.line), ("7", 1));
        let quantity = &article.quantities.unwrap()[0];
        let extent = (quantity.extent.start, quantity.extent.end);
        assert_eq!((quantity.bound, extent), (crate::article::Bound::AtLeast, (9, 20)));
        let link = &article.links.unwrap()[0];
        assert_eq!(link.entity.as_ref().and_then(|it| it.extent.as_ref()).map(|it| it.start), Some(21));
        assert_eq!(link.circumstances.iter().map(Vec::len).sum::<usize>(), 1);
    }

    #[test]
    fn units_of_utf_16_are_known_by_the_words_beside_them() {
        let text = "\u{1f4c9} 12 men\u{1f4f0}";
        let lines = |start: usize, end: usize, words: &str| {
            let lines = TaskLines {
                text: text.chars().collect(),
                ids: HashMap::new(),
                written: String::new(),
                count: 0,
            };
            let value = json!({"start": start, "end": end, "text": words, "labels": ["Count"]});
            lines.of(&[json!({"id": "a", "type": "labels", "value": value})])
        };
        assert_eq!(lines(2, 4, "12"), "T1\tCount 2 4\t12\n");
        assert_eq!(lines(3, 5, "12"), "T1\tCount 2 4\t12\n");
        assert_eq!(lines(6, 11, "men\u{1f4f0}"), "T1\tCount 5 9\tmen\u{1f4f0}\n");
        assert_eq!(
            lines(3, 5, "other words"),
            "T1\tCount 3 5\t2 \n",
            "the numbers hold where the words tell nothing"
        );
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        assert!(tasks(&json!({"a": 1})).is_err_and(|told| told.contains("no list of tasks")));
        assert!(tasks(&json!([{"data": {}}])).is_err_and(|told| told.contains("JSON_MIN")));
        let wrong = json!([{"id": 1, "data": {"text": "Two."}, "predictions": [{"result": [
            {"id": "a", "type": "labels", "value": {"start": 0, "end": 9, "labels": ["Count"]}}]}]}]);
        let (_, slips) = tasks(&wrong).unwrap().remove(0).article(LabelledParts::default());
        assert!(slips[0].problem.contains("no annotation that can be read"), "{slips:?}");
    }
}
