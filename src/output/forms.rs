//! The forms of an annotated article beside its record, each for other programs or for the eye: files, tables, a database, tools that people label
//! with, a map, the report.

mod annotated;
mod brat;
mod conll;
mod database;
mod export;
mod file;
mod geojson;
mod list;
pub mod page;
mod parquet;
mod report;
mod sheet;
mod slices;
mod table;
mod tasks;
mod workbook;

pub use annotated::Records;
pub(crate) use brat::{LIST as BRAT_LIST, pieces as brat_pieces};
pub use export::{Export, Form};
pub use file::{Target, part_of};
pub use report::Report;
pub use table::{Cell, CellType, Column, Table};
