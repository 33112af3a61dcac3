//! One record of a JSON Lines file as an article.

use serde_json::Value as Json;

use crate::article::{Article, Meta};

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

/// The article in `bytes`, which are one JSON object; `place` is its id when it has none of its own.
pub(super) fn parse(bytes: &[u8], fields: &Fields, place: &str) -> Result<Article, Fault> {
    let mut record = object(bytes)?;
    let id = record.shift_remove(&fields.id).map(id_of).transpose();
    let text = record.shift_remove(&fields.text);
    let meta = meta_of(record);
    let (id, text) = match (id, text) {
        (Err(cause), _) => return Err(Fault { id: None, meta, cause: format!("`{}` {cause}", fields.id) }),
        (Ok(id), Some(Json::String(text))) => (id.flatten(), text),
        (Ok(id), other) => {
            let cause = if other.is_some() { "is not a text" } else { "is missing from the record" };
            return Err(Fault { id: id.flatten(), meta, cause: format!("`{}` {cause}", fields.text) });
        }
    };
    Ok(Article { id: id.unwrap_or_else(|| place.to_owned()), text: text.into(), meta })
}

fn object(bytes: &[u8]) -> Result<Meta, Fault> {
    match serde_json::from_slice(bytes) {
        Ok(Json::Object(record)) => Ok(record),
        Ok(_) => Err(Fault::new("the line is not a JSON object".to_owned())),
        Err(error) => {
            let (column, message) = (error.column(), error.to_string());
            let what = message.split(" at line ").next().unwrap_or_default();
            Err(Fault::new(format!("not valid JSON at byte {column}: {what}")))
        }
    }
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
    record.retain(|name, value| !is_annotation(name, value));
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
        parse(line.as_bytes(), &Fields::default(), "news.jsonl:1")
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
        let line = r#"{"id": "a", "text": "T", "meta": {"path": "p"}, "sentences": [{"start": 0, "end": 1}],
            "entities": [], "quantities": [{"id": "q1", "start": 0}], "links": [{"quantity": "q1"}]}"#;
        assert_eq!(meta(line), r#"{"path":"p"}"#);
    }

    #[test]
    fn lists_of_the_users_own_stay() {
        assert_eq!(meta(r#"{"text": "T", "links": ["http://a"]}"#), r#"{"links":["http://a"]}"#);
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
        assert!(cause(r#"{"text": "\ud800"}"#).contains("hex escape"));
        assert_eq!(read("{\"id\": \"a\"}").unwrap_err().id.as_deref(), Some("a"));
    }

    #[test]
    fn a_record_without_id_is_named_by_its_place() {
        assert_eq!(read(r#"{"text": ""}"#).unwrap().id, "news.jsonl:1");
        assert_eq!(read(r#"{"id": null, "text": ""}"#).unwrap().id, "news.jsonl:1");
    }
}
