//! Names of people, organisations, places, laws: found, typed, resolved.

pub mod recogniser;

use crate::article::{By, Doc, Entity, Label, TokenRange};
use crate::error::Error;
use recogniser::{Mention, Recogniser};

/// Finds names.
#[derive(Debug)]
pub struct Namer {
    recogniser: Recogniser,
}

impl Namer {
    /// Loads the embedded weights and lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { recogniser: Recogniser::new()? })
    }

    /// The names in `doc`, in text order, without overlap.
    pub fn find(&self, doc: &Doc) -> Vec<Entity> {
        self.recogniser.find(doc).into_iter().filter_map(|mention| entity(doc, mention)).collect()
    }
}

/// The name that `mention` is; `None` for numbers, dates and amounts, which the quantities room reads.
fn entity(doc: &Doc, mention: Mention) -> Option<Entity> {
    let label = Label::parse(mention.label)?;
    let tokens = trimmed(doc, mention.tokens);
    let span = doc.span_of(tokens);
    Some(Entity {
        label,
        span,
        tokens,
        name: span.of(&doc.text).to_owned(),
        by: By::Model,
        score: Some(mention.score),
        reference: None,
    })
    .filter(|entity| !entity.tokens.is_empty())
}

/// `tokens` without a leading article and a trailing possessive.
fn trimmed(doc: &Doc, tokens: TokenRange) -> TokenRange {
    let is_article =
        |&at: &usize| ["the", "a", "an"].iter().any(|word| doc.token_text(at).eq_ignore_ascii_case(word));
    let range = tokens.range();
    let start = range.start + usize::from(range.clone().next().as_ref().is_some_and(is_article));
    let end = range.end - usize::from(range.last().is_some_and(|at| doc.words[at].tag == "POS"));
    TokenRange::new(start, end)
}
