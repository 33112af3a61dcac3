//! The table of facts as Arrow, given to pandas, Polars, DuckDB and others without copying, by the Arrow `PyCapsule` interface.
//!
//! Columns, their types and their cells are those of the library's table, which CSV and Parquet show, too.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{Array as _, ArrayRef, RecordBatch, RecordBatchIterator, StringArray};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use headcount::output::{Cell, CellType, Record, Table};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict as _, PyCapsule};

/// Rows that a table shows of itself.
const SHOWN: usize = 5;
/// Rows in a batch.
const BATCH: usize = 32_768;

/// A table of facts, held in memory.
#[pyclass(module = "headcount._native", frozen)]
pub(crate) struct Facts {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

/// A table on its way.
pub(crate) struct Gathering {
    facts: Facts,
    columns: Vec<Builder>,
    rows: usize,
}

/// The cells of one column.
enum Builder {
    Text(StringBuilder),
    Whole(Int64Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
    List(ListBuilder<StringBuilder>),
}

impl Facts {
    pub(crate) fn begin() -> Gathering {
        let columns = Table::Facts.columns();
        let fields: Vec<Field> =
            columns.iter().map(|column| Field::new(column.name, data_type(column.cell), true)).collect();
        let builders = columns.iter().map(|column| Builder::new(column.cell)).collect();
        let facts = Self { schema: Arc::new(Schema::new(fields)), batches: Vec::new() };
        Gathering { facts, columns: builders, rows: 0 }
    }
}

fn data_type(cell: CellType) -> DataType {
    match cell {
        CellType::Text => DataType::Utf8,
        CellType::Whole => DataType::Int64,
        CellType::Number => DataType::Float64,
        CellType::Flag => DataType::Boolean,
        CellType::List => DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true))),
    }
}

impl Gathering {
    pub(crate) fn add(&mut self, record: &Record) -> PyResult<()> {
        for row in Table::Facts.rows(record) {
            for (cell, column) in row.iter().zip(&mut self.columns) {
                column.push(cell)?;
            }
            self.rows += 1;
            if self.rows == BATCH {
                self.end_batch()?;
            }
        }
        Ok(())
    }

    fn end_batch(&mut self) -> PyResult<()> {
        if self.rows > 0 {
            let columns: Vec<ArrayRef> = self.columns.iter_mut().map(Builder::finish).collect();
            let batch = RecordBatch::try_new(Arc::clone(&self.facts.schema), columns).map_err(fault)?;
            self.facts.batches.push(batch);
            self.rows = 0;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> PyResult<Facts> {
        self.end_batch()?;
        Ok(self.facts)
    }
}

fn fault(error: ArrowError) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}

impl Builder {
    fn new(cell: CellType) -> Self {
        match cell {
            CellType::Text => Self::Text(StringBuilder::new()),
            CellType::Whole => Self::Whole(Int64Builder::new()),
            CellType::Number => Self::Number(Float64Builder::new()),
            CellType::Flag => Self::Flag(BooleanBuilder::new()),
            CellType::List => Self::List(ListBuilder::new(StringBuilder::new())),
        }
    }

    fn push(&mut self, cell: &Cell<'_>) -> PyResult<()> {
        match (self, cell) {
            (Self::Text(cells), Cell::Text(text)) => cells.append_value(text),
            (Self::Text(cells), Cell::Empty) => cells.append_null(),
            (Self::Whole(cells), Cell::Whole(number)) => cells.append_value(*number as i64),
            (Self::Whole(cells), Cell::Empty) => cells.append_null(),
            (Self::Number(cells), Cell::Number(number)) => cells.append_value(*number),
            (Self::Number(cells), Cell::Exact(number)) => cells.append_option(number.as_f64()),
            (Self::Number(cells), Cell::Empty) => cells.append_null(),
            (Self::Flag(cells), Cell::Flag(flag)) => cells.append_value(*flag),
            (Self::Flag(cells), Cell::Empty) => cells.append_null(),
            (Self::List(cells), Cell::List(texts)) => cells.append_value(texts.iter().map(Some)),
            (Self::List(cells), Cell::Empty) => cells.append_null(),
            _ => return Err(PyRuntimeError::new_err("a cell is not of its column's type")),
        }
        Ok(())
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(cells) => Arc::new(cells.finish()),
            Self::Whole(cells) => Arc::new(cells.finish()),
            Self::Number(cells) => Arc::new(cells.finish()),
            Self::Flag(cells) => Arc::new(cells.finish()),
            Self::List(cells) => Arc::new(cells.finish()),
        }
    }
}

/// A line for each of the first rows: number, what, event, who, article.
fn first_rows(batch: &RecordBatch) -> String {
    let column = |name: &str| batch.column_by_name(name)?.as_any().downcast_ref::<StringArray>();
    let columns = ["shown", "unit", "what", "event", "agent", "article"].map(column);
    let line = |row: usize| {
        let cells = columns.iter().flatten().filter(|column| column.is_valid(row));
        format!("\n{}", cells.map(|column| column.value(row)).collect::<Vec<_>>().join(" | "))
    };
    (0..batch.num_rows().min(SHOWN)).map(line).collect()
}

#[pymethods]
impl Facts {
    /// Number of rows.
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// A `pyarrow.Table`.
    fn to_arrow(this: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        this.py().import("pyarrow")?.call_method1("table", (this,))
    }

    /// A `pandas.DataFrame`; whole numbers stay whole where some are missing (`Int64`).
    fn to_pandas(this: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        let py = this.py();
        let whole = py.import("pyarrow")?.call_method0("int64")?;
        let nullable = py.import("pandas")?.getattr("Int64Dtype")?.call0()?;
        let types = [(whole, nullable)].into_py_dict(py)?;
        let options = [("types_mapper", types.getattr("get")?)].into_py_dict(py)?;
        Self::to_arrow(this)?.call_method("to_pandas", (), Some(&options))
    }

    /// A `polars.DataFrame`.
    fn to_polars(this: Bound<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        this.py().import("polars")?.call_method1("DataFrame", (this,))
    }

    /// How many rows, and the first of them.
    fn __repr__(&self) -> String {
        let rows = self.__len__();
        let shown = self.batches.first().map(first_rows).unwrap_or_default();
        let rest = if rows > SHOWN { "\n..." } else { "" };
        format!("<headcount.Facts: {rows} rows, {} columns>{shown}{rest}", self.schema.fields().len())
    }

    /// Names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The schema, as the Arrow `PyCapsule` interface defines it.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.schema).map_err(fault)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The table, as the Arrow `PyCapsule` interface defines it. There is one form of it: a wish for another is not granted, as
    /// that interface allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }
}

/// The columns of the table of facts: name and type (`text`, `whole`, `number`, `flag`, `list`).
#[pyfunction]
pub(crate) fn columns() -> Vec<(&'static str, &'static str)> {
    Table::Facts.columns().iter().map(|column| (column.name, column.cell.as_str())).collect()
}
