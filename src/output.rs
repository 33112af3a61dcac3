//! The annotation contract and its views. This room decides nothing: it writes what the earlier rooms found.

mod annotated;
mod fact;
mod file;
mod record;
mod report;
pub mod terminal;

pub use annotated::Records;
pub use fact::{Fact, Pointed, facts};
pub use file::{Target, part_of};
pub use record::{
    EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, QuantityRecord, Record, ReferentRecord,
    ShardRecord, SpanRecord, TokenRecord,
};
pub use report::Report;
