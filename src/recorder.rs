//! One article's way to its record, whatever happens on it.
//!
//! [`Pipeline`] reads an article; here is said what becomes of one that cannot be opened, that is in another language, or on which
//! the program itself fails. Commands and the Python package go through it, so that all of them say the same of an article.

use crate::article::{Annotation, Article, Meta};
use crate::error::Error;
use crate::guard;
use crate::input::{English, Failure, Item, Opened};
use crate::output::{Annotated, Extras, Record};
use crate::pipeline::Pipeline;

/// What is done with an article that does not look English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Foreign {
    /// Annotate and mark it.
    #[default]
    Mark,
    /// Write an error in its place.
    Refuse,
    /// Do not look at the language.
    Ignore,
}

/// Turns articles into records. Shared by reference between threads.
#[derive(Debug)]
pub struct Recorder {
    pipeline: Pipeline,
    english: English,
    extras: Extras,
    foreign: Foreign,
}

/// What became of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its line of output.
    pub record: Record,
    /// Why there is no annotation, in a word or two for counting (the record's `error` says it in full); `None` where there is one.
    pub cause: Option<&'static str>,
}

impl Recorded {
    fn failed(id: &str, meta: Meta, error: String, cause: &'static str) -> Self {
        Self { record: Record::failed(id, meta, error), cause: Some(cause) }
    }
}

/// Opens and decodes an article. Reading is guarded, too: formats have parsers that we did not write.
///
/// # Errors
/// The record of an article that cannot be read.
pub fn read(item: Item<'_>) -> Result<Article, Box<Recorded>> {
    open(item).map(|opened| opened.article)
}

/// As [`read`], with what the user should know of the article.
///
/// # Errors
/// As [`read`].
pub fn open(item: Item<'_>) -> Result<Opened, Box<Recorded>> {
    match guard::catch(|| item.open()) {
        Ok(Ok(opened)) => Ok(opened),
        Ok(Err(failure)) => {
            let Failure { id, meta, error } = *failure;
            Err(Box::new(Recorded::failed(&id, meta, error.to_string(), cause(&error))))
        }
        Err(panic) => Err(Box::new(Recorded::failed("", Meta::new(), fault(&panic), "fault"))),
    }
}

impl Recorder {
    /// A recorder that reads with `pipeline`. From now on a fault of the program in an article prints nothing.
    ///
    /// # Errors
    /// [`Error::Model`] when the list of English words is damaged.
    pub fn new(pipeline: Pipeline, extras: Extras, foreign: Foreign) -> Result<Self, Error> {
        guard::keep_panics_for_their_articles();
        Ok(Self { pipeline, english: English::new()?, extras, foreign })
    }

    /// The record of an article, or of the error that kept it from being annotated.
    pub fn record(&self, article: Article) -> Recorded {
        self.written(article, |made| Recorded { record: made.record(), cause: None })
            .unwrap_or_else(|made| *made)
    }

    /// What `write` makes of an annotated article, for which it need not become a record.
    ///
    /// # Errors
    /// The record of the error that kept it from being annotated or written.
    pub fn written<T>(
        &self,
        article: Article,
        write: impl FnOnce(&Annotated<'_>) -> T,
    ) -> Result<T, Box<Recorded>> {
        self.made(article, |article| self.pipeline.annotate(article), write)
    }

    fn made<T>(
        &self,
        article: Article,
        annotate: impl FnOnce(Article) -> Result<Annotation, Error>,
        write: impl FnOnce(&Annotated<'_>) -> T,
    ) -> Result<T, Box<Recorded>> {
        let (id, meta) = (article.id.clone(), article.meta.clone());
        let foreign = self.foreign != Foreign::Ignore && !self.english.fits(&article.text);
        let failed = |error, cause| Err(Box::new(Recorded::failed(&id, meta, error, cause)));
        if foreign && self.foreign == Foreign::Refuse {
            return failed("the text does not look English".to_owned(), "not English");
        }
        let made = || -> Result<T, Error> {
            let mut annotation = annotate(article)?;
            if !self.extras.tokens {
                annotation.doc.forget_words();
            }
            let english = foreign.then_some(false);
            let (extras, names_alone) = (self.extras, self.pipeline.is_of_names());
            Ok(write(&Annotated { annotation: &annotation, extras, english, names_alone }))
        };
        match guard::catch(made) {
            Ok(Ok(made)) => Ok(made),
            Ok(Err(error)) => failed(error.to_string(), cause(&error)),
            Err(panic) => failed(fault(&panic), "fault"),
        }
    }
}

/// The cause of an error in a word or two.
fn cause(error: &Error) -> &'static str {
    match error {
        Error::Io { .. } => "unreadable",
        Error::Record { .. } => "broken",
        Error::TooBig { .. } | Error::TooLong { .. } => "too long",
        _ => "other",
    }
}

fn fault(panic: &str) -> String {
    format!("a fault of headcount itself ({panic}); please report it with this article")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorder(foreign: Foreign) -> Recorder {
        Recorder::new(Pipeline::new().unwrap(), Extras::default(), foreign).unwrap()
    }

    #[test]
    fn a_panic_fails_one_article() {
        let article = Article { id: "a.txt".to_owned(), ..Article::from("One.") };
        let made = recorder(Foreign::Mark).made(article, |_| panic!("no luck"), |_| ()).unwrap_err();
        assert!(made.record.error.unwrap().contains("a fault of headcount itself (no luck at "));
        assert_eq!((made.record.id.as_str(), made.cause), ("a.txt", Some("fault")));
    }

    #[test]
    fn a_foreign_text_is_marked_or_refused() {
        let text = "Der Minister sagte am Montag, dass die Zahl der Toten auf 33 gestiegen sei. ".repeat(3);
        let made = |foreign| recorder(foreign).record(text.as_str().into());
        let marked = made(Foreign::Mark);
        assert_eq!((marked.record.english, marked.record.error, marked.cause), (Some(false), None, None));
        let refused = made(Foreign::Refuse);
        assert_eq!(refused.record.error.as_deref(), Some("the text does not look English"));
        assert_eq!((refused.record.text, refused.cause), (None, Some("not English")));
        assert_eq!(made(Foreign::Ignore).record.english, None);
    }

    #[test]
    fn a_pipeline_of_names_leaves_out_what_it_did_not_look_for() {
        let recorder =
            Recorder::new(Pipeline::of_names().unwrap(), Extras::default(), Foreign::Mark).unwrap();
        let made = recorder.record("Police in Nairobi held 28 men.".into());
        let Record { entities, quantities, links, sentences, .. } = made.record;
        assert_eq!(entities.unwrap().iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["Nairobi"]);
        assert_eq!((quantities, links, sentences), (None, None, None));
    }
}
