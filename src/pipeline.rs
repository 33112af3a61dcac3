//! The one place that names every room in order.

use std::{panic, thread};

use crate::article::{Annotation, Article, Doc};
use crate::entities::Namer;
use crate::entities::own::OwnNames;
use crate::entities::proposer::Proposer;
use crate::error::Error;
use crate::links::Linker;
use crate::quantities::Reader;
use crate::status::Judge;
use crate::syntax::Parser;
use crate::syntax::outline::Outliner;
use crate::tokens::{Reading, Tokenizer};

/// All rooms, loaded. Shared by reference between threads.
#[derive(Debug)]
pub struct Pipeline {
    tokenizer: Tokenizer,
    namer: Namer,
    stages: Stages,
}

/// The stages beside tokens and names.
#[derive(Debug)]
enum Stages {
    /// Everything.
    All { parser: Box<Parser>, reader: Box<Reader>, judge: Box<Judge>, linker: Box<Linker> },
    /// Names alone, on an outline in the place of syntax.
    Names(Box<Outliner>),
}

impl Stages {
    fn all() -> Result<Self, Error> {
        Ok(Self::All {
            parser: Parser::new()?.into(),
            reader: Reader::new()?.into(),
            judge: Judge::new()?.into(),
            linker: Linker::new()?.into(),
        })
    }
}

impl Pipeline {
    /// Loads the embedded weights and lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        let (stages, namer) = beside(Stages::all, Namer::new);
        Ok(Self { tokenizer: Tokenizer::new()?, namer: namer?, stages: stages? })
    }

    /// Loads what finds names alone. Sentences and tags are then guessed from marks and capitals: about twice as fast, and
    /// a few names come out otherwise (`docs/performance.md`).
    ///
    /// # Errors
    /// Those of [`Self::new`].
    pub fn of_names() -> Result<Self, Error> {
        Ok(Self {
            tokenizer: Tokenizer::new()?,
            namer: Namer::new()?,
            stages: Stages::Names(Outliner::new()?.into()),
        })
    }

    /// Whether it finds names alone.
    pub fn is_of_names(&self) -> bool {
        matches!(self.stages, Stages::Names(_))
    }

    /// Adds names of the user's own, which win over those that headcount knows.
    #[must_use]
    pub fn with_names(mut self, names: OwnNames) -> Self {
        self.namer.add(names);
        self
    }

    /// Takes the names that the names room decides on from `proposer` instead of the embedded recogniser.
    #[must_use]
    pub fn with_proposer(mut self, proposer: Box<dyn Proposer>) -> Self {
        self.namer.ask(proposer);
        self
    }

    /// Reads one article, or a bare text. A pipeline of names leaves quantities and links out.
    ///
    /// # Errors
    /// [`Error::TooLong`] for a text of 4 GiB or more, and those of [`Pipeline::with_proposer`]'s proposer.
    pub fn annotate(&self, article: impl Into<Article>) -> Result<Annotation, Error> {
        let article = article.into();
        let too_long = |bytes: usize| u32::try_from(bytes).is_err();
        if too_long(article.text.len()) {
            return Err(Error::TooLong { bytes: article.text.len(), id: article.id });
        }
        let reading = Reading::of(&article.text);
        let text = reading.text();
        if too_long(text.len()) {
            return Err(Error::TooLong { bytes: text.len(), id: article.id });
        }
        let tokens = self.tokenizer.cut(text);
        let syntax = match &self.stages {
            Stages::All { parser, .. } => parser.parse(text, &tokens),
            Stages::Names(outliner) => outliner.outline(text, &tokens),
        };
        let doc = Doc::new(text.clone(), tokens, syntax);
        let entities = self.namer.find(&doc)?;
        let (quantities, links) = match &self.stages {
            Stages::All { reader, judge, linker, .. } => {
                let mut quantities = reader.read(&doc, &entities, &article.meta);
                judge.judge(&doc, &mut quantities);
                let links = linker.join(&doc, &entities, &quantities);
                (quantities, links)
            }
            Stages::Names(_) => (Vec::new(), Vec::new()),
        };
        let mut annotation = Annotation { article, doc, entities, quantities, links };
        let original = annotation.article.text.clone();
        reading.restore(&mut annotation, &original);
        Ok(annotation)
    }
}

/// What both make, at the same time: the names' lists and weights take as long to load as those of all other stages.
fn beside<A: Send, B>(one: fn() -> A, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let Ok(started) = thread::Builder::new().spawn_scoped(scope, one) else { return (one(), other()) };
        let other = other();
        (started.join().unwrap_or_else(|panic| panic::resume_unwind(panic)), other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::doc::looks;

    /// Tokens looked at by all rooms for `count` repetitions.
    fn work(pipeline: &Pipeline, unit: &str, count: usize) -> u64 {
        looks::take();
        pipeline.annotate(&*unit.repeat(count)).unwrap();
        looks::take()
    }

    /// Twice the text is at most about twice the work: in seconds it would depend on the machine.
    #[test]
    fn work_grows_with_the_length_alone() {
        let pipeline = Pipeline::new().unwrap();
        for unit in [
            "and 5 ",
            "5% ",
            "between 5 and ",
            "one of the ",
            "€1bn ",
            "the men ",
            "2020-",
            "12 men, ",
            "men and ",
            "5 men and ",
            "\"he said 5 ",
            "in Lagos 5 ",
            "Kano, ",
            "Film (2008) ",
            "Section 5 of the Arvo Act, ",
            "Anti Corruption Movement Entity (ACME) ",
            "Arvo Kells Company said. ",
        ] {
            // Long enough for every window to be full at half the length.
            let count = 1_800 / unit.split([' ', '-']).count().max(2);
            let (half, whole) = (work(&pipeline, unit, count), work(&pipeline, unit, 2 * count));
            assert!(whole < half * 5 / 2, "{unit:?}: {half} looks, then {whole}");
        }
    }
}
