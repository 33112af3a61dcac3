//! One record of a JSON Lines file as an article.
//!
//! The fields are read one by one, and those for `meta` counted before they are taken: numbers without end would take a hundred times
//! their length in memory.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::repair::repaired;
use crate::article::{Article, Meta};
use crate::error::quoted;

/// Values in the other fields of a record, those within lists and objects counted: an embedding has some thousand.
const MOST_VALUES: usize = 200_000;

/// Which fields of a record hold what; all others go to the article's `meta`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The field with the id.
    pub id: String,
    /// The field with the text.
    pub text: String,
}

impl Default for Fields {
    fn default() -> Self {
        Self { id: "id".to_owned(), text: "text".to_owned() }
    }
}

/// A record that is no article: its own id where it has one, its other fields, and what is wrong.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) id: Option<String>,
    pub(super) meta: Meta,
    pub(super) cause: String,
}

impl Fault {
    fn new(cause: String) -> Self {
        Self { id: None, meta: Meta::new(), cause }
    }
}

/// The fields of a record.
#[derive(Default)]
struct RawRecord {
    id: Option<Json>,
    text: Option<Json>,
    meta: Meta,
    /// Fields that hold more than is kept.
    left_out: Vec<String>,
}

/// The article in `bytes`, which are one JSON object, and what of it was not taken as it is; `place` is its id when it has none of
/// its own.
pub(super) fn parse(bytes: &[u8], fields: &Fields, place: &str) -> Result<(Article, Vec<String>), Fault> {
    let (record, mut notes) = match object(bytes, fields) {
        Ok(record) => (record, Vec::new()),
        Err(fault) => {
            let Some(repair) = repaired(bytes) else { return Err(fault) };
            // The place of the fault is that in the line as it was.
            (object(&repair.json, fields).map_err(|_| fault)?, vec![repair.note])
        }
    };
    notes.extend(note(&record.left_out));
    let meta = meta_of(record.meta);
    let (id, text) = match (record.id.map(id_of).transpose(), record.text) {
        (Err(cause), _) => {
            return Err(Fault { id: None, meta, cause: format!("`{}` {cause}", quoted(&fields.id)) });
        }
        (Ok(id), Some(Json::String(text))) => (id.flatten(), text),
        (Ok(id), other) => {
            let cause = if other.is_some() { "is not a text" } else { "is missing from the record" };
            return Err(Fault {
                id: id.flatten(),
                meta,
                cause: format!("`{}` {cause}", quoted(&fields.text)),
            });
        }
    };
    Ok((Article { id: id.unwrap_or_else(|| place.to_owned()), text: text.into(), meta }, notes))
}

fn note(left_out: &[String]) -> Option<String> {
    let first = left_out.first()?;
    let others = if left_out.len() > 1 { format!(" and {} more", left_out.len() - 1) } else { String::new() };
    Some(format!("more than {MOST_VALUES} values beside the text: `{}`{others} left out", quoted(first)))
}

fn object(bytes: &[u8], fields: &Fields) -> Result<RawRecord, Fault> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = json.deserialize_any(FieldsReader(fields)).and_then(|record| json.end().map(|()| record));
    read.map_err(|error| {
        if error.to_string().starts_with("invalid type") {
            return Fault::new("the line is not a JSON object".to_owned());
        }
        let (column, message) = (error.column(), error.to_string());
        let what = message.split(" at line ").next().unwrap_or_default();
        Fault::new(format!("not valid JSON at byte {column}: {}", quoted(what)))
    })
}

/// Reads the fields of a record.
struct FieldsReader<'f>(&'f Fields);

impl<'de> Visitor<'de> for FieldsReader<'_> {
    type Value = RawRecord;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<RawRecord, M::Error> {
        let (mut record, mut left) = (RawRecord::default(), MOST_VALUES);
        // Of fields of the same name the last counts.
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            if name == self.0.text {
                record.text = Some(text(map.next_value()?)?);
                continue;
            }
            if name == self.0.id {
                record.id = Some(text(map.next_value()?)?);
                continue;
            }
            let raw: &'de RawValue = map.next_value()?;
            match left.checked_sub(values(raw.get())) {
                Some(fewer) => {
                    left = fewer;
                    let value = serde_json::from_str(raw.get()).map_err(serde::de::Error::custom)?;
                    record.meta.insert(name.into_owned(), value);
                }
                None => record.left_out.push(name.into_owned()),
            }
        }
        Ok(record)
    }
}

/// A value that should be a text or a number; of anything else only its kind is kept.
fn text<E: serde::de::Error>(raw: &RawValue) -> Result<Json, E> {
    match raw.get().as_bytes().first() {
        Some(b'[') => Ok(Json::Array(Vec::new())),
        Some(b'{') => Ok(Json::Object(Meta::new())),
        _ => serde_json::from_str(raw.get()).map_err(E::custom),
    }
}

/// How many values there are in a piece of JSON, at most.
fn values(json: &str) -> usize {
    let (mut count, mut inside, mut escaped) = (1, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = inside,
            b'"' => inside = !inside,
            b',' | b'[' | b'{' if !inside => count += 1,
            _ => {}
        }
    }
    count
}

/// An id is a text or a number; `null` is none.
fn id_of(value: Json) -> Result<Option<String>, &'static str> {
    match value {
        Json::Null => Ok(None),
        Json::String(id) => Ok(Some(id)),
        Json::Number(id) => Ok(Some(id.to_string())),
        _ => Err("is neither a text nor a number"),
    }
}

/// The record's other fields. Those in a `meta` of its own come up one level, so that annotating our own output again
/// changes nothing; the lists of an earlier annotation are made anew and left out.
fn meta_of(mut record: Meta) -> Meta {
    let fields = record.len();
    record.retain(|name, value| !is_annotation(name, value));
    if record.len() < fields {
        record.shift_remove("v");
    }
    match record.shift_remove("meta") {
        Some(Json::Object(inner)) if !inner.keys().any(|name| record.contains_key(name)) => {
            inner.into_iter().chain(record).collect()
        }
        Some(other) => {
            record.insert("meta".to_owned(), other);
            record
        }
        None => record,
    }
}

/// Whether a field is a part of our own output. A list of something else under the same name (`links` to web pages)
/// is the user's and stays.
fn is_annotation(name: &str, value: &Json) -> bool {
    let key = match name {
        "sentences" | "tokens" | "entities" | "quantities" => "start",
        "links" => "quantity",
        "duplicate_of" => return value.is_string(),
        "english" => return *value == Json::Bool(false),
        "shard" => return ["index", "of", "article"].iter().all(|part| value.get(part).is_some()),
        _ => return false,
    };
    value.as_array().is_some_and(|list| list.iter().all(|member| member.get(key).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Article, Fault> {
        parse(line.as_bytes(), &Fields::default(), "news.jsonl:1").map(|(article, _)| article)
    }

    fn meta(line: &str) -> String {
        Json::Object(read(line).unwrap().meta).to_string()
    }

    #[test]
    fn other_fields_go_to_meta_unchanged_and_in_order() {
        let article =
            read(r#"{"url": "u", "id": 12, "score": 1.50, "text": "A\u00e9.", "tags": ["b", "a"]}"#).unwrap();
        assert_eq!((article.id.as_str(), &*article.text), ("12", "Aé."));
        assert_eq!(Json::Object(article.meta).to_string(), r#"{"url":"u","score":1.50,"tags":["b","a"]}"#);
    }

    #[test]
    fn an_annotated_record_is_read_like_the_article_it_came_from() {
        let line = r#"{"v": 1, "id": "a", "text": "T", "meta": {"path": "p"}, "sentences": [{"start": 0, "end": 1}],
            "entities": [], "quantities": [{"id": "q1", "start": 0}], "links": [{"quantity": "q1"}]}"#;
        assert_eq!(meta(line), r#"{"path":"p"}"#);
    }

    #[test]
    fn lists_of_the_users_own_stay() {
        assert_eq!(meta(r#"{"text": "T", "links": ["http://a"]}"#), r#"{"links":["http://a"]}"#);
        assert_eq!(meta(r#"{"text": "T", "v": 1}"#), r#"{"v":1}"#);
        let clash = r#"{"text": "T", "url": "a", "meta": {"url": "b"}}"#;
        assert_eq!(meta(clash), r#"{"url":"a","meta":{"url":"b"}}"#);
    }

    #[test]
    fn a_wrong_record_says_what_is_wrong() {
        let cause = |line: &str| read(line).unwrap_err().cause;
        assert_eq!(cause("{\"id\": \"a\""), "not valid JSON at byte 10: EOF while parsing an object");
        assert_eq!(cause("[1]"), "the line is not a JSON object");
        assert_eq!(cause("{\"id\": \"a\"}"), "`text` is missing from the record");
        assert_eq!(cause("{\"text\": [\"a\"]}"), "`text` is not a text");
        assert_eq!(cause("{\"id\": {}, \"text\": \"a\"}"), "`id` is neither a text nor a number");
        assert!(cause(r#"{"text": "\uzzzz"}"#).contains("escape"));
        assert_eq!(read("{\"id\": \"a\"}").unwrap_err().id.as_deref(), Some("a"));
    }

    #[test]
    fn what_other_programs_write_for_no_value_is_read() {
        let line = r#"{"id": NaN, "text": "Five \ud83d men", "rate": -Infinity, "list": [NaN, 1]}"#;
        let (article, notes) = parse(line.as_bytes(), &Fields::default(), "x:1").unwrap();
        assert_eq!((article.id.as_str(), &*article.text), ("x:1", "Five \u{fffd} men"));
        assert_eq!(Json::Object(article.meta).to_string(), r#"{"rate":null,"list":[null,1]}"#);
        assert!(notes[0].contains("1 times half a letter") && notes.len() == 1, "{notes:?}");
    }

    #[test]
    fn values_without_end_are_left_out_and_told() {
        let many = "0,".repeat(MOST_VALUES);
        let line = format!("{{\"a\": 1, \"text\": \"T\", \"b\": [{many}0], \"c\": {{\"d\": \",[{{\"}}}}");
        let (article, notes) = parse(line.as_bytes(), &Fields::default(), "x:1").unwrap();
        assert_eq!(Json::Object(article.meta).to_string(), r#"{"a":1,"c":{"d":",[{"}}"#);
        assert_eq!(notes, ["more than 200000 values beside the text: `b` left out"]);
        let wrong = format!("{{\"text\": [{many}0]}}");
        assert_eq!(read(&wrong).unwrap_err().cause, "`text` is not a text");
    }

    #[test]
    fn a_record_without_id_is_named_by_its_place() {
        assert_eq!(read(r#"{"text": ""}"#).unwrap().id, "news.jsonl:1");
        assert_eq!(read(r#"{"id": null, "text": ""}"#).unwrap().id, "news.jsonl:1");
    }
}
