//! `headcount convert` and `annotate --format` from outside: tables, brat, CoNLL, and back into `evaluate`.

use std::fs;
use std::path::Path;

use headcount::output::Table;
use tempfile::TempDir;

use super::run::run;

/// Two articles with everything that a form might trip over, and one that failed.
const ANNOTATED: &str = r#"{"id": "news/raid.txt", "text": "LAHORE: Police held at least\n12 men in Lahore\u2019s north under the Arms Act.\n\nThe men, Zo\u00eb Moro said, paid Rs5.50.", "meta": {"title": "=HYPERLINK(1)", "published": "2022-08-01"}, "sentences": [{"start": 0, "end": 71}, {"start": 73, "end": 108}], "entities": [{"id": "e1", "label": "GPE", "start": 0, "end": 6, "text": "LAHORE", "name": "Lahore", "by": "model", "score": 0.9, "ref": {"geonames": 1172451, "country": "PK", "lat": 31.558, "lon": 74.35071}}, {"id": "e2", "label": "GPE", "start": 39, "end": 45, "text": "Lahore", "name": "Lahore", "by": "model", "score": 0.8, "ref": {"geonames": 1172451, "country": "PK", "lat": 31.558, "lon": 74.35071}}, {"id": "e3", "label": "LAW", "start": 64, "end": 72, "text": "Arms Act", "name": "Arms Act 1878", "by": "pattern"}, {"id": "e4", "label": "PERSON", "start": 84, "end": 92, "text": "Zo\u00eb Moro", "name": "Zo\u00eb Moro", "by": "model", "score": 0.7}], "quantities": [{"id": "q1", "kind": "count", "start": 20, "end": 31, "text": "at least\n12", "value": 12, "bound": "at_least"}, {"id": "q2", "kind": "money", "start": 104, "end": 110, "text": "Rs5.50", "value": 5.50, "unit": {"text": "Rs", "currency": "PKR", "dimension": "money"}}], "links": [{"quantity": "q1", "entity": {"text": "men", "head": "man", "start": 32, "end": 35}, "event": {"text": "held", "lemma": "hold", "start": 15, "end": 19}, "agent": {"text": "Police", "start": 8, "end": 14}, "places": ["e2"], "law": ["e3"], "score": 0.9}, {"quantity": "q2", "entity": {"text": "men", "head": "man", "start": 79, "end": 82, "inherited": true}, "source": "e4", "score": 0.4}]}
{"id": "-2+3", "text": "Nothing here.", "sentences": [{"start": 0, "end": 13}], "entities": [], "quantities": [], "links": []}
{"id": "gone", "error": "gone.txt: not found"}
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // Offsets are found, not counted by hand.
    let mut lines: Vec<serde_json::Value> =
        ANNOTATED.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let text: Vec<char> = lines[0]["text"].as_str().unwrap().chars().collect();
    placed(&mut lines[0], &text);
    let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
    fs::write(folder.path().join("annotated.jsonl"), lines.join("\n")).unwrap();
    folder
}

/// Moves every mention to the nearest place where its words stand.
fn placed(json: &mut serde_json::Value, text: &[char]) {
    if let Some(fields) = json.as_object_mut() {
        if let (Some(words), Some(start)) =
            (fields.get("text").and_then(|it| it.as_str()), fields.get("start"))
        {
            let (words, start) = (words.chars().collect::<Vec<_>>(), start.as_u64().unwrap() as usize);
            let places =
                text.windows(words.len()).enumerate().filter(|(_, window)| *window == words.as_slice());
            let place = places.map(|(place, _)| place).min_by_key(|place| place.abs_diff(start)).unwrap();
            let end = place + words.len();
            fields.insert("start".to_owned(), place.into());
            fields.insert("end".to_owned(), end.into());
        }
        for value in fields.values_mut() {
            placed(value, text);
        }
    } else if let Some(items) = json.as_array_mut() {
        for item in items {
            placed(item, text);
        }
    }
}

/// Exit code, standard output, standard error.
fn headcount(folder: &Path, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let run = run(folder, arguments, b"");
    (run.code, run.bytes, run.stderr)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn facts_are_a_csv_table() {
    let here = folder();
    let (code, out, err) = headcount(here.path(), &["convert", "annotated.jsonl", "--to", "csv"]);
    assert_eq!((code, err.as_str()), (1, "headcount: gone: gone.txt: not found\n"));
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let head = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "two facts and the article that failed");
    let cell =
        |row: usize, name: &str| rows[row].get(head.iter().position(|it| it == name).unwrap()).unwrap();
    assert_eq!(
        (cell(0, "article"), cell(0, "title"), cell(0, "value")),
        ("news/raid.txt", "'=HYPERLINK(1)", "12")
    );
    assert_eq!(
        (cell(0, "law"), cell(0, "countries"), cell(0, "event_lemma")),
        ("Arms Act 1878", "PK", "hold")
    );
    assert_eq!((cell(1, "value"), cell(1, "currency"), cell(1, "what_inherited")), ("5.50", "PKR", "true"));
    assert_eq!((cell(2, "article"), cell(2, "error")), ("gone", "gone.txt: not found"));
    assert!(
        cell(0, "sentence").starts_with("LAHORE: Police held at least 12 men"),
        "{}",
        cell(0, "sentence")
    );
}

#[test]
fn a_file_of_csv_has_a_byte_order_mark_and_mentions_are_a_table_too() {
    let here = folder();
    let arguments = ["convert", "annotated.jsonl", "--to", "csv", "--table", "mentions", "-o", "names.csv"];
    let (code, out, _) = headcount(here.path(), &arguments);
    assert_eq!((code, out.len()), (1, 0));
    let written = fs::read_to_string(here.path().join("names.csv")).unwrap();
    assert!(written.starts_with("\u{feff}article,title,published,label,"), "{written}");
    assert_eq!(written.lines().filter(|line| line.starts_with("news/raid.txt,")).count(), 4);
}

#[test]
fn every_column_is_documented() {
    let docs = include_str!("../../docs/output.md");
    for table in [Table::Facts, Table::Mentions] {
        for column in table.columns() {
            let documented = docs.lines().any(|line| {
                let mut cells = line.split('|').skip(1).map(str::trim);
                let names = cells.next().unwrap_or_default();
                let typed = cells.next() == Some(column.cell.as_str());
                typed && names.split(", ").any(|name| name.trim_matches('`') == column.name)
            });
            assert!(
                documented,
                "docs/output.md lists no column `{}` of type {}",
                column.name,
                column.cell.as_str()
            );
        }
    }
}

#[test]
fn parquet_is_written_and_no_table_is_made_of_other_forms() {
    let here = folder();
    let (code, _, _) =
        headcount(here.path(), &["convert", "annotated.jsonl", "--to", "parquet", "-o", "facts.parquet"]);
    let bytes = fs::read(here.path().join("facts.parquet")).unwrap();
    assert_eq!((code, &bytes[..4], &bytes[bytes.len() - 4..]), (1, b"PAR1".as_slice(), b"PAR1".as_slice()));
    let (code, _, err) = headcount(
        here.path(),
        &["convert", "annotated.jsonl", "--to", "brat", "--table", "facts", "-o", "b"],
    );
    assert!(code == 2 && err.contains("--table is for csv, parquet and xlsx"), "{err}");
}

/// The figures of `gold` against `pred` that are not 100, and how many there are in all.
fn below_hundred(folder: &Path, gold: &str, pred: &str) -> (Vec<String>, usize) {
    let (code, out, err) = headcount(folder, &["evaluate", gold, "--pred", pred, "--json"]);
    assert_eq!(code, 0, "{err}");
    let report: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let measures = report["measures"].as_object().unwrap();
    let low = measures.iter().filter(|(_, figures)| !figures["recall"].is_null());
    let low = low.filter(|(_, figures)| figures["right"] != figures["gold"] || figures["f1"] == 0.0);
    (low.map(|(name, figures)| format!("{name}: {figures}")).collect(), measures.len())
}

#[test]
fn brat_holds_all_that_is_measured() {
    let here = folder();
    let (code, _, err) =
        headcount(here.path(), &["convert", "annotated.jsonl", "--to", "brat", "-o", "brat"]);
    assert_eq!(code, 1, "{err}");
    assert!(here.path().join("brat/news/raid.ann").exists() && here.path().join("brat/-2+3.txt").exists());
    let (code, _, slips) = headcount(here.path(), &["evaluate", "--check", "brat"]);
    assert_eq!(code, 0, "{slips}");
    for (gold, pred) in [("brat", "annotated.jsonl"), ("annotated.jsonl", "brat")] {
        let (low, all) = below_hundred(here.path(), gold, pred);
        assert!(low.is_empty() && all > 20, "{gold} {pred}: {low:#?}");
    }
}

#[test]
fn corpus_articles_go_through_brat_and_json_lines_without_loss() {
    let (here, corpus) = (tempfile::tempdir().unwrap(), Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"));
    let articles = ["ng-efcc-crackdown.txt", "in-doda-cloudburst.txt", "gh-hohoe-by-election.txt"];
    fs::create_dir(here.path().join("news")).unwrap();
    for article in articles {
        fs::copy(corpus.join(article), here.path().join("news").join(article)).unwrap();
    }
    let run = |arguments: &[&str]| assert_eq!(headcount(here.path(), arguments).0, 0, "{arguments:?}");
    run(&["annotate", "news", "--quiet", "-o", "a.jsonl"]);
    run(&["annotate", "news", "--quiet", "--format", "brat", "-o", "brat"]);
    run(&["convert", "a.jsonl", "--to", "jsonl", "-o", "b.jsonl"]);
    let read = |name: &str| fs::read(here.path().join(name)).unwrap();
    assert!(read("a.jsonl") == read("b.jsonl"), "JSON Lines change nothing");
    let (low, all) = below_hundred(here.path(), "a.jsonl", "brat");
    assert!(low.is_empty() && all > 20, "{low:#?}");
    run(&["convert", "a.jsonl", "--to", "labelstudio", "-o", "tasks.json"]);
    let (low, all) = below_hundred(here.path(), "a.jsonl", "tasks.json");
    assert!(low.is_empty() && all > 20, "{low:#?}");
    // Names in columns are those of the lines.
    run(&["convert", "a.jsonl", "--to", "conll", "-o", "a.conll"]);
    run(&["annotate", "news", "--quiet", "--tokens", "--format", "conll", "-o", "b.conll"]);
    assert!(read("a.conll") == read("b.conll"), "the text is cut as it was for the annotation");
    let begins = text(read("a.conll")).lines().filter(|line| line.contains("\tB-")).count();
    let names = text(read("a.jsonl")).matches("\"label\":").count();
    assert!(begins == names && names > 20, "{begins} of {names} names");
    // A table is the same, annotated now or converted later.
    run(&["annotate", "news", "--quiet", "--format", "csv", "-o", "a.csv"]);
    run(&["convert", "a.jsonl", "--to", "csv", "-o", "b.csv"]);
    assert!(read("a.csv") == read("b.csv"));
}

#[test]
fn a_database_is_made_of_annotated_articles_and_from_articles_alike() {
    let here = folder();
    let (code, _, _) = headcount(here.path(), &["convert", "annotated.jsonl", "-o", "facts.db"]);
    assert_eq!(code, 1, "one article failed");
    let database = rusqlite::Connection::open(here.path().join("facts.db")).unwrap();
    let count = |query: &str| database.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM articles"), 3);
    assert_eq!(count("SELECT count(*) FROM articles WHERE error = 'gone.txt: not found'"), 1);
    assert_eq!(count("SELECT count(*) FROM facts"), 2);
    assert_eq!(
        count("SELECT sum(facts.value) FROM facts, json_each(places) WHERE json_each.value = 'Lahore'"),
        12
    );
    assert_eq!(count("SELECT count(*) FROM sentences_fts WHERE sentences_fts MATCH 'zoe AND said'"), 1);
    let (code, out, _) = headcount(here.path(), &["convert", "annotated.jsonl", "--to", "sqlite"]);
    assert_eq!(code, 1);
    assert!(out == fs::read(here.path().join("facts.db")).unwrap(), "a pipe gets the same bytes");
}

#[test]
fn outputs_that_cannot_be_are_told() {
    let here = folder();
    fs::create_dir(here.path().join("full")).unwrap();
    fs::write(here.path().join("full/x"), "x").unwrap();
    let told = |arguments: &[&str]| {
        let (code, _, err) = headcount(here.path(), arguments);
        assert_eq!(code, 2, "{arguments:?}: {err}");
        assert_eq!(err.lines().count(), 1, "one clear line: {err}");
        err
    };
    let convert = |rest: &[&str]| told(&[["convert", "annotated.jsonl", "--to"].as_slice(), rest].concat());
    assert!(convert(&["brat"]).contains("give -o the name of a new folder"));
    assert!(convert(&["brat", "-o", "annotated.jsonl"]).contains("both input and output"));
    assert!(convert(&["brat", "-o", "full"]).contains("full: is not empty"));
    assert!(convert(&["brat", "-o", "full/x"]).contains("full/x: is a file; brat needs a folder"));
    assert!(convert(&["csv", "-o", "full"]).contains("full: is a folder; give -o the name of a file"));
    assert!(convert(&["parquet", "-o", "nowhere/a.parquet"]).contains("there is no folder nowhere"));
    assert!(convert(&["csv", "-o", "annotated.jsonl"]).contains("both input and output"));
    assert!(told(&["convert", "none.jsonl", "--to", "csv"]).contains("none.jsonl"));
    let resumed = told(&["annotate", "annotated.jsonl", "--format", "csv", "-o", "a.csv", "--resume"]);
    assert!(resumed.contains("--resume goes on with JSON Lines only"), "{resumed}");
    let shared = told(&["annotate", "annotated.jsonl", "--format", "csv", "-o", "a.csv", "--shard", "1/2"]);
    assert!(shared.contains("--shard writes JSON Lines only"), "{shared}");
    let bad = r#"{"id": "a", "text": "abc", "entities": [{"id": "e1", "label": "GPE", "start": 2, "end": 9, "text": "c"}]}"#;
    fs::write(here.path().join("bad.jsonl"), bad).unwrap();
    let told = told(&["convert", "bad.jsonl", "--to", "brat", "-o", "new"]);
    assert!(told.contains("article a: 2..9 is no stretch of the text"), "{told}");
}
