//! One article's way from the input to its line of output; runs on a worker thread.

use std::fmt::Write as _;

use headcount::input::{Failure, Item};
use headcount::output::{Extras, Record};
use headcount::{Annotation, Article, Error};

use super::guard;

/// A finished line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) json: Vec<u8>,
    /// What to tell the user, for an article that failed.
    pub(super) complaint: Option<String>,
    pub(super) tally: Tally,
}

/// What has been done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) articles: u64,
    /// Articles that could not be read or annotated.
    pub(super) failed: u64,
    /// Words between white space.
    pub(super) words: u64,
    pub(super) names: u64,
    pub(super) quantities: u64,
    pub(super) links: u64,
    /// Bytes of the input, for the progress bar.
    pub(super) bytes: u64,
}

/// Reads, annotates and writes one article. Whatever happens, there is a line for it.
pub(super) fn of(
    item: Item<'_>,
    annotate: impl Fn(Article) -> Result<Annotation, Error>,
    extras: Extras,
) -> Line {
    let bytes = item.weight;
    let mut line = match item.read() {
        Ok(article) => annotated(article, annotate, extras),
        Err(failure) => {
            let Failure { id, meta, error } = *failure;
            let cause = error.to_string();
            failed(&Record::failed(&id, meta, cause.clone()), cause)
        }
    };
    line.tally.bytes = bytes;
    line
}

fn annotated(
    article: Article,
    annotate: impl Fn(Article) -> Result<Annotation, Error>,
    extras: Extras,
) -> Line {
    let (id, meta) = (article.id.clone(), article.meta.clone());
    let done = guard::catch(|| {
        let annotation = annotate(article).map_err(|error| error.to_string())?;
        let json = serde_json::to_vec(&Record::of(&annotation, extras)).map_err(|error| error.to_string())?;
        Ok((json, Tally::of(&annotation)))
    });
    match done.unwrap_or_else(|panic| Err(fault(&panic))) {
        Ok((json, tally)) => Line { json, complaint: None, tally },
        Err(cause) => failed(&Record::failed(&id, meta, cause.clone()), format!("{id}: {cause}")),
    }
}

fn fault(panic: &str) -> String {
    format!("a fault of headcount itself ({panic}); please report it with this article")
}

fn failed(record: &Record, complaint: String) -> Line {
    // A record of strings and of JSON that was read as JSON can always be written.
    let json = serde_json::to_vec(record).unwrap_or_default();
    Line { json, complaint: Some(complaint), tally: Tally { failed: 1, ..Tally::default() } }
}

impl Tally {
    fn of(annotation: &Annotation) -> Self {
        Self {
            articles: 1,
            failed: 0,
            words: annotation.doc.text.split_whitespace().count() as u64,
            names: annotation.entities.len() as u64,
            quantities: annotation.quantities.len() as u64,
            links: annotation.links.len() as u64,
            bytes: 0,
        }
    }

    pub(super) fn add(&mut self, more: &Self) {
        self.articles += more.articles;
        self.failed += more.failed;
        self.words += more.words;
        self.names += more.names;
        self.quantities += more.quantities;
        self.links += more.links;
        self.bytes += more.bytes;
    }

    /// The line at the end of a run of `seconds`.
    pub(super) fn summary(&self, seconds: f64) -> String {
        let speed = self.words as f64 / seconds.max(1e-9);
        let mut text = format!(
            "{}, {}, {}, {}, {} in {seconds:.1} s ({speed:.0} words/s)",
            counted(self.articles, "article"),
            counted(self.words, "word"),
            counted(self.names, "name"),
            counted(self.quantities, "quantity"),
            counted(self.links, "link"),
        );
        if self.failed > 0 {
            let _ = write!(text, "; {} failed, see the lines above", counted(self.failed, "article"));
        }
        text
    }
}

/// "1 article", "2 articles", "3 quantities".
fn counted(number: u64, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use headcount::Pipeline;
    use headcount::input::{Inputs, Settings};

    use super::*;

    /// What becomes of an article with that text.
    fn line_of(text: &str, annotate: impl Fn(Article) -> Result<Annotation, Error>) -> Line {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        let inputs = Inputs::new(&[folder.path().to_owned()], Settings::default()).unwrap();
        of(inputs.items().next().unwrap(), annotate, Extras::default())
    }

    #[test]
    fn a_panic_fails_one_article() {
        guard::keep_panics_for_their_articles();
        let line = line_of("One.", |_| panic!("no luck"));
        let record: Record = serde_json::from_slice(&line.json).unwrap();
        assert!(record.error.unwrap().contains("a fault of headcount itself (no luck at "));
        assert_eq!((line.tally.failed, line.tally.articles), (1, 0));
        assert!(line.complaint.unwrap().contains("no luck"));
    }

    #[test]
    fn an_article_becomes_one_record() {
        let pipeline = Pipeline::new().unwrap();
        let line = line_of("One\nand two.", |article| pipeline.annotate(article));
        let record: Record = serde_json::from_slice(&line.json).unwrap();
        assert_eq!(record.text.as_deref(), Some("One\nand two."));
        assert!(!line.json.contains(&b'\n'));
        assert_eq!((line.tally.articles, line.tally.words, line.tally.bytes), (1, 3, 12));
    }

    #[test]
    fn the_summary_counts_in_words() {
        let tally = Tally { articles: 1, words: 300, names: 2, quantities: 2, links: 1, failed: 0, bytes: 9 };
        assert_eq!(
            tally.summary(2.0),
            "1 article, 300 words, 2 names, 2 quantities, 1 link in 2.0 s (150 words/s)"
        );
        assert!(
            Tally { failed: 2, ..tally }.summary(1.0).ends_with("; 2 articles failed, see the lines above")
        );
    }
}
