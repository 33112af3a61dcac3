//! The one place that names every room in order.

use rayon::prelude::*;

use crate::article::{Annotation, Article, Doc};
use crate::entities::Namer;
use crate::entities::own::OwnNames;
use crate::error::Error;
use crate::links::Linker;
use crate::output::{Extras, Record};
use crate::quantities::Reader;
use crate::score::LabelledArticle;
use crate::syntax::Parser;
use crate::tokens::Tokenizer;

/// All rooms, loaded. Shared by reference between threads.
#[derive(Debug)]
pub struct Pipeline {
    tokenizer: Tokenizer,
    parser: Parser,
    namer: Namer,
    reader: Reader,
    linker: Linker,
}

impl Pipeline {
    /// Loads the embedded weights and lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            tokenizer: Tokenizer::new()?,
            parser: Parser::new()?,
            namer: Namer::new()?,
            reader: Reader::new()?,
            linker: Linker::new()?,
        })
    }

    /// Adds names of the user's own, which win over those that headcount knows.
    #[must_use]
    pub fn with_names(mut self, names: OwnNames) -> Self {
        self.namer.add(names);
        self
    }

    /// Reads one article, or a bare text.
    ///
    /// # Errors
    /// [`Error::TooLong`] for a text of 4 GiB or more.
    pub fn annotate(&self, article: impl Into<Article>) -> Result<Annotation, Error> {
        let article = article.into();
        let text = &article.text;
        if u32::try_from(text.len()).is_err() {
            return Err(Error::TooLong { id: article.id, bytes: text.len() });
        }
        let tokens = self.tokenizer.cut(text);
        let syntax = self.parser.parse(text, &tokens);
        let doc = Doc::new(text.clone(), tokens, syntax);
        let entities = self.namer.find(&doc);
        let quantities = self.reader.read(&doc, &entities, &article.meta);
        let links = self.linker.join(&doc, &entities, &quantities);
        Ok(Annotation { article, doc, entities, quantities, links })
    }

    /// Annotates the texts of labelled articles, all at once, to be measured against their labels.
    ///
    /// # Errors
    /// Those of [`Pipeline::annotate`].
    pub fn predict(&self, gold: &[LabelledArticle]) -> Result<Vec<LabelledArticle>, Error> {
        let one = |gold: &LabelledArticle| {
            let (id, text, meta) = (gold.id.clone(), gold.text.as_str().into(), gold.meta.clone());
            let annotation = self.annotate(Article { id, text, meta })?;
            LabelledArticle::predicted(&Record::of(&annotation, Extras::default()), &gold.place)
        };
        gold.par_iter().map(one).collect()
    }
}
