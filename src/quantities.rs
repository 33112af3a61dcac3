//! Numbers with value, range, bound, change, unit and kind.

use crate::article::{Doc, Entity, Meta, Quantity};
use crate::error::Error;

/// Reads quantities.
#[derive(Debug)]
pub struct Reader {}

impl Reader {
    /// Loads the embedded word lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {})
    }

    /// The quantities of `doc` in text order, without overlap. `meta.published` (ISO 8601) dates deictic days.
    pub fn read(&self, doc: &Doc, entities: &[Entity], meta: &Meta) -> Vec<Quantity> {
        let _ = (doc, entities, meta);
        Vec::new()
    }
}
