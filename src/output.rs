//! The annotation contract and its views. This room decides nothing: it writes what the earlier rooms found.

mod record;

pub use record::{
    EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, QuantityRecord, Record, ReferentRecord,
    SpanRecord, TokenRecord,
};
