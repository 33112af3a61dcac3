//! `headcount inspect` from outside.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::run::run;

const ANNOTATED: &str = r#"{"id": "raid", "text": "Police held 12 men in Lahore.", "entities": [{"id": "e1", "label": "GPE", "start": 22, "end": 28, "text": "Lahore", "name": "Lahore"}], "quantities": [{"id": "q1", "kind": "count", "start": 12, "end": 14, "text": "12", "value": 12}], "links": [{"quantity": "q1", "entity": {"text": "men", "head": "man", "start": 15, "end": 18}, "places": ["e1"], "score": 0.9}]}
{"id": "gone", "error": "gone.txt: not found"}
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("annotated.jsonl"), ANNOTATED).unwrap();
    fs::write(folder.path().join("raw.txt"), "Police held 12 men in Lahore on Monday.").unwrap();
    folder
}

/// Exit code, standard output, standard error.
fn inspect(folder: &Path, arguments: &[&str], stdin: &str) -> (i32, String, String) {
    run(folder, &[&["inspect"], arguments].concat(), stdin.as_bytes()).told()
}

#[test]
fn annotated_articles_are_shown_as_they_are() {
    let here = folder();
    let (code, out, _) = inspect(here.path(), &["annotated.jsonl"], "");
    assert_eq!(code, 1, "an article had failed");
    assert!(out.contains("Police held [12] men in Lahore.") && out.contains("gone.txt: not found"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colours in a pipe: {out}");
}

#[test]
fn articles_are_annotated_now() {
    let here = folder();
    let (code, out, err) = inspect(here.path(), &["raw.txt", "--explain", "--tree"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("held") && out.contains("ROOT"), "{out}");
}

#[test]
fn a_pipe_from_annotate_is_read() {
    let here = folder();
    let (code, out, _) = inspect(here.path(), &["-", "--id", "raid"], ANNOTATED);
    assert_eq!(code, 0);
    assert!(out.contains("[12] men") && !out.contains("gone"), "{out}");
    let (code, _, err) = inspect(here.path(), &["-"], "{\"id\": \"a\", \"text\": \"Two men.\"}\n");
    assert_eq!(code, 2);
    assert!(err.contains("-:1: not an annotated article; make one with `headcount annotate`"), "{err}");
}

#[test]
fn what_is_not_there_is_told() {
    let here = folder();
    let (code, _, err) = inspect(here.path(), &["annotated.jsonl", "--id", "none"], "");
    assert_eq!((code, err.as_str()), (2, "headcount: there is no article with the id none\n"));
    let (_, _, err) = inspect(here.path(), &["annotated.jsonl", "--tree"], "");
    assert!(err.contains("annotated without --tokens"), "{err}");
    let (code, _, err) = inspect(here.path(), &["nowhere.txt"], "");
    assert!(code == 2 && err.contains("nowhere.txt"), "{err}");
}

#[test]
fn differences_are_listed_in_their_context_and_on_a_page() {
    let here = folder();
    let other = ANNOTATED
        .replace("\"kind\": \"count\"", "\"kind\": \"age\"")
        .replace("\"entities\": [", "\"entities\": [{\"id\": \"e2\", \"label\": \"ORG\", \"start\": 0, \"end\": 6, \"text\": \"Police\"}, ");
    fs::write(here.path().join("other.jsonl"), other).unwrap();
    let (code, out, err) = inspect(here.path(), &["--diff", "annotated.jsonl", "other.jsonl"], "");
    assert_eq!((code, err.as_str()), (0, ""));
    for told in [
        "names      1 right, 1 extra",
        "quantities 1 wrong",
        "links      1 right",
        "[Police] held",
        "age for count",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let (_, back, _) = inspect(here.path(), &["--diff", "other.jsonl", "annotated.jsonl"], "");
    assert!(back.contains("1 right, 1 missed"), "{back}");
    let (code, out, _) =
        inspect(here.path(), &["--diff", "annotated.jsonl", "other.jsonl", "--html", "diff.html"], "");
    assert_eq!((code, out.as_str()), (0, ""));
    let page = fs::read_to_string(here.path().join("diff.html")).unwrap();
    assert!(
        page.contains(
            "<mark class=\"names only extra\" title=\"extra ORG where no name is: ORG\">Police</mark>"
        ),
        "{page}"
    );
    assert!(page.contains("<mark class=\"quantities links wrong\"") && page.trim_end().ends_with("</html>"));
    let (_, same, _) =
        inspect(here.path(), &["--diff", "annotated.jsonl", "annotated.jsonl", "--id", "raid"], "");
    assert!(same.contains("names      1 right\n") && !same.contains("wrong"), "{same}");
    let (code, _, err) = inspect(here.path(), &["--diff", "annotated.jsonl"], "");
    assert!(code == 2 && err.contains("--diff compares two annotations"), "{err}");
    let (code, _, err) = inspect(here.path(), &["--diff", "annotated.jsonl", "raw.txt"], "");
    assert!(code == 2 && err.contains("raw.txt"), "{err}");
}

#[test]
fn a_report_is_one_file() {
    let here = folder();
    let (code, out, err) = inspect(here.path(), &["annotated.jsonl", "raw.txt", "--html", "report.html"], "");
    assert_eq!((code, out.as_str(), err.as_str()), (1, "", ""));
    let page = fs::read_to_string(here.path().join("report.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("id=\"headcount-articles-0\"") && page.contains("id=\"headcount-facts\""));
    let (code, _, err) = inspect(here.path(), &["annotated.jsonl", "--html", "annotated.jsonl"], "");
    assert!(code == 2 && err.contains("both input and report"), "{err}");
}
