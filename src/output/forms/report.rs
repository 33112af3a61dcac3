//! Annotated articles as one HTML file that needs nothing else: no network, no server, no other file.
//!
//! Its parts stand in `report/`: the frame (`report.html`), its look (`report.css`), its one script (in pieces, `*.js`) and the
//! outlines of the land (`land.path`). Articles are written as they come, in packed blocks that the script reads only when
//! one of them is opened, each beside a block of their lines in the program's table; the columns of facts are held in memory
//! (some hundred bytes a fact) and written at the end.

mod columns;

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use super::sheet;
use super::table::Table;
use crate::output::Record;
use columns::Columns;

const FRAME: &str = include_str!("report/report.html");
pub(super) const STYLE: &str = include_str!("report/report.css");
/// One function, so that no name of ours meets one of the browser's.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("report/pure.js"),
    include_str!("report/data.js"),
    include_str!("report/elements.js"),
    include_str!("report/ticks.js"),
    include_str!("report/overview.js"),
    include_str!("report/map.js"),
    include_str!("report/filters.js"),
    include_str!("report/table.js"),
    include_str!("report/conflicts.js"),
    include_str!("report/articles.js"),
    include_str!("report/article.js"),
    include_str!("report/main.js"),
    "})();\n"
);

/// Articles in a block.
const BLOCK: usize = 32;

/// A report on its way into a file.
#[derive(Debug)]
pub struct Report<W> {
    out: W,
    /// What follows the articles in the frame.
    rest: String,
    columns: Columns,
    /// The articles of the block in hand, as JSON.
    block: Vec<u8>,
    /// Their lines in the table of facts in CSV, an array of lines for each, as JSON.
    rows: Vec<u8>,
    articles: usize,
}

impl<W: Write> Report<W> {
    /// Begins a report with that title.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(mut out: W, title: &str) -> io::Result<Self> {
        let frame = FRAME
            .replace("{{policy}}", &policy())
            .replace("{{version}}", env!("CARGO_PKG_VERSION"))
            .replace("{{style}}", STYLE)
            .replace("{{script}}", SCRIPT);
        let (head, rest) = frame.split_once("{{data}}").unwrap_or((&frame, ""));
        out.write_all(head.as_bytes())?;
        Ok(Self {
            out,
            rest: rest.to_owned(),
            columns: Columns::new(title, BLOCK, sheet::head(Table::Facts)?),
            block: Vec::new(),
            rows: Vec::new(),
            articles: 0,
        })
    }

    /// Adds an article.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn add(&mut self, record: &Record) -> io::Result<()> {
        self.columns.add(record);
        self.block.push(if self.block.is_empty() { b'[' } else { b',' });
        // Sentences and tokens are not shown.
        let shown = Record { sentences: None, tokens: None, ..record.clone() };
        serde_json::to_writer(&mut self.block, &shown)?;
        self.rows.push(if self.rows.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut self.rows, &sheet::lines(Table::Facts, record)?)?;
        self.articles += 1;
        if self.articles.is_multiple_of(BLOCK) { self.end_block() } else { Ok(()) }
    }

    fn end_block(&mut self) -> io::Result<()> {
        if self.block.is_empty() {
            return Ok(());
        }
        let number = (self.articles - 1) / BLOCK;
        for (name, block) in [("articles", &mut self.block), ("rows", &mut self.rows)] {
            block.push(b']');
            data(&mut self.out, &format!("headcount-{name}-{number}"), block)?;
            block.clear();
        }
        Ok(())
    }

    /// Ends the report and gives back what it was written to.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        self.end_block()?;
        let facts = serde_json::to_vec(&self.columns)?;
        data(&mut self.out, "headcount-facts", &facts)?;
        self.out.write_all(self.rest.as_bytes())?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Writes a block of data that the page does not run: JSON, packed with gzip, in base64, so that no text in it can be
/// taken for markup.
fn data(out: &mut impl Write, id: &str, json: &[u8]) -> io::Result<()> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(json)?;
    let packed = base64(&packed.finish()?);
    writeln!(out, "<script type=\"text/plain\" id=\"{id}\">{packed}</script>")
}

/// The page may run its own script and use its own style, each named by its hash, and load nothing at all
/// (Content Security Policy Level 3, 6.1 and 8.4).
fn policy() -> String {
    let (script, style) = (hash(SCRIPT), hash(STYLE));
    format!(
        "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"
    )
}

pub(super) fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text)))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(records: &[Record]) -> String {
        let mut report = Report::new(Vec::new(), "T").unwrap();
        for record in records {
            report.add(record).unwrap();
        }
        String::from_utf8(report.finish().unwrap()).unwrap()
    }

    fn record(id: &str, text: &str) -> Record {
        serde_json::from_value(serde_json::json!({
            "id": id, "text": text, "meta": {"title": text},
            "entities": [{"id": "e1", "label": "GPE", "start": 0, "end": 1, "text": text, "name": text}],
            "quantities": [{"id": "q1", "kind": "count", "start": 0, "end": 1, "text": text, "value": 1}]
        }))
        .unwrap()
    }

    #[test]
    fn text_never_becomes_markup() {
        let hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(1)>";
        let page = report(&[record(hostile, hostile)]);
        assert!(!page.contains("alert(1)</script>") && !page.contains("<img") && !page.contains("<!--"));
        // The frame's own script, and the three blocks of data.
        assert_eq!(page.matches("<script").count(), 4);
        assert_eq!(page.matches("</script>").count(), 4);
        let block = page.split("id=\"headcount-articles-0\">").nth(1).unwrap();
        let block = block.split('<').next().unwrap();
        assert!(block.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)));
    }

    #[test]
    fn articles_stand_in_blocks() {
        let records: Vec<Record> = (0..70).map(|number| record(&number.to_string(), "a")).collect();
        let page = report(&records);
        for block in 0..3 {
            for name in ["articles", "rows"] {
                assert_eq!(page.matches(&format!("id=\"headcount-{name}-{block}\"")).count(), 1);
            }
        }
        assert!(!page.contains("headcount-articles-3\""));
    }

    #[test]
    fn the_frame_is_filled_and_asks_for_nothing() {
        let page = report(&[]);
        assert!(!page.contains("{{") && !page.contains("url("));
        // The one address is the name of the SVG namespace.
        assert_eq!((page.matches("https:").count(), page.matches("http:").count()), (0, 1));
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn the_script_makes_no_markup_of_text() {
        for forbidden in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch("]
        {
            assert!(!SCRIPT.contains(forbidden), "{forbidden}");
        }
        assert!(!SCRIPT.contains("</script") && !SCRIPT.contains("<!--"));
    }

    #[test]
    fn hashes_are_those_of_the_standard() {
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
        assert_eq!(base64(b"fooba"), "Zm9vYmE=");
        assert_eq!(base64(b"foob"), "Zm9vYg==");
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
