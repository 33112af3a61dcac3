//! One article's way from the input to its line of output; runs on a worker thread.

use anyhow::bail;
use headcount::input::{English, Failure, Item, Shard};
use headcount::output::{Extras, Record};
use headcount::{Annotation, Article, Error};

use super::seen;
use super::tally::{Tally, cause};
use super::{guard, mark, part};

/// What is done with an article that does not look English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// Annotate and mark it.
    Mark,
    /// Write an error in its place.
    Refuse,
    /// Do not look at the language.
    Ignore,
}

/// How articles are turned into lines.
#[derive(Debug)]
pub(super) struct Making {
    pub(super) extras: Extras,
    pub(super) foreign: Foreign,
    pub(super) english: English,
    /// Whether records are wanted as lines of JSON, which workers write side by side.
    pub(super) as_json: bool,
}

/// An annotated article, or the error in its place.
#[derive(Debug)]
pub(super) enum Body {
    /// One line of JSON, without its end.
    Json(Vec<u8>),
    /// For another form.
    Record(Box<Record>),
}

/// A finished line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) body: Body,
    /// The article's place in the whole input, from 1.
    pub(super) position: u64,
    /// Hash of the text, for finding duplicates; `None` without a text.
    pub(super) hash: Option<u64>,
    /// What to tell the user.
    pub(super) complaint: Option<String>,
    pub(super) tally: Tally,
}

/// Reads, annotates and writes one article. Whatever happens, there is a line for it.
pub(super) fn of(
    item: Item<'_>,
    annotate: impl Fn(Article) -> Result<Annotation, Error>,
    making: &Making,
) -> Line {
    let (bytes, position) = (item.weight, item.position);
    // Reading is guarded, too: formats have parsers that we did not write.
    let read = guard::catch(|| item.read());
    let mut line = match read {
        Ok(Ok(article)) => annotated(article, annotate, making),
        Ok(Err(failure)) => failed(*failure, making),
        Err(panic) => broken(
            String::new(),
            Record::failed("", headcount::article::Meta::new(), fault(&panic)),
            "fault",
            making,
        ),
    };
    line.tally.bytes = bytes;
    Line { position, ..line }
}

fn annotated(
    article: Article,
    annotate: impl Fn(Article) -> Result<Annotation, Error>,
    making: &Making,
) -> Line {
    let (id, meta) = (article.id.clone(), article.meta.clone());
    let foreign = making.foreign != Foreign::Ignore && !making.english.fits(&article.text);
    if foreign && making.foreign == Foreign::Refuse {
        let record = Record::failed(&id, meta, "the text does not look English".to_owned());
        let line = broken(id, record, "not English", making);
        return Line { tally: Tally { not_english: 1, ..line.tally }, ..line };
    }
    let hash = (!article.text.trim().is_empty()).then(|| seen::hash(&article.text));
    let done = guard::catch(|| {
        let annotation = annotate(article).map_err(|error| (error.to_string(), cause(&error)))?;
        let mut record = Record::of(&annotation, making.extras);
        record.english = foreign.then_some(false);
        let body = Body::of(record, making).map_err(|error| (error.to_string(), "fault"))?;
        Ok((body, Tally::of(&annotation)))
    });
    match done.unwrap_or_else(|panic| Err((fault(&panic), "fault"))) {
        Ok((body, tally)) => {
            let complaint =
                foreign.then(|| format!("{id}: the text does not look English; its annotation is marked"));
            Line {
                id,
                body,
                position: 0,
                hash,
                complaint,
                tally: Tally { not_english: foreign.into(), ..tally },
            }
        }
        Err((message, cause)) => {
            let record = Record::failed(&id, meta, message);
            broken(id, record, cause, making)
        }
    }
}

fn fault(panic: &str) -> String {
    format!("a fault of headcount itself ({panic}); please report it with this article")
}

/// The line of an article that could not be read; the message names its place already.
fn failed(failure: Failure, making: &Making) -> Line {
    let Failure { id, meta, error } = failure;
    let record = Record::failed(&id, meta, error.to_string());
    Line { complaint: Some(error.to_string()), ..broken(id, record, cause(&error), making) }
}

fn broken(id: String, record: Record, cause: &'static str, making: &Making) -> Line {
    let complaint = Some(format!("{id}: {}", record.error.as_deref().unwrap_or_default()));
    // A record of strings and of JSON that was read as JSON can always be written.
    let body = Body::of(record, making).unwrap_or(Body::Json(Vec::new()));
    Line { id, body, position: 0, hash: None, complaint, tally: Tally::failure(cause) }
}

impl Body {
    fn of(record: Record, making: &Making) -> serde_json::Result<Self> {
        if making.as_json {
            return Ok(Self::Json(serde_json::to_vec(&record)?));
        }
        Ok(Self::Record(Box::new(record)))
    }
}

impl Line {
    /// Notes that the article has the text of `first`.
    pub(super) fn mark_duplicate(&mut self, first: &str) -> anyhow::Result<()> {
        self.tally.duplicates = 1;
        match &mut self.body {
            Body::Record(record) => record.duplicate_of = Some(first.to_owned()),
            Body::Json(json) => mark::add(json, "duplicate_of", &first)?,
        }
        Ok(())
    }

    /// Notes which share of the input it belongs to; only lines of JSON are joined again.
    pub(super) fn mark_shard(&mut self, shard: Shard) -> anyhow::Result<()> {
        match &mut self.body {
            Body::Record(_) => bail!("only JSON Lines are written in shares"),
            Body::Json(json) => mark::add(json, "shard", &part::shard_record(shard, self.position)),
        }
    }
}

#[cfg(test)]
mod tests {
    use headcount::Pipeline;
    use headcount::input::{Inputs, Settings};

    use super::*;

    /// What becomes of an article with that text.
    fn line_of(
        text: &str,
        foreign: Foreign,
        annotate: impl Fn(Article) -> Result<Annotation, Error>,
    ) -> (Line, Record) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        let inputs = Inputs::new(&[folder.path().to_owned()], Settings::default()).unwrap();
        let english = English::new().unwrap();
        let making = Making { extras: Extras::default(), foreign, english, as_json: true };
        let line = of(inputs.items().next().unwrap(), annotate, &making);
        let record = serde_json::from_slice(json(&line)).unwrap();
        (line, record)
    }

    fn json(line: &Line) -> &[u8] {
        match &line.body {
            Body::Json(json) => json,
            Body::Record(_) => panic!("no JSON"),
        }
    }

    #[test]
    fn a_panic_fails_one_article() {
        guard::keep_panics_for_their_articles();
        let (line, record) = line_of("One.", Foreign::Mark, |_| panic!("no luck"));
        assert!(record.error.unwrap().contains("a fault of headcount itself (no luck at "));
        assert_eq!((line.tally.failed, line.tally.articles), (1, 0));
        assert!(line.complaint.unwrap().starts_with("a.txt: a fault of headcount itself (no luck"));
    }

    #[test]
    fn an_article_becomes_one_record() {
        let pipeline = Pipeline::new().unwrap();
        let (mut line, record) =
            line_of("One\nand two.", Foreign::Mark, |article| pipeline.annotate(article));
        assert_eq!(record.text.as_deref(), Some("One\nand two."));
        assert!(!json(&line).contains(&b'\n'));
        assert_eq!((line.tally.articles, line.tally.words, line.tally.bytes), (1, 3, 12));
        line.mark_duplicate("the \"first\"").unwrap();
        let marked: Record = serde_json::from_slice(json(&line)).unwrap();
        assert_eq!(marked, Record { duplicate_of: Some("the \"first\"".to_owned()), ..record });
    }

    #[test]
    fn a_foreign_text_is_marked_or_refused() {
        let pipeline = Pipeline::new().unwrap();
        let text = "Der Minister sagte am Montag, dass die Zahl der Toten auf 33 gestiegen sei. ".repeat(3);
        let annotate = |article| pipeline.annotate(article);
        let (line, record) = line_of(&text, Foreign::Mark, annotate);
        assert_eq!((record.english, record.error, line.tally.not_english), (Some(false), None, 1));
        let (line, record) = line_of(&text, Foreign::Refuse, annotate);
        assert_eq!(record.error.as_deref(), Some("the text does not look English"));
        assert_eq!((line.tally.failed, line.tally.not_english), (1, 1));
        let (line, record) = line_of(&text, Foreign::Ignore, annotate);
        assert_eq!((record.english, line.complaint), (None, None));
    }
}
