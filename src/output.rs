//! The annotation contract and its views. This room decides nothing: it writes what the earlier rooms found.

#[cfg(feature = "files")]
mod annotated;
#[cfg(feature = "files")]
mod brat;
#[cfg(feature = "files")]
mod conll;
#[cfg(feature = "files")]
mod database;
#[cfg(feature = "files")]
mod export;
mod fact;
#[cfg(feature = "files")]
mod file;
#[cfg(feature = "files")]
mod geojson;
#[cfg(feature = "files")]
mod list;
#[cfg(feature = "files")]
pub mod page;
#[cfg(feature = "files")]
mod parquet;
mod record;
#[cfg(feature = "files")]
mod report;
#[cfg(feature = "files")]
mod sheet;
#[cfg(feature = "files")]
mod slices;
#[cfg(feature = "files")]
mod table;
#[cfg(feature = "files")]
mod tasks;
#[cfg(feature = "cli")]
pub mod terminal;
#[cfg(feature = "files")]
mod workbook;

#[cfg(feature = "files")]
pub use annotated::Records;
#[cfg(feature = "files")]
pub(crate) use brat::{LIST as BRAT_LIST, pieces as brat_pieces};
#[cfg(feature = "files")]
pub use export::{Export, Form};
pub use fact::{Fact, Pointed, facts};
#[cfg(feature = "files")]
pub use file::{Target, part_of};
pub use record::{
    Annotated, CueRecord, EntityRecord, EventRecord, Extras, LinkRecord, PhraseRecord, Pointing,
    QuantityRecord, Record, ReferentRecord, ScoresRecord, ShardRecord, SpanRecord, TokenRecord, Version,
};
#[cfg(feature = "files")]
pub use report::Report;
#[cfg(feature = "files")]
pub use table::{Cell, CellType, Column, Table};
