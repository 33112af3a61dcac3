//! The first minute with the program: what someone types who has read one screen of the README.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::run::run;

fn folder() -> TempDir {
    let here = tempfile::tempdir().unwrap();
    fs::create_dir(here.path().join("news")).unwrap();
    let raid = "LAHORE: Police arrested 28 smugglers in Lahore on 4 May 2021.";
    fs::write(here.path().join("news/raid.txt"), raid).unwrap();
    here
}

/// Exit code, standard output, standard error.
fn headcount(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(folder, arguments, b"").told()
}

#[test]
fn the_ending_of_the_output_tells_the_form_and_format_wins() {
    let here = folder();
    let begins = |arguments: &[&str], file: &str| {
        let (code, _, err) = headcount(here.path(), arguments);
        assert_eq!(code, 0, "{arguments:?}: {err}");
        let bytes = fs::read(here.path().join(file)).unwrap();
        bytes[..8].to_vec()
    };
    assert_eq!(begins(&["annotate", "news", "-o", "f.csv"], "f.csv"), b"\xEF\xBB\xBFartic");
    assert_eq!(begins(&["annotate", "news", "-o", "f.parquet"], "f.parquet")[..4], *b"PAR1");
    assert_eq!(begins(&["annotate", "news", "-o", "f.xlsx"], "f.xlsx")[..2], *b"PK");
    assert_eq!(begins(&["annotate", "news", "-o", "f.db"], "f.db"), b"SQLite f");
    assert_eq!(begins(&["annotate", "news", "-o", "f.geojson"], "f.geojson"), b"{\"type\":");
    let points = fs::read_to_string(here.path().join("f.geojson")).unwrap();
    assert!(points.contains("smugglers") && points.contains("\"coordinates\":[74.3"), "{points}");
    assert_eq!(begins(&["annotate", "news", "-o", "f.jsonl"], "f.jsonl"), b"{\"v\":1,\"");
    assert_eq!(begins(&["annotate", "news", "-o", "f.xyz"], "f.xyz"), b"{\"v\":1,\"");
    assert_eq!(begins(&["annotate", "news", "--format", "jsonl", "-o", "g.csv"], "g.csv"), b"{\"v\":1,\"");
    assert_eq!(begins(&["convert", "f.jsonl", "-o", "h.csv"], "h.csv"), b"\xEF\xBB\xBFartic");
    for (output, hint) in [("x.html", "inspect PATH --html"), ("x.xls", ".csv")] {
        let (code, _, err) = headcount(here.path(), &["annotate", "news", "-o", output]);
        assert!(code == 2 && err.contains(hint) && err.lines().count() == 1, "{err}");
        assert!(!here.path().join(output).exists());
    }
    let (code, _, err) = headcount(here.path(), &["convert", "f.jsonl"]);
    assert!(code == 2 && err.contains("--to"), "{err}");
}

#[test]
fn what_headcount_has_written_is_left_aside_in_a_folder() {
    let here = folder();
    let forms = [
        &["-o", "news/a.jsonl"][..],
        &["-o", "news/b.csv"],
        &["-o", "news/c.csv", "--table", "mentions"],
        &["-o", "news/d", "--format", "brat"],
    ];
    for form in forms {
        let (code, _, err) = headcount(here.path(), &[&["annotate", "news"], form].concat());
        assert!(code == 0 && err.contains("headcount: 1 article,"), "{form:?}: {err}");
    }
    fs::copy(here.path().join("news/a.jsonl"), here.path().join("own.jsonl")).unwrap();
    let (_, out, err) = headcount(here.path(), &["annotate", "news", "own.jsonl"]);
    assert_eq!(out.lines().count(), 2, "a file that is named is read: {err}");
    fs::remove_file(here.path().join("news/raid.txt")).unwrap();
    let (code, _, err) = headcount(here.path(), &["annotate", "news"]);
    assert!(code == 1 && err.contains("what headcount itself wrote"), "{err}");
}

#[test]
fn a_missing_folder_is_named() {
    let here = folder();
    for arguments in [
        &["annotate", "news", "-o", "out/day/x.jsonl"][..],
        &["convert", "news", "-o", "out/day/x.csv"],
        &["inspect", "news", "--html", "out/day/x.html"],
    ] {
        let (code, _, err) = headcount(here.path(), arguments);
        assert!(code == 2 && err.contains("there is no folder out/day") && err.lines().count() == 1, "{err}");
    }
}

#[test]
fn a_folder_without_an_article_says_what_lies_there() {
    let here = folder();
    fs::create_dir_all(here.path().join("papers/old")).unwrap();
    let (code, out, err) = headcount(here.path(), &["annotate", "papers"]);
    assert!(
        code == 1 && out.is_empty() && err.contains("papers: no article in this folder; it is empty"),
        "{err}"
    );
    fs::write(here.path().join("papers/a.pdf"), "%PDF").unwrap();
    fs::write(here.path().join("papers/old/b.pdf"), "%PDF").unwrap();
    fs::write(here.path().join("papers/c.docx"), "PK").unwrap();
    let (code, _, err) = headcount(here.path(), &["annotate", "papers", "-o", "x.csv"]);
    assert!(code == 1 && err.contains("left aside: 2 .pdf, 1 .docx") && err.contains(".jsonl"), "{err}");
}

#[test]
fn a_file_in_place_of_a_command_is_met_with_the_commands() {
    let here = folder();
    let (code, out, err) = headcount(here.path(), &["news/raid.txt"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1));
    assert!(err.contains("`headcount inspect news/raid.txt`") && err.contains("headcount annotate"), "{err}");
    // Anything else is clap's to tell.
    let (code, _, err) = headcount(here.path(), &["anotate", "news"]);
    assert!(code == 2 && err.contains("annotate"), "{err}");
}

#[test]
fn near_ids_are_offered() {
    let here = folder();
    headcount(here.path(), &["annotate", "news", "-o", "a.jsonl"]);
    for arguments in [&["inspect", "a.jsonl", "--id", "riad"][..], &["inspect", "news", "--id", "raid"]] {
        let (code, _, err) = headcount(here.path(), arguments);
        assert!(code == 2 && err.contains("there is no article with the id"), "{err}");
        assert_eq!(err.contains("near it are raid.txt"), arguments[3] == "raid", "{err}");
    }
    let (code, _, err) =
        headcount(here.path(), &["inspect", "--diff", "a.jsonl", "a.jsonl", "--id", "raid.tx"]);
    assert!(code == 2 && err.contains("near it are raid.txt"), "{err}");
}

#[test]
fn ids_join_with_and_without_the_ending_of_a_file() {
    let here = folder();
    headcount(here.path(), &["annotate", "news", "-o", "a.jsonl"]);
    let line = fs::read_to_string(here.path().join("a.jsonl")).unwrap();
    fs::write(here.path().join("gold.jsonl"), line.replace("\"id\":\"raid.txt\"", "\"id\":\"raid\""))
        .unwrap();
    for (gold, other) in [("gold.jsonl", "a.jsonl"), ("a.jsonl", "gold.jsonl")] {
        let (code, out, err) = headcount(here.path(), &["inspect", "--diff", gold, other]);
        assert!(code == 0 && out.contains("right") && !out.contains("missed"), "{out}{err}");
    }
    // Nor does the line end count with which a file ends.
    let ended = line.replace("raid.txt", "raid").replace("2021.\",\"meta", "2021.\\n\",\"meta");
    assert!(ended.contains("\\n"), "{ended}");
    fs::write(here.path().join("gold.jsonl"), ended).unwrap();
    let (code, out, err) = headcount(here.path(), &["inspect", "--diff", "gold.jsonl", "a.jsonl"]);
    assert!(code == 0 && out.contains("right") && !out.contains("missed"), "{out}{err}");
    // Not where the texts differ: then it is another article.
    fs::write(here.path().join("gold.jsonl"), line.replace("raid.txt", "raid").replace("28", "29")).unwrap();
    let (code, out, err) = headcount(here.path(), &["inspect", "--diff", "gold.jsonl", "a.jsonl"]);
    assert!(code == 2 && out.is_empty() && err.contains("none of its articles has the id"), "{out}{err}");
}

/// What a terminal of 100 columns shows; `script` is part of every Linux.
#[cfg(target_os = "linux")]
fn on_a_terminal(folder: &Path, command: &str) -> (i32, String) {
    let program = assert_cmd::cargo::cargo_bin!("headcount");
    let line = format!("stty cols 100; {} {command}", program.display());
    let output = std::process::Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), anstream::adapter::strip_str(&shown).to_string())
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_the_facts_and_a_pipe_gets_json() {
    let here = folder();
    let (code, shown) = on_a_terminal(here.path(), "annotate news");
    assert_eq!(code, 0, "{shown}");
    let row = shown.lines().find(|line| line.contains("smugglers")).unwrap();
    assert!(row.contains("28") && row.contains("arrested") && row.contains("Police"), "{shown}");
    assert!(!shown.contains("\"id\"") && shown.contains("for the data give -o FILE"), "{shown}");
    let (code, shown) = on_a_terminal(here.path(), "annotate news --format jsonl --quiet");
    assert!(code == 0 && shown.starts_with("{\"v\":1,\"id\":\"raid.txt\""), "{shown}");
    // Nothing of a progress bar stands between the lines.
    assert_eq!(shown.trim_end().lines().count(), 1, "{shown}");
    let (code, shown) = on_a_terminal(here.path(), "annotate news --format parquet");
    assert!(code == 2 && shown.contains("not for the eye"), "{shown}");
    let (_, out, _) = headcount(here.path(), &["annotate", "news"]);
    assert!(out.starts_with("{\"v\":1,\"id\":\"raid.txt\""), "{out}");
}

/// The first thing that a reader of the README sees is what the program shows. `UPDATE_README=1 cargo test readme` writes it anew.
#[cfg(target_os = "linux")]
#[test]
fn the_table_of_the_readme_is_what_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, shown) = on_a_terminal(root, "annotate --quiet corpus/ke-chang-aa-raid.txt");
    assert_eq!(code, 0, "{shown}");
    let lines = shown.lines().map(|line| line.trim_end_matches(['\r', ' ']));
    let table: Vec<&str> =
        lines.skip_while(|line| !line.starts_with(" status")).take_while(|line| !line.is_empty()).collect();
    assert!(table.len() > 10, "{shown}");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let begin = readme.find("\n status ").unwrap() + 1;
    let end = begin + readme[begin..].find("```").unwrap();
    let written = table.join("\n") + "\n";
    if std::env::var_os("UPDATE_README").is_some() {
        let new = format!("{}{written}{}", &readme[..begin], &readme[end..]);
        fs::write(root.join("README.md"), new).unwrap();
    } else {
        assert_eq!(&readme[begin..end], written, "README.md's first table is not up to date");
    }
}
