//! Facts and names as tables: which columns there are, and what an article has in each. CSV, Parquet and every other table are views
//! of this one place. `docs/output.md` lists the columns; their names and types stay.

mod facts;
mod mentions;

use std::borrow::Cow;

use serde_json::{Number, Value as Json};

use crate::output::fact::Pointed;
use crate::output::{Record, SpanRecord};

/// What a table has one row of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// One row a quantity, with its link.
    Facts,
    /// One row a mention of a name.
    Mentions,
}

/// The type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// UTF-8.
    Text,
    /// A whole number, 0 or more.
    Whole,
    /// A number; 64-bit floating point where the form needs one.
    Number,
    /// True or false.
    Flag,
    /// Several texts; in CSV one, parted by "; ".
    List,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known, or nothing is said.
    Empty,
    /// Of a text column.
    Text(Cow<'a, str>),
    /// Of a column of whole numbers.
    Whole(u64),
    /// Of a column of numbers, with all its digits.
    Exact(&'a Number),
    /// Of a column of numbers.
    Number(f64),
    /// Of a flag column.
    Flag(bool),
    /// Of a column of lists; not empty.
    List(Vec<&'a str>),
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, lower case with `_`.
    pub name: &'static str,
    /// The type of its cells.
    pub cell: CellType,
}

impl Table {
    /// The columns, in an order that stays; new ones come at the end.
    pub fn columns(self) -> Vec<Column> {
        match self {
            Self::Facts => facts::COLUMNS.iter().map(|(column, _)| *column).collect(),
            Self::Mentions => mentions::COLUMNS.iter().map(|(column, _)| *column).collect(),
        }
    }

    /// The rows of an article, each with one cell for every column. An article that failed has one row: its id and its error.
    pub fn rows(self, record: &Record) -> Vec<Vec<Cell<'_>>> {
        match self {
            Self::Facts => facts::rows(record),
            Self::Mentions => mentions::rows(record),
        }
    }
}

impl CellType {
    /// Its name in the documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Whole => "whole",
            Self::Number => "number",
            Self::Flag => "flag",
            Self::List => "list",
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    /// An empty text says nothing.
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Whole(number as u64)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

const fn text(name: &'static str) -> Column {
    Column { name, cell: CellType::Text }
}

const fn whole(name: &'static str) -> Column {
    Column { name, cell: CellType::Whole }
}

const fn number(name: &'static str) -> Column {
    Column { name, cell: CellType::Number }
}

const fn flag(name: &'static str) -> Column {
    Column { name, cell: CellType::Flag }
}

const fn list(name: &'static str) -> Column {
    Column { name, cell: CellType::List }
}

/// A text field of what came with the article.
pub(super) fn meta<'a>(record: &'a Record, field: &str) -> Cell<'a> {
    record.meta.get(field).and_then(Json::as_str).into()
}

/// Everything else that came with the article, as a JSON object.
pub(super) fn all_meta(record: &Record) -> Cell<'_> {
    const SHOWN: [&str; 3] = ["title", "published", "url"];
    // A field of these names that is no text has no column of its own.
    let own = |key: &str, value: &Json| SHOWN.contains(&key) && value.is_string();
    let rest: crate::article::Meta = record
        .meta
        .iter()
        .filter(|(key, value)| !own(key, value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if rest.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(Json::Object(rest).to_string())) }
}

/// A part of what a place resolves to.
fn place_text<'a>(reference: Option<&'a Json>, part: &str) -> Option<&'a str> {
    reference?.get(part)?.as_str().filter(|text| !text.is_empty())
}

fn place_number<'a>(reference: Option<&Json>, part: &str) -> Cell<'a> {
    reference.and_then(|it| it.get(part)?.as_f64()).into()
}

/// The sentence of an article that a mention stands in, on one line.
struct Sentences<'a> {
    slices: super::slices::Slices<'a>,
    spans: &'a [SpanRecord],
}

impl<'a> Sentences<'a> {
    fn of(record: &'a Record) -> Self {
        let text = record.text.as_deref().unwrap_or_default();
        let spans = record.sentences.as_deref().unwrap_or_default();
        Self { slices: super::slices::Slices::of(text), spans }
    }

    fn around(&self, start: usize) -> Cell<'a> {
        let before = self.spans.partition_point(|span| span.start <= start);
        let sentence = before.checked_sub(1).and_then(|index| self.slices.get(self.spans[index]));
        sentence.map_or(Cell::Empty, |sentence| Cell::Text(one_line(sentence)))
    }
}

/// The text with every run of white space as one blank.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.contains("  ") || text.contains(|c: char| c.is_whitespace() && c != ' ') {
        Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Several texts in one cell; without any it says nothing.
fn several<'a>(texts: impl Iterator<Item = &'a str>) -> Cell<'a> {
    let texts: Vec<&str> = texts.collect();
    if texts.is_empty() { Cell::Empty } else { Cell::List(texts) }
}

fn words<'a>(pointed: &[Pointed<'a>]) -> Cell<'a> {
    several(pointed.iter().map(|it| it.words))
}

fn ids<'a>(pointed: &[Pointed<'a>]) -> Cell<'a> {
    several(pointed.iter().filter_map(|it| it.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn record() -> Record {
        serde_json::from_value(serde_json::json!({
            "id": "a", "text": "LAHORE: Police held\nabout 1.50  men there in 2021.",
            "meta": {"title": "=T", "published": "2022-01-02", "size": 3},
            "sentences": [{"start": 0, "end": 7}, {"start": 8, "end": 50}],
            "entities": [{"id": "e1", "label": "GPE", "start": 0, "end": 6, "text": "LAHORE", "name": "Lahore", "by": "model",
                "score": 0.9, "ref": {"geonames": 1_172_451, "country": "PK", "lat": 31.5, "lon": 74.3}},
                {"id": "e2", "label": "LAW", "start": 8, "end": 14, "text": "Police", "ref": "act/1"}],
            "quantities": [
                {"id": "q1", "kind": "count", "start": 20, "end": 30, "text": "about 1.50", "value": 1.50, "bound": "about",
                    "status": "negated", "cue": {"text": "there", "start": 36, "end": 41}, "status_score": 0.8},
                {"id": "q2", "kind": "date", "start": 45, "end": 49, "text": "2021", "value": "2021"}],
            "links": [{"quantity": "q1", "entity": {"text": "men", "head": "man", "start": 32, "end": 35},
                "places": ["e1", "e2"], "time": "q2", "agent": {"text": "Police", "start": 8, "end": 14}, "score": 0.5,
                "fact_score": 0.4, "fact": 1, "agreement": "updates", "scores": {"places": 0.9}}]
        }))
        .unwrap()
    }

    /// The cell of a row by the column's name.
    pub(super) fn cell<'r, 'a>(table: Table, row: &'r [Cell<'a>], name: &str) -> &'r Cell<'a> {
        &row[table.columns().iter().position(|column| column.name == name).unwrap()]
    }

    #[test]
    fn cells_are_of_their_columns_type() {
        let (record, failed) = (record(), Record::failed("b", serde_json::Map::new(), "gone".to_owned()));
        for table in [Table::Facts, Table::Mentions] {
            for row in [table.rows(&record), table.rows(&failed)].concat() {
                assert_eq!(row.len(), table.columns().len());
                for (cell, column) in row.iter().zip(table.columns()) {
                    let fits = match cell {
                        Cell::Empty => true,
                        Cell::Text(text) => column.cell == CellType::Text && !text.is_empty(),
                        Cell::Whole(_) => column.cell == CellType::Whole,
                        Cell::Exact(_) | Cell::Number(_) => column.cell == CellType::Number,
                        Cell::Flag(_) => column.cell == CellType::Flag,
                        Cell::List(texts) => column.cell == CellType::List && !texts.is_empty(),
                    };
                    assert!(fits, "{}: {cell:?}", column.name);
                }
            }
        }
    }

    #[test]
    fn a_failed_article_is_one_row_with_its_error() {
        let failed = Record::failed("b", serde_json::Map::new(), "gone".to_owned());
        for table in [Table::Facts, Table::Mentions] {
            let rows = table.rows(&failed);
            assert_eq!(rows.len(), 1);
            assert_eq!(cell(table, &rows[0], "article"), &"b".into());
            assert_eq!(cell(table, &rows[0], "error"), &"gone".into());
            assert_eq!(rows[0].iter().filter(|cell| **cell != Cell::Empty).count(), 2);
        }
    }

    #[test]
    fn names_of_columns_are_plain_and_unlike() {
        for table in [Table::Facts, Table::Mentions] {
            let columns = table.columns();
            for (index, column) in columns.iter().enumerate() {
                assert!(column.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
                assert!(columns[..index].iter().all(|other| other.name != column.name), "{}", column.name);
            }
        }
    }

    #[test]
    fn words_are_those_of_the_contract() {
        use crate::article::{Bound, By, Change};
        for bound in Bound::ALL {
            assert_eq!(serde_json::to_value(bound).unwrap(), bound.as_str());
        }
        for change in [Change::Up, Change::Down] {
            assert_eq!(serde_json::to_value(change).unwrap(), change.as_str());
        }
        for by in [By::Model, By::Lexicon, By::Pattern, By::Acronym] {
            assert_eq!(serde_json::to_value(by).unwrap(), by.as_str());
        }
    }

    #[test]
    fn a_sentence_is_one_line() {
        assert_eq!(one_line(" a\r\n b  c "), "a b c");
        assert!(matches!(one_line("a b"), Cow::Borrowed("a b")));
    }
}
