//! The annotation contract and its views. This room decides nothing: it writes what the earlier rooms found.

mod file;
mod record;

pub use file::{Target, part_of};
pub use record::{
    EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, QuantityRecord, Record, ReferentRecord,
    SpanRecord, TokenRecord,
};
