//! The data types that the rooms share. No logic beyond checks and look-ups.
//!
//! Inside the program every offset is a byte offset into the article's UTF-8 text; code points are computed once,
//! where it is written.

mod circumstance;
pub(crate) mod doc;
mod entity;
mod finding;
mod grammar;
mod link;
mod node;
mod quantity;
mod span;

use std::sync::Arc;

pub use circumstance::{Circumstance, Each};
pub use doc::{CHILDREN, CLIMB, Doc, REACH, Sentence, Syntax, Token, Word};
pub use entity::{By, Entity, Label, Reference};
pub use finding::{Finding, Pointer};
pub use grammar::{Dep, Pos, Tag, UnknownLabel};
pub use link::{Agreement, Event, Link, Phrase, Referent};
pub use node::Node;
pub use quantity::{Bound, Change, Derivation, Kind, Part, Quantity, Stance, Status, Unit, Value};
pub use span::{Span, TokenRange};

/// Fields that came with an article (path, title, published, url, ...), in their order, unchanged.
pub type Meta = serde_json::Map<String, serde_json::Value>;

/// One press article as it came in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The record's own id, else its path below the given folder; empty for a bare text.
    pub id: String,
    /// The text, never changed after reading: all offsets refer to it.
    pub text: Arc<str>,
    /// What came with it.
    pub meta: Meta,
}

impl From<&str> for Article {
    fn from(text: &str) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// An article with everything that was read in it. Ids in the output (`e1`, `q1`) are indexes here plus one.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// The article as it came in; offsets refer to its text.
    pub article: Article,
    /// Tokens, syntax and sentences.
    pub doc: Doc,
    /// Names in text order; flat, without overlap.
    pub entities: Vec<Entity>,
    /// Quantities in text order; flat, without overlap.
    pub quantities: Vec<Quantity>,
    /// Links in the order of their quantities, at most one for each.
    pub links: Vec<Link>,
}
