//! The annotation contract and its views. This room decides nothing: it writes what the earlier rooms found.

mod annotated;
mod brat;
mod conll;
mod export;
mod fact;
mod file;
mod geojson;
pub mod page;
mod parquet;
mod record;
mod report;
mod sheet;
mod slices;
mod table;
pub mod terminal;
mod workbook;

pub use annotated::Records;
pub(crate) use brat::LIST as BRAT_LIST;
pub use export::{Export, Form};
pub use fact::{Fact, Pointed, facts};
pub use file::{Target, part_of};
pub use record::{
    CueRecord, EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, QuantityRecord, Record,
    ReferentRecord, ScoresRecord, ShardRecord, SpanRecord, TokenRecord,
};
pub use report::Report;
pub use table::{Cell, CellType, Column, Table};
