//! Numbers with value, range, bound, change, unit and kind.
//!
//! The text is cut once into pieces of this room's own ([`scan`]); readers then go over the pieces, each for one way
//! of saying a quantity, in the order of [`reader`]. Words are lists in `models/quantities`; grammar is small
//! functions; values are exact decimals from the digits to the output.

mod ages;
mod amounts;
mod anchor;
mod bounds;
mod calendar;
mod change;
mod compound;
mod counts;
mod dates;
mod days;
mod draft;
mod figure;
mod labels;
mod lists;
mod machine;
mod marks;
mod money;
mod multiples;
mod names;
mod notation;
mod number;
mod numeral;
mod one;
mod ordinals;
mod parts;
mod pieces;
mod range;
mod ratios;
mod reader;
mod relations;
mod scan;
mod scene;
mod soft;
mod sport;
mod stuck;
mod subjects;
mod times;
mod units;
mod words;
mod year_parts;
mod years;

use crate::article::{Doc, Entity, Meta, Quantity};
use crate::error::Error;

/// Reads quantities.
#[derive(Debug)]
pub struct Reader {
    lists: lists::Lists,
}

impl Reader {
    /// Loads the embedded word lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        Ok(Self { lists: lists::Lists::new()? })
    }

    /// The quantities of `doc` in text order, without overlap. `meta.published` (ISO 8601) dates deictic days.
    pub fn read(&self, doc: &Doc, entities: &[Entity], meta: &Meta) -> Vec<Quantity> {
        reader::read(&self.lists, doc, entities, meta)
    }
}
