//! Articles, sentences, facts and names as an SQLite database with a full-text index: for Datasette and whatever speaks SQL.
//!
//! SQLite needs a file to write to and fro, so the database grows in one beside the output and is copied when it is complete. Memory
//! stays that of one article and of SQLite's cache.

use std::io::{self, Seek as _, Write};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, params_from_iter};
use tempfile::NamedTempFile;

use super::slices::Slices;
use super::table::{Cell, CellType, Table, all_meta, meta, one_line};
use crate::output::{Record, SpanRecord};

/// A file that is lost when the run stops needs no journal. The cache is in KiB.
const BEGIN: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; BEGIN;
    CREATE TABLE articles (id INTEGER PRIMARY KEY, article TEXT, title TEXT, published TEXT, url TEXT, text TEXT, error TEXT,
        english INTEGER, duplicate_of TEXT, meta TEXT);
    CREATE TABLE sentences (id INTEGER PRIMARY KEY, article_id INTEGER REFERENCES articles(id), text_start INTEGER,
        text_end INTEGER, sentence TEXT);";

/// `content="..."` is how Datasette knows which table the index is of.
const END: &str = "CREATE INDEX sentences_article ON sentences(article_id);
    CREATE INDEX facts_article ON facts(article_id); CREATE INDEX facts_sentence ON facts(sentence_id);
    CREATE INDEX names_article ON names(article_id);
    CREATE VIRTUAL TABLE sentences_fts USING fts5(sentence, content=\"sentences\", content_rowid=\"id\");
    INSERT INTO sentences_fts(sentences_fts) VALUES ('rebuild'); COMMIT;";

const ARTICLE: &str = "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const SENTENCE: &str = "INSERT INTO sentences VALUES (?, ?, ?, ?, ?)";

/// A database on its way into a file.
#[derive(Debug)]
pub(super) struct Database<W> {
    connection: Connection,
    file: NamedTempFile,
    out: W,
    facts: RowInserts,
    names: RowInserts,
    articles: i64,
    sentences: i64,
}

/// One of our tables in the database: its columns after those that lead to its article and sentence.
#[derive(Debug)]
struct RowInserts {
    table: Table,
    insert: String,
    /// Which column says where the mention begins.
    start: usize,
}

impl RowInserts {
    /// Makes the table `name`.
    fn new(connection: &Connection, table: Table, name: &str) -> rusqlite::Result<Self> {
        let columns = table.columns();
        let typed = columns.iter().map(|column| format!(", \"{}\" {}", column.name, affinity(column.cell)));
        connection.execute_batch(&format!(
            "CREATE TABLE {name} (article_id INTEGER REFERENCES articles(id), sentence_id INTEGER REFERENCES sentences(id){});",
            typed.collect::<String>()
        ))?;
        let insert = format!("INSERT INTO {name} VALUES (?, ?{})", ", ?".repeat(columns.len()));
        let start = columns.iter().position(|column| column.name == "text_start").unwrap_or_default();
        Ok(Self { table, insert, start })
    }
}

/// What SQLite makes of a column's values. `NUMERIC` keeps whole numbers whole.
const fn affinity(cell: CellType) -> &'static str {
    match cell {
        CellType::Text | CellType::List => "TEXT",
        CellType::Whole | CellType::Flag => "INTEGER",
        CellType::Number => "NUMERIC",
    }
}

impl<W: Write> Database<W> {
    /// A database that grows in `folder` until it is written to `out`.
    pub(super) fn new(out: W, folder: &Path) -> io::Result<Self> {
        let file = tempfile::Builder::new().prefix(".headcount-").suffix(".db").tempfile_in(folder)?;
        let (connection, facts, names) = begin(file.path()).map_err(fault)?;
        Ok(Self { connection, file, out, facts, names, articles: 0, sentences: 0 })
    }

    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        self.articles += 1;
        let before = self.sentences;
        self.write(record).map_err(fault)?;
        self.sentences = before + record.sentences.as_ref().map_or(0, Vec::len) as i64;
        Ok(())
    }

    fn write(&self, record: &Record) -> rusqlite::Result<()> {
        self.insert(ARTICLE, article(self.articles, record))?;
        let sentences = record.sentences.as_deref().unwrap_or_default();
        let slices = Slices::of(record.text.as_deref().unwrap_or_default());
        for (id, span) in (self.sentences + 1..).zip(sentences) {
            let words =
                slices.get(*span).map(one_line).map_or(Value::Null, |it| Value::Text(it.into_owned()));
            let place = [id, self.articles, span.start as i64, span.end as i64].map(Value::Integer);
            self.insert(SENTENCE, place.into_iter().chain([words]))?;
        }
        // Why an article failed stands in the table of articles.
        if record.error.is_none() {
            for rows in [&self.facts, &self.names] {
                self.rows(rows, record, sentences)?;
            }
        }
        Ok(())
    }

    fn rows(&self, rows: &RowInserts, record: &Record, sentences: &[SpanRecord]) -> rusqlite::Result<()> {
        for cells in rows.table.rows(record) {
            let sentence = match cells[rows.start] {
                Cell::Whole(start) => sentences.partition_point(|span| span.start as u64 <= start),
                _ => 0,
            };
            let sentence =
                if sentence == 0 { Value::Null } else { Value::Integer(self.sentences + sentence as i64) };
            let place = [Value::Integer(self.articles), sentence];
            self.insert(&rows.insert, place.into_iter().chain(cells.iter().map(value)))?;
        }
        Ok(())
    }

    fn insert(&self, statement: &str, values: impl IntoIterator<Item = Value>) -> rusqlite::Result<()> {
        self.connection.prepare_cached(statement)?.execute(params_from_iter(values)).map(drop)
    }

    /// Makes the indexes and copies the database to its place.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.connection.execute_batch(END).map_err(fault)?;
        self.connection.close().map_err(|(_, error)| fault(error))?;
        let file = self.file.as_file_mut();
        file.rewind()?;
        io::copy(file, &mut self.out)?;
        Ok(self.out)
    }
}

fn begin(path: &Path) -> rusqlite::Result<(Connection, RowInserts, RowInserts)> {
    let connection = Connection::open(path)?;
    connection.execute_batch(BEGIN)?;
    let facts = RowInserts::new(&connection, Table::Facts, "facts")?;
    let names = RowInserts::new(&connection, Table::Mentions, "names")?;
    Ok((connection, facts, names))
}

/// The row of an article.
fn article(id: i64, record: &Record) -> [Value; 10] {
    let text = |text: Option<&String>| text.map_or(Value::Null, |text| Value::Text(text.clone()));
    let field = |name| value(&meta(record, name));
    [
        Value::Integer(id),
        Value::Text(record.id.clone()),
        field("title"),
        field("published"),
        field("url"),
        text(record.text.as_ref()),
        text(record.error.as_ref()),
        record.english.map_or(Value::Null, |flag| Value::Integer(flag.into())),
        text(record.duplicate_of.as_ref()),
        value(&all_meta(record)),
    ]
}

/// A cell as SQLite has it; a list is a JSON array, which `json_each` and Datasette's facets take apart.
fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::Text(text.clone().into_owned()),
        Cell::List(texts) => Value::Text(serde_json::json!(texts).to_string()),
        Cell::Whole(number) => Value::Integer(*number as i64),
        Cell::Number(number) => Value::Real(*number),
        Cell::Exact(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(number)) if number.is_finite() => Value::Real(number),
            _ => Value::Text(number.to_string()),
        },
        Cell::Flag(flag) => Value::Integer((*flag).into()),
    }
}

fn fault(error: rusqlite::Error) -> io::Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::Error::new(io::ErrorKind::StorageFull, error),
        _ => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn records() -> [Record; 3] {
        let first = serde_json::from_value(json!({
            "id": "a", "text": "Kells: rain.\nPolice held 3 men in Kells and Zo\u{eb} town. It cost 1.5 crowns.",
            "meta": {"title": "T", "pages": 3},
            "sentences": [{"start": 0, "end": 12}, {"start": 13, "end": 53}, {"start": 54, "end": 73}],
            "entities": [{"id": "e1", "label": "GPE", "start": 34, "end": 39, "text": "Kells", "ref": {"country": "IE"}},
                {"id": "e2", "label": "GPE", "start": 44, "end": 52, "text": "Zo\u{eb} town"}],
            "quantities": [{"id": "q1", "kind": "count", "start": 25, "end": 26, "text": "3", "value": 3, "soft": true},
                {"id": "q2", "kind": "money", "start": 62, "end": 65, "text": "1.5", "value": 1.5}],
            "links": [{"quantity": "q1", "entity": {"text": "men", "head": "man", "start": 27, "end": 30},
                "places": ["e1", "e2"]}]
        }));
        let second = serde_json::from_value(json!({
            "id": "b", "text": "Rain in Kells.", "sentences": [{"start": 0, "end": 14}],
            "quantities": [{"id": "q1", "kind": "count", "start": 0, "end": 4, "text": "Rain", "value": 9}]
        }));
        let failed = Record::failed("c", serde_json::Map::new(), "gone".to_owned());
        [first.unwrap(), second.unwrap(), failed]
    }

    fn bytes() -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let mut database = Database::new(Vec::new(), folder.path()).unwrap();
        for record in &records() {
            database.add(record).unwrap();
        }
        let bytes = database.finish().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left beside the output");
        bytes
    }

    fn opened(folder: &Path) -> Connection {
        let path = folder.join("x.db");
        std::fs::write(&path, bytes()).unwrap();
        Connection::open(path).unwrap()
    }

    /// The rows of a query, each as one text.
    fn asked(database: &Connection, query: &str) -> Vec<String> {
        let mut statement = database.prepare(query).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| {
            (0..width)
                .map(|at| row.get::<_, Value>(at).map(|it| format!("{it:?}")))
                .collect::<Result<Vec<_>, _>>()
        });
        rows.unwrap().map(|row| row.unwrap().join(" ")).collect()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let database = opened(folder.path());
        let ask = |query: &str| asked(&database, query);
        assert_eq!(ask("PRAGMA integrity_check"), ["Text(\"ok\")"]);
        assert!(ask("PRAGMA foreign_key_check").is_empty());
        assert_eq!(
            ask("SELECT id, article, title, error, meta FROM articles"),
            [
                "Integer(1) Text(\"a\") Text(\"T\") Null Text(\"{\\\"pages\\\":3}\")",
                "Integer(2) Text(\"b\") Null Null Null",
                "Integer(3) Text(\"c\") Null Text(\"gone\") Null",
            ]
        );
        assert_eq!(
            ask("SELECT article, value, soft, what, sentence_id FROM facts"),
            [
                "Text(\"a\") Integer(3) Integer(1) Text(\"men\") Integer(2)",
                "Text(\"a\") Real(1.5) Integer(0) Null Integer(3)",
                "Text(\"b\") Integer(9) Integer(0) Null Integer(4)",
            ]
        );
        let places = "SELECT place.value, sum(facts.value) FROM facts, json_each(places) place GROUP BY 1";
        assert_eq!(ask(places), ["Text(\"Kells\") Integer(3)", "Text(\"Zo\u{eb} town\") Integer(3)"]);
        assert_eq!(
            ask("SELECT country, sentence_id FROM names"),
            ["Text(\"IE\") Integer(2)", "Null Integer(2)"]
        );
    }

    #[test]
    fn sentences_are_found_by_their_words() {
        let folder = tempfile::tempdir().unwrap();
        let found = "SELECT sentences.id, sentence, (SELECT count(*) FROM facts WHERE sentence_id = sentences.id) \
            FROM sentences WHERE sentences.id IN (SELECT rowid FROM sentences_fts WHERE sentences_fts MATCH 'zoe AND men')";
        assert_eq!(
            asked(&opened(folder.path()), found),
            ["Integer(2) Text(\"Police held 3 men in Kells and Zo\u{eb} town.\") Integer(1)"]
        );
    }

    #[test]
    fn the_same_articles_give_the_same_bytes() {
        assert!(bytes() == bytes());
    }
}
