//! A table in CSV (RFC 4180), for spreadsheets and everything else.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table::{Cell, Table};
use crate::output::Record;

/// UTF-8 byte order mark: without it some spreadsheets read a file in the encoding of their country.
const BOM: &[u8] = "\u{feff}".as_bytes();

/// A table on its way into a file.
#[derive(Debug)]
pub(super) struct Sheet<W: Write> {
    table: Table,
    writer: csv::Writer<W>,
}

impl<W: Write> Sheet<W> {
    /// Begins with the line of names; `bom` says whether a byte order mark goes before it.
    pub(super) fn new(table: Table, mut out: W, bom: bool) -> io::Result<Self> {
        if bom {
            out.write_all(BOM)?;
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(table.columns().iter().map(|column| column.name))?;
        Ok(Self { table, writer })
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        for row in self.table.rows(record) {
            line(&mut self.writer, &row)?;
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

fn line<W: Write>(writer: &mut csv::Writer<W>, row: &[Cell<'_>]) -> csv::Result<()> {
    for cell in row {
        writer.write_field(written(cell).as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)
}

/// What a file in CSV begins with: the byte order mark and the line of names.
pub(super) fn head(table: Table) -> io::Result<String> {
    let bytes = Sheet::new(table, Vec::new(), true)?.finish()?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// The lines of an article in such a file, each with its end.
pub(super) fn lines(table: Table, record: &Record) -> io::Result<Vec<String>> {
    let mut lines = Vec::new();
    for row in table.rows(record) {
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1024).from_writer(Vec::new());
        line(&mut writer, &row)?;
        let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        lines.push(String::from_utf8(bytes).map_err(io::Error::other)?);
    }
    Ok(lines)
}

fn written<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string().into(),
        Cell::Exact(number) => number.to_string().into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::Flag(flag) => if *flag { "true" } else { "false" }.into(),
        Cell::List(texts) => harmless(&texts.join("; ")).into_owned().into(),
    }
}

/// The text with an apostrophe in front where a spreadsheet would take it for a formula (OWASP, "CSV Injection"). What is a plain
/// number stays one.
fn harmless(text: &str) -> Cow<'_, str> {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(STARTS) && !is_number(text) { format!("'{text}").into() } else { text.into() }
}

/// Whether the text is a sign and digits, with a fraction or without.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let amount = text.strip_prefix(['+', '-']).unwrap_or(text);
    match amount.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(amount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: Table, record: serde_json::Value, bom: bool) -> Vec<csv::StringRecord> {
        let mut sheet = Sheet::new(table, Vec::new(), bom).unwrap();
        sheet.add(&serde_json::from_value(record).unwrap()).unwrap();
        let bytes = sheet.finish().unwrap();
        assert_eq!(bytes.starts_with(BOM), bom);
        let bytes = bytes.strip_prefix(BOM).unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().map(Result::unwrap).collect()
    }

    #[test]
    fn a_fact_is_a_row_and_reads_back() {
        let rows = rows(
            Table::Facts,
            serde_json::json!({
                "id": "=a", "text": "About -1500 \"men\",\nsaid x",
                "quantities": [{"id": "q1", "kind": "count", "start": 0, "end": 10, "text": "About -1500", "min": -1500.10,
                    "max": 99_999_999_999_999_999_u64}],
                "links": [{"quantity": "q1", "entity": {"text": "\"men\",\nsaid", "head": "man", "start": 11, "end": 22}}]
            }),
            true,
        );
        let cell = |name: &str| &rows[1][rows[0].iter().position(|it| it == name).unwrap()];
        assert_eq!((rows.len(), cell("article"), cell("what")), (2, "'=a", "\"men\",\nsaid"));
        assert_eq!((cell("min"), cell("max"), cell("error")), ("-1500.1", "99999999999999999", ""));
        assert_eq!((cell("text_start"), cell("what_end"), cell("soft")), ("0", "22", "false"));
    }

    #[test]
    fn head_and_lines_are_the_file() {
        let record: Record = serde_json::from_value(serde_json::json!({
            "id": "=a", "text": "1 \"man\",\n\u{e9} 2 dogs",
            "quantities": [{"id": "q1", "kind": "count", "start": 0, "end": 1, "text": "1", "value": 1.50},
                {"id": "q2", "kind": "count", "start": 11, "end": 12, "text": "2", "value": 2}],
            "links": [{"quantity": "q1", "entity": {"text": "\"man\",\n\u{e9}", "head": "man", "start": 2, "end": 9}}]
        }))
        .unwrap();
        for record in [record, Record::failed("gone", serde_json::Map::new(), "not\r\nfound".to_owned())] {
            let mut sheet = Sheet::new(Table::Facts, Vec::new(), true).unwrap();
            sheet.add(&record).unwrap();
            let whole = String::from_utf8(sheet.finish().unwrap()).unwrap();
            let lines = lines(Table::Facts, &record).unwrap();
            assert_eq!(whole, head(Table::Facts).unwrap() + &lines.concat());
        }
    }

    #[test]
    fn an_article_that_failed_is_a_row() {
        let rows = rows(Table::Mentions, serde_json::json!({"id": "gone", "error": "not found"}), false);
        assert_eq!((rows.len(), &rows[1][0]), (2, "gone"));
        assert!(rows[1].iter().any(|cell| cell == "not found"));
    }

    #[test]
    fn no_text_is_a_formula() {
        for text in
            ["=1+1", "+1-2", "-1+cmd", "@x", "\t=1", "-", "--05-04", "+", "-1.", "\r=1", "\n=1", "＝1", "-１"]
        {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["-1234.5", "+5", "5", "a=b", "", "2021-05-04", "3-1", "'=1"] {
            assert_eq!(harmless(text), text);
        }
    }
}
