//! Word classes that the room looks up by lemma.

use rustc_hash::FxHashSet;

use crate::error::Error;
use crate::lexicon;

/// The classes of `models/status/words.tsv`.
#[derive(Debug)]
pub(super) struct Words {
    /// Prepositions after which what hangs on them stands apart ("after fouling eight beaches").
    apart: FxHashSet<&'static str>,
    /// Conjunctions whose clause stands apart in its own tense ("although nine had fever").
    aside: FxHashSet<&'static str>,
    /// Verbs that say no more than that something is.
    copula: FxHashSet<&'static str>,
    /// Nouns that hold something said or meant ("claim", "plan").
    content: FxHashSet<&'static str>,
    /// Words that take up what was just said ("this", "the report").
    again: FxHashSet<&'static str>,
    /// Weekdays, months, seasons.
    calendar: FxHashSet<&'static str>,
}

impl Words {
    /// Parses the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when a class is missing.
    pub(super) fn new() -> Result<Self, Error> {
        const FILE: &str = "status/words.tsv";
        let rows = lexicon::parse(FILE, include_str!("../../models/status/words.tsv"), &["class", "words"])?;
        let class = |name| lexicon::class(FILE, &rows, name).map(Iterator::collect);
        Ok(Self {
            apart: class("apart")?,
            aside: class("aside")?,
            copula: class("copula")?,
            content: class("content")?,
            again: class("again")?,
            calendar: class("calendar")?,
        })
    }

    pub(super) fn is_apart(&self, word: &str) -> bool {
        self.apart.contains(word)
    }

    pub(super) fn is_aside(&self, word: &str) -> bool {
        self.aside.contains(word)
    }

    pub(super) fn is_copula(&self, lemma: &str) -> bool {
        self.copula.contains(lemma)
    }

    pub(super) fn is_content(&self, lemma: &str) -> bool {
        self.content.contains(lemma)
    }

    pub(super) fn is_again(&self, lemma: &str) -> bool {
        self.again.contains(lemma)
    }

    pub(super) fn is_calendar(&self, word: &str) -> bool {
        self.calendar.contains(word)
    }
}
