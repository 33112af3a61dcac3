//! A table as a workbook for Excel, LibreOffice and Google Sheets (.xlsx, ECMA-376): heads that stay, filters, numbers as numbers.
//!
//! Rows go to a temporary file as they come, so memory stays that of one row.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook as Xlsx, Worksheet, XlsxError};

use super::table::{Cell, Column, Table};
use crate::output::Record;

/// Rows of a sheet, the heads included.
const ROWS: u32 = 1_048_576;
/// Characters that a cell holds.
const CHARACTERS: usize = 32_767;

/// A table on its way into a workbook.
pub(super) struct Workbook<W> {
    table: Table,
    xlsx: Xlsx,
    out: W,
    /// The next row.
    row: u32,
}

impl<W> std::fmt::Debug for Workbook<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook").field("table", &self.table).field("row", &self.row).finish_non_exhaustive()
    }
}

impl<W: Write + Send> Workbook<W> {
    pub(super) fn new(table: Table, out: W) -> io::Result<Self> {
        let mut xlsx = Xlsx::new();
        // The same articles give the same bytes, whenever they are written.
        let day = ExcelDateTime::from_ymd(2000, 1, 1).map_err(fault)?;
        xlsx.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let sheet = xlsx.add_worksheet_with_constant_memory().map_err(fault)?;
        begin(sheet, &table.columns()).map_err(fault)?;
        Ok(Self { table, xlsx, out, row: 1 })
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        let sheet = self.xlsx.worksheet_from_index(0).map_err(fault)?;
        for cells in self.table.rows(record) {
            if self.row == ROWS {
                let message = "a sheet holds 1,048,575 rows and there are more; write .csv or .parquet";
                return Err(io::Error::other(message));
            }
            for (column, cell) in (0..).zip(&cells) {
                write(sheet, self.row, column, cell).map_err(fault)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        let sheet = self.xlsx.worksheet_from_index(0).map_err(fault)?;
        let last = self.table.columns().len() as u16 - 1;
        sheet.autofilter(0, 0, self.row - 1, last).map_err(fault)?;
        self.xlsx.save_to_writer(&mut self.out).map_err(fault)?;
        Ok(self.out)
    }
}

/// Heads that stay in sight, and wide columns for sentences.
fn begin(sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, place, column.name, &bold)?;
        let width = match column.name {
            "sentence" => 60,
            "article" | "title" | "what" | "event" | "agent" | "places" => 20,
            _ => 11,
        };
        sheet.set_column_width(place, width)?;
    }
    Ok(())
}

/// Texts are written as texts: no cell is a formula.
fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, fitting(text))?;
        }
        Cell::List(texts) => {
            sheet.write_string(row, column, fitting(&texts.join("; ")))?;
        }
        Cell::Whole(number) => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Exact(number) => match number.as_f64().filter(|number| number.is_finite()) {
            Some(value) => {
                sheet.write_number(row, column, value)?;
            }
            None => {
                sheet.write_string(row, column, number.to_string())?;
            }
        },
        Cell::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
    }
    Ok(())
}

/// The text, cut where a cell ends, with a sign that there is more.
fn fitting(text: &str) -> Cow<'_, str> {
    // Excel counts UTF-16 units, of which there are never more than bytes.
    if text.len() <= CHARACTERS || text.encode_utf16().count() <= CHARACTERS {
        return text.into();
    }
    let mut units = 1;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= CHARACTERS
    });
    kept.chain(['\u{2026}']).collect::<String>().into()
}

/// The error of the writer below where that is the cause, so that a full disk or a closed pipe is known as one.
fn fault(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(cause) => cause,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    fn parts(records: &[Record]) -> (Vec<u8>, String) {
        let mut workbook = Workbook::new(Table::Facts, Vec::new()).unwrap();
        for record in records {
            workbook.add(record).unwrap();
        }
        let bytes = workbook.finish().unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
        (bytes, sheet)
    }

    fn record() -> Record {
        serde_json::from_value(serde_json::json!({
            "id": "=1+1", "text": "12.50 men", "meta": {"title": "a\tb & <c>"},
            "quantities": [{"id": "q1", "kind": "count", "start": 0, "end": 5, "text": "12.50", "value": 12.50, "soft": true}]
        }))
        .unwrap()
    }

    #[test]
    fn numbers_are_numbers_and_no_text_is_a_formula() {
        let (bytes, sheet) =
            parts(&[record(), Record::failed("gone", serde_json::Map::new(), "x".to_owned())]);
        assert_eq!(&bytes[..2], b"PK");
        assert!(sheet.contains("<v>12.5</v>") && sheet.contains("=1+1") && !sheet.contains("<f>"), "{sheet}");
        assert!(
            sheet.contains("a\tb &amp; &lt;c&gt;")
                && sheet.contains("<pane")
                && sheet.contains("<autoFilter")
        );
        assert!(sheet.contains("t=\"b\"") && sheet.contains("gone"), "{sheet}");
    }

    #[test]
    fn the_same_articles_give_the_same_bytes() {
        assert_eq!(parts(&[record()]).0, parts(&[record()]).0);
    }

    #[test]
    fn what_a_cell_cannot_hold_is_cut_and_said_so() {
        assert_eq!(fitting("abc"), "abc");
        let long = "\u{1f33e}".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() <= CHARACTERS && cut.ends_with('\u{2026}'));
    }
}
