//! One article's way from the input to its line of output; runs on a worker thread.

use anyhow::bail;

use super::tally::RunTally;
use super::{duplicates, mark, resume};
use crate::input::{Item, Opened, Shard};
use crate::output::{Annotated, Record};
use crate::quoted;
use crate::recorder::{self, Recorded, Recorder};

/// An annotated article, or the error in its place.
#[derive(Debug)]
pub(super) enum LineBody {
    /// One line of JSON, without its end.
    Json(Vec<u8>),
    /// For another form.
    Record(Box<Record>),
}

/// A finished line.
#[derive(Debug)]
pub(super) struct AnnotatedLine {
    pub(super) id: String,
    pub(super) body: LineBody,
    /// The article's place in the whole input, from 1.
    pub(super) position: u64,
    /// Hash of the text, for finding duplicates; `None` without a text.
    pub(super) hash: Option<u64>,
    /// What to tell the user.
    pub(super) complaint: Option<String>,
    pub(super) tally: RunTally,
}

/// Reads, annotates and writes one article. Whatever happens, there is a line for it. `as_json` tells whether records are wanted as
/// lines of JSON, which workers write side by side.
pub(super) fn of(item: Item<'_>, recorder: &Recorder, as_json: bool) -> AnnotatedLine {
    let (bytes, position) = (item.weight, item.position);
    let line = match recorder::open(item) {
        Ok(Opened { article, notes }) => {
            recorder.written(article, |made| annotated(made, &notes, as_json)).unwrap_or_else(|made| {
                let complaint = complaint(&made.record.id, &notes, made.record.error.as_deref());
                failed(*made, complaint, as_json)
            })
        }
        Err(made) => {
            // The message names its place already.
            let complaint = made.record.error.clone();
            failed(*made, complaint, as_json)
        }
    };
    AnnotatedLine { position, tally: RunTally { bytes, ..line.tally }, ..line }
}

/// The line of an annotated article, but for its place in the input.
fn annotated(made: &Annotated<'_>, notes: &[String], as_json: bool) -> AnnotatedLine {
    let (id, text) = (made.annotation.article.id.clone(), &*made.annotation.doc.text);
    let foreign = made.english == Some(false);
    AnnotatedLine {
        body: if as_json { LineBody::json(made.json()) } else { LineBody::Record(Box::new(made.record())) },
        position: 0,
        hash: Some(text).filter(|text| !text.trim().is_empty()).map(duplicates::hash),
        complaint: complaint(
            &id,
            notes,
            foreign.then_some("the text does not look English; its annotation is marked"),
        ),
        tally: RunTally { not_english: u64::from(foreign), ..RunTally::of(made.annotation) },
        id,
    }
}

/// The line of an article that could not be read, but for its place in the input.
fn failed(made: Recorded, complaint: Option<String>, as_json: bool) -> AnnotatedLine {
    let Recorded { record, cause } = made;
    let not_english = u64::from(cause == Some("not English"));
    let tally = cause.map_or_else(RunTally::default, RunTally::failure);
    let id = record.id.clone();
    let body = if as_json {
        LineBody::json(serde_json::to_vec(&record))
    } else {
        LineBody::Record(Box::new(record))
    };
    AnnotatedLine { id, body, position: 0, hash: None, complaint, tally: RunTally { not_english, ..tally } }
}

/// What is told of the article `id`: the notes of its reader, and what else there is.
fn complaint(id: &str, notes: &[String], more: Option<&str>) -> Option<String> {
    let told: Vec<_> = notes.iter().map(String::as_str).chain(more).collect();
    (!told.is_empty()).then(|| format!("{}: {}", quoted(id), told.join("; ")))
}

impl LineBody {
    /// Strings, numbers and what was read as JSON can always be written as JSON.
    fn json(written: serde_json::Result<Vec<u8>>) -> Self {
        Self::Json(written.unwrap_or_default())
    }
}

impl AnnotatedLine {
    /// Notes that the article has the text of `first`.
    pub(super) fn mark_duplicate(&mut self, first: &str) -> anyhow::Result<()> {
        self.tally.duplicates = 1;
        match &mut self.body {
            LineBody::Record(record) => record.duplicate_of = Some(first.to_owned()),
            LineBody::Json(json) => mark::add(json, "duplicate_of", &first)?,
        }
        Ok(())
    }

    /// Notes which share of the input it belongs to; only lines of JSON are joined again.
    pub(super) fn mark_shard(&mut self, shard: Shard) -> anyhow::Result<()> {
        match &mut self.body {
            LineBody::Record(_) => bail!("only JSON Lines are written in shares"),
            LineBody::Json(json) => mark::add(json, "shard", &resume::shard_record(shard, self.position)),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Pipeline;
    use crate::input::{Inputs, Settings};
    use crate::output::Extras;
    use crate::recorder::Foreign;

    use super::*;

    /// What becomes of an article with that text.
    fn line_of(text: &str, foreign: Foreign) -> (AnnotatedLine, Record) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        let inputs = Inputs::new(&[folder.path().to_owned()], Settings::default()).unwrap();
        let recorder = Recorder::new(Pipeline::new().unwrap(), Extras::default(), foreign).unwrap();
        let line = of(inputs.items().next().unwrap(), &recorder, true);
        let record = serde_json::from_slice(json(&line)).unwrap();
        (line, record)
    }

    fn json(line: &AnnotatedLine) -> &[u8] {
        match &line.body {
            LineBody::Json(json) => json,
            LineBody::Record(_) => panic!("no JSON"),
        }
    }

    #[test]
    fn an_article_becomes_one_record() {
        let (mut line, record) = line_of("One\nand two.", Foreign::Mark);
        assert_eq!(record.text.as_deref(), Some("One\nand two."));
        assert!(!json(&line).contains(&b'\n'));
        assert_eq!((line.tally.articles, line.tally.words, line.tally.bytes), (1, 3, 12));
        line.mark_duplicate("the \"first\"").unwrap();
        let marked: Record = serde_json::from_slice(json(&line)).unwrap();
        assert_eq!(marked, Record { duplicate_of: Some("the \"first\"".to_owned()), ..record });
    }

    #[test]
    fn a_foreign_text_is_counted_and_told() {
        let text = "Der Minister sagte am Montag, dass die Zahl der Toten auf 33 gestiegen sei. ".repeat(3);
        let (line, _) = line_of(&text, Foreign::Mark);
        assert_eq!((line.tally.articles, line.tally.failed, line.tally.not_english), (1, 0, 1));
        assert!(line.complaint.unwrap().starts_with("a.txt: the text does not look English; its"));
        let (line, _) = line_of(&text, Foreign::Refuse);
        assert_eq!((line.tally.articles, line.tally.failed, line.tally.not_english), (0, 1, 1));
        assert_eq!(line.complaint.as_deref(), Some("a.txt: the text does not look English"));
        assert_eq!(line_of(&text, Foreign::Ignore).0.complaint, None);
    }
}
