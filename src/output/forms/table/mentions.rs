//! The table of names.

use serde_json::Value as Json;

use super::{Cell, Column, Sentences, meta, number, place_number, place_text, text, whole};
use crate::output::{EntityRecord, Record};

/// A mention in its article.
pub(super) struct MentionRow<'a> {
    record: &'a Record,
    /// `None` for an article that failed.
    entity: Option<&'a EntityRecord>,
    sentence: Cell<'a>,
}

type Read = for<'r, 'a> fn(&'r MentionRow<'a>) -> Cell<'a>;

pub(super) const COLUMNS: [(Column, Read); 19] = [
    (text("article"), |row| row.record.id.as_str().into()),
    (text("title"), |row| meta(row.record, "title")),
    (text("published"), |row| meta(row.record, "published")),
    (text("label"), |row| row.entity.map(|entity| entity.label.as_str()).into()),
    (text("text"), |row| row.entity.map(|entity| entity.text.as_str()).into()),
    (text("name"), |row| row.entity.and_then(|entity| entity.name.as_deref()).into()),
    (text("country"), |row| place_text(row.reference(), "country").into()),
    (number("latitude"), |row| place_number(row.reference(), "lat")),
    (number("longitude"), |row| place_number(row.reference(), "lon")),
    (number("score"), |row| row.entity.and_then(|entity| entity.score).into()),
    (text("sentence"), |row| row.sentence.clone()),
    (text("error"), |row| row.record.error.as_deref().into()),
    (text("mention"), |row| row.entity.map(|entity| entity.id.as_str()).into()),
    (whole("text_start"), |row| row.entity.map(|entity| entity.start).into()),
    (whole("text_end"), |row| row.entity.map(|entity| entity.end).into()),
    (text("by"), |row| row.entity.and_then(|entity| entity.by).map(crate::article::By::as_str).into()),
    (whole("geonames"), |row| row.geonames()),
    (text("key"), |row| row.reference().and_then(Json::as_str).into()),
    (text("meta"), |row| super::all_meta(row.record)),
];

/// The rows of an article.
pub(super) fn rows(record: &Record) -> Vec<Vec<Cell<'_>>> {
    let sentences = Sentences::of(record);
    let found = record.entities.iter().flatten().map(|entity| {
        let sentence = sentences.around(entity.start);
        MentionRow { record, entity: Some(entity), sentence }
    });
    let failed = record.error.as_ref().map(|_| MentionRow { record, entity: None, sentence: Cell::Empty });
    found.chain(failed).map(|row| COLUMNS.iter().map(|(_, read)| read(&row)).collect()).collect()
}

impl<'a> MentionRow<'a> {
    fn reference(&self) -> Option<&'a Json> {
        self.entity?.reference.as_ref()
    }

    fn geonames(&self) -> Cell<'a> {
        self.reference().and_then(|it| it.get("geonames")?.as_u64()).map_or(Cell::Empty, Cell::Whole)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cell, record};
    use super::super::{Cell, Table};

    #[test]
    fn a_mention_is_a_row() {
        let record = record();
        let rows = Table::Mentions.rows(&record);
        assert_eq!(rows.len(), 2);
        let of = |row: usize, name: &str| cell(Table::Mentions, &rows[row], name);
        assert_eq!(
            (of(0, "label"), of(0, "name"), of(0, "by")),
            (&"GPE".into(), &"Lahore".into(), &"model".into())
        );
        assert_eq!((of(0, "geonames"), of(0, "longitude")), (&Cell::Whole(1_172_451), &Cell::Number(74.3)));
        assert_eq!((of(0, "sentence"), of(0, "key")), (&"LAHORE:".into(), &Cell::Empty));
        assert_eq!(
            (of(1, "key"), of(1, "country"), of(1, "name")),
            (&"act/1".into(), &Cell::Empty, &Cell::Empty)
        );
    }
}
