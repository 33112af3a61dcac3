//! A table in Apache Parquet, for pandas, `DuckDB`, R and Spark: typed columns, packed with Snappy.
//!
//! Rows are gathered by column and written in groups, so memory is that of one group, whatever the number of articles.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::table::{Cell, CellType, Column, Table};
use crate::output::Record;

/// Rows in a group: some 20 MB of facts in memory.
const GROUP: usize = 32_768;

/// A table on its way into a file.
#[derive(Debug)]
pub(super) struct Parquet<W: Write + Send> {
    table: Table,
    writer: SerializedFileWriter<W>,
    group: Vec<Gathered>,
    rows: usize,
}

/// The cells of one column in the group in hand: whether each is there, and the values of those that are.
#[derive(Debug)]
struct Gathered {
    /// Definition levels: 0 for none; 1 for a value, 2 for one of a list.
    levels: Vec<i16>,
    /// Of lists, repetition levels: 0 for the first text of a list, 1 for the others.
    repeats: Vec<i16>,
    values: ColumnValues,
}

#[derive(Debug)]
enum ColumnValues {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
    Flag(Vec<bool>),
    List(Vec<ByteArray>),
}

impl<W: Write + Send> Parquet<W> {
    pub(super) fn new(table: Table, out: W) -> io::Result<Self> {
        let columns = table.columns();
        let creator = concat!("headcount version ", env!("CARGO_PKG_VERSION")).to_owned();
        let properties =
            WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by(creator).build();
        let writer = SerializedFileWriter::new(out, schema(&columns).map_err(fault)?, Arc::new(properties));
        let group = columns.iter().map(|column| Gathered::new(column.cell)).collect();
        Ok(Self { table, writer: writer.map_err(fault)?, group, rows: 0 })
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        for row in self.table.rows(record) {
            for (cell, column) in row.iter().zip(&mut self.group) {
                column.push(cell)?;
            }
            self.rows += 1;
            if self.rows == GROUP {
                self.end_group()?;
            }
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn end_group(&mut self) -> io::Result<()> {
        if self.rows > 0 {
            let mut group = self.writer.next_row_group().map_err(fault)?;
            for column in &mut self.group {
                column.write(&mut group).map_err(fault)?;
            }
            group.close().map_err(fault)?;
            self.rows = 0;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.end_group()?;
        self.writer.into_inner().map_err(fault)
    }
}

impl Gathered {
    fn new(cell: CellType) -> Self {
        let values = match cell {
            CellType::Text => ColumnValues::Text(Vec::new()),
            CellType::Whole => ColumnValues::Whole(Vec::new()),
            CellType::Number => ColumnValues::Number(Vec::new()),
            CellType::Flag => ColumnValues::Flag(Vec::new()),
            CellType::List => ColumnValues::List(Vec::new()),
        };
        Self { levels: Vec::new(), repeats: Vec::new(), values }
    }

    fn push(&mut self, cell: &Cell<'_>) -> io::Result<()> {
        if let (ColumnValues::List(values), Cell::List(texts)) = (&mut self.values, cell) {
            for (place, text) in texts.iter().enumerate() {
                self.levels.push(2);
                self.repeats.push(i16::from(place > 0));
                values.push(ByteArray::from(text.as_bytes().to_vec()));
            }
            return Ok(());
        }
        self.levels.push(i16::from(*cell != Cell::Empty));
        if matches!(self.values, ColumnValues::List(_)) {
            self.repeats.push(0);
        }
        match (&mut self.values, cell) {
            (_, Cell::Empty) => {}
            (ColumnValues::Text(values), Cell::Text(text)) => {
                values.push(ByteArray::from(text.as_bytes().to_vec()));
            }
            (ColumnValues::Whole(values), Cell::Whole(number)) => values.push(*number as i64),
            (ColumnValues::Number(values), Cell::Number(number)) => values.push(*number),
            (ColumnValues::Number(values), Cell::Exact(number)) => {
                values.push(number.as_f64().unwrap_or(f64::NAN));
            }
            (ColumnValues::Flag(values), Cell::Flag(flag)) => values.push(*flag),
            _ => return Err(io::Error::other("a cell is not of its column's type")),
        }
        Ok(())
    }

    /// Writes the column into the group and empties it.
    fn write<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        match &mut self.values {
            ColumnValues::Text(values) => one::<ByteArrayType, W>(group, values, &self.levels, None)?,
            ColumnValues::Whole(values) => one::<Int64Type, W>(group, values, &self.levels, None)?,
            ColumnValues::Number(values) => one::<DoubleType, W>(group, values, &self.levels, None)?,
            ColumnValues::Flag(values) => one::<BoolType, W>(group, values, &self.levels, None)?,
            ColumnValues::List(values) => {
                one::<ByteArrayType, W>(group, values, &self.levels, Some(&self.repeats))?;
            }
        }
        self.levels.clear();
        self.repeats.clear();
        Ok(())
    }
}

fn one<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &mut Vec<T::T>,
    levels: &[i16],
    repeats: Option<&[i16]>,
) -> Result<(), ParquetError> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, Some(levels), repeats)?;
        column.close()?;
    }
    values.clear();
    Ok(())
}

/// Every column may be empty, so that a row can tell of an article that failed.
fn schema(columns: &[Column]) -> Result<TypePtr, ParquetError> {
    let field = |column: &Column| {
        let (physical, logical) = match column.cell {
            CellType::List => return list(column.name),
            CellType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            CellType::Whole => (Physical::INT64, None),
            CellType::Number => (Physical::DOUBLE, None),
            CellType::Flag => (Physical::BOOLEAN, None),
        };
        let field = Type::primitive_type_builder(column.name, physical).with_logical_type(logical);
        Ok(Arc::new(field.with_repetition(Repetition::OPTIONAL).build()?))
    };
    let fields = columns.iter().map(field).collect::<Result<Vec<_>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("headcount").with_fields(fields).build()?))
}

/// A list of texts in three levels, as every reader understands it (LogicalTypes.md of parquet-format, "Lists").
fn list(name: &str) -> Result<TypePtr, ParquetError> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY);
    let element = element.with_logical_type(Some(LogicalType::String)).with_repetition(Repetition::REQUIRED);
    let group = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
    let group = group.with_fields(vec![Arc::new(element.build()?)]).build()?;
    let list = Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL);
    let list = list.with_logical_type(Some(LogicalType::List)).with_fields(vec![Arc::new(group)]);
    Ok(Arc::new(list.build()?))
}

/// The error of the writer below where that is the cause, so that a closed pipe is known as one.
fn fault(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::RowAccessor as _;

    use super::*;

    #[test]
    fn lists_are_lists() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "a", "text": "12 men 3",
            "entities": [{"id": "e1", "label": "GPE", "start": 0, "end": 1, "text": "Lahore; old"},
                {"id": "e2", "label": "GPE", "start": 1, "end": 2, "text": "Quetta"}],
            "quantities": [{"id": "q1", "kind": "count", "start": 0, "end": 2, "text": "12", "value": 12},
                {"id": "q2", "kind": "count", "start": 7, "end": 8, "text": "3", "value": 3}],
            "links": [{"quantity": "q2", "entity": {"text": "men", "head": "man", "start": 3, "end": 6},
                "places": ["e1", "e2"]}]
        }))
        .unwrap();
        let mut parquet = Parquet::new(Table::Facts, Vec::new()).unwrap();
        parquet.add(&record).unwrap();
        parquet.add(&record).unwrap();
        let reader = SerializedFileReader::new(Bytes::from(parquet.finish().unwrap())).unwrap();
        let at = Table::Facts.columns().iter().position(|column| column.name == "places").unwrap();
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        for (place, row) in rows.iter().enumerate() {
            let texts = row
                .get_list(at)
                .map(|list| list.elements().iter().map(ToString::to_string).collect::<Vec<_>>());
            let told = ["\"Lahore; old\"", "\"Quetta\""].map(str::to_owned).to_vec();
            assert_eq!(texts.ok(), (place % 2 == 1).then_some(told));
        }
    }

    #[test]
    fn groups_end_and_values_come_back() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "Zoë", "text": "12",
            "quantities": [
                {"id": "q1", "kind": "count", "start": 0, "end": 2, "text": "12", "value": 12.5, "soft": true},
                {"id": "q2", "kind": "date", "start": 0, "end": 2, "text": "12", "value": "2012"}]
        }))
        .unwrap();
        let mut parquet = Parquet::new(Table::Facts, Vec::new()).unwrap();
        for _ in 0..20_000 {
            parquet.add(&record).unwrap();
        }
        let reader = SerializedFileReader::new(Bytes::from(parquet.finish().unwrap())).unwrap();
        let metadata = reader.metadata();
        assert_eq!((metadata.num_row_groups(), metadata.file_metadata().num_rows()), (2, 40_000));
        let names = Table::Facts.columns();
        let at = |name: &str| names.iter().position(|column| column.name == name).unwrap();
        let row = reader.get_row_iter(None).unwrap().nth(39_998).unwrap().unwrap();
        assert_eq!(row.get_string(at("article")).unwrap(), "Zoë");
        assert_eq!((row.get_double(at("value")).unwrap(), row.get_long(at("text_end")).unwrap()), (12.5, 2));
        assert!(row.get_group(at("places")).is_err() && row.get_list(at("places")).is_err());
        assert!(row.get_bool(at("soft")).unwrap() && row.get_string(at("what")).is_err());
    }
}
