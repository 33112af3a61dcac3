//! The annotation contract and its views. This room decides nothing: it writes what the earlier rooms found.

mod fact;
#[cfg(feature = "files")]
mod forms;
mod record;
#[cfg(feature = "cli")]
pub mod terminal;

pub use fact::{Fact, Pointed, facts};
#[cfg(feature = "files")]
pub(crate) use forms::{BRAT_LIST, brat_pieces};
#[cfg(feature = "files")]
pub use forms::{Cell, CellType, Column, Export, Form, Records, Report, Table, Target, page, part_of};
pub use record::{
    Annotated, CueRecord, EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, Pointing,
    QuantityRecord, Record, ReferentRecord, ScoresRecord, ShardRecord, SpanRecord, TokenRecord, Version,
};
