//! The program from outside: what it reads, writes, says and returns.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value as Json;
use tempfile::TempDir;

use super::run::{Run, run};

/// A folder with the files of `files`.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn headcount(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Run {
    run(folder, arguments, stdin)
}

const THREE: &[(&str, &[u8])] = &[
    ("news/a.txt", b"Police held 12 men in Lahore."),
    ("news/b/c.txt", "The caf\u{e9} lost \u{20ac}30 on Monday.".as_bytes()),
    ("news/d.jsonl", b"{\"id\": \"own\", \"url\": \"u\", \"text\": \"Two died.\"}\n{\"text\": \"\"}\n"),
];

#[test]
fn a_folder_becomes_one_line_an_article_in_order() {
    let here = folder(THREE);
    let run = headcount(here.path(), &["annotate", "news"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.ids(), ["a.txt", "b/c.txt", "own", "d.jsonl:2"]);
    let records = run.records();
    assert_eq!(records[0]["meta"]["path"], "news/a.txt");
    assert_eq!(records[1]["text"], "The caf\u{e9} lost \u{20ac}30 on Monday.");
    assert_eq!(records[2]["meta"], serde_json::json!({"url": "u"}));
    for list in ["sentences", "entities", "quantities", "links"] {
        assert!(records.iter().all(|record| record[list].is_array()), "{list}");
    }
    assert!(records.iter().all(|record| record.get("tokens").is_none()));
    assert!(run.stderr.starts_with("headcount: 4 articles, 14 words,"), "{}", run.stderr);
}

#[test]
fn names_can_be_had_alone() {
    let here = folder(THREE);
    let run = headcount(here.path(), &["annotate", "news", "--only", "names"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let records = run.records();
    assert_eq!(records[0]["entities"][0]["text"], "Lahore");
    assert!(records.iter().all(|record| record.get("quantities").is_none() && record["entities"].is_array()));
    let table = headcount(here.path(), &["annotate", "news", "--only", "names", "--format", "csv"], b"");
    assert_eq!(table.code, 2);
    assert!(table.stderr.contains("--table mentions"), "{}", table.stderr);
}

#[test]
fn every_number_of_threads_gives_the_same_bytes() {
    let here = folder(&[]);
    let line = |i: usize| format!("{{\"id\": {i}, \"text\": \"{}\"}}\n", "Five men met. ".repeat(i * 7 % 40));
    fs::write(here.path().join("many.jsonl"), (0..60).map(line).collect::<String>()).unwrap();
    let one = headcount(here.path(), &["annotate", "many.jsonl", "-j", "1", "--tokens", "--explain"], b"");
    assert_eq!(one.records().len(), 60);
    for threads in ["2", "5"] {
        let more =
            headcount(here.path(), &["annotate", "many.jsonl", "-j", threads, "--tokens", "--explain"], b"");
        assert!(one.stdout == more.stdout, "-j {threads} differs");
    }
}

#[test]
fn offsets_enclose_the_text_they_name() {
    let here = folder(THREE);
    for record in headcount(here.path(), &["annotate", "news"], b"").records() {
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        for list in ["entities", "quantities"] {
            for found in record[list].as_array().unwrap() {
                let at = |end: &str| found[end].as_u64().unwrap() as usize;
                let slice: String = text[at("start")..at("end")].iter().collect();
                assert_eq!(slice, found["text"].as_str().unwrap());
            }
        }
    }
}

#[test]
fn annotating_our_own_output_changes_nothing() {
    let here = folder(THREE);
    let once = headcount(here.path(), &["annotate", "news", "--tokens"], b"");
    let twice = headcount(here.path(), &["annotate", "-", "--tokens"], once.stdout.as_bytes());
    assert_eq!(once.stdout, twice.stdout);
}

#[test]
fn bad_articles_are_told_and_the_rest_is_done() {
    let here = folder(&[
        ("a.txt", b"One."),
        ("b.txt", b"two\n\xff\xfe\x00three"),
        (
            "c.jsonl",
            b"{\"id\": \"x\", \"text\": \"Three.\"}\n{\"id\": \"y\", \"text\": \nnot json\n{\"id\": \"z\"}\n",
        ),
        ("d.txt", b"Four."),
    ]);
    let run = headcount(here.path(), &["annotate", ".", "--quiet"], b"");
    assert_eq!(run.code, 1);
    assert_eq!(run.ids(), ["a.txt", "b.txt", "x", "c.jsonl:2", "c.jsonl:3", "z", "d.txt"]);
    let errors: Vec<_> = run.records().iter().map(|record| record["error"].is_string()).collect();
    assert_eq!(errors, [false, true, false, true, true, true, false]);
    let told: Vec<_> = run.stderr.lines().collect();
    assert_eq!(told.len(), 4, "{}", run.stderr);
    assert!(
        told[0].starts_with("headcount: ./b.txt:2: byte 7 is a NUL; this looks like a binary"),
        "{}",
        told[0]
    );
    assert!(told[1].starts_with("headcount: ./c.jsonl:2: not valid JSON at byte "), "{}", told[1]);
    assert!(told[3].ends_with("c.jsonl:4: `text` is missing from the record"), "{}", told[3]);
}

#[test]
fn an_output_file_appears_whole_or_not_at_all() {
    let here = folder(THREE);
    let to_screen = headcount(here.path(), &["annotate", "news"], b"");
    let run = headcount(here.path(), &["annotate", "news", "-o", "news/out.jsonl"], b"");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    let written = || fs::read_to_string(here.path().join("news/out.jsonl")).unwrap();
    assert_eq!(written(), to_screen.stdout);
    assert!(!here.path().join("news/out.jsonl.part").exists());
    // The output lies in the folder that is read, and is not read.
    headcount(here.path(), &["annotate", "news", "-o", "news/out.jsonl"], b"");
    assert_eq!(written(), to_screen.stdout);
}

#[test]
fn what_cannot_start_ends_with_2_and_one_line() {
    let here = folder(&[("a.txt", b"One."), ("b.pdf", b"%PDF")]);
    for arguments in [
        &["annotate", "gone.txt"][..],
        &["annotate", "a.txt", "gone"],
        &["annotate", "b.pdf"],
        &["annotate", "a.txt", "-o", "nowhere/out.jsonl"],
        &["annotate", "a.txt", "-o", "a.txt"],
        &["annotate", "a.txt", "-o", "."],
        &["annotate", "a.txt", "-j", "0"],
        &["annotate", "a.txt", "--wrong"],
        &["annotate"],
        &["man", "nothing"],
    ] {
        let run = headcount(here.path(), arguments, b"");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
    let gone = headcount(here.path(), &["annotate", "gone.txt"], b"").stderr;
    assert_eq!(gone.lines().count(), 1);
    assert!(gone.starts_with("headcount: gone.txt: "), "{gone}");
    assert_eq!(fs::read(here.path().join("a.txt")).unwrap(), b"One.");
}

#[test]
fn standard_input_is_text_or_records() {
    let here = folder(&[]);
    let text = headcount(here.path(), &["annotate", "-"], b"Five men.\n");
    assert_eq!((text.ids(), &text.records()[0]["text"]), (vec!["-".to_owned()], &Json::from("Five men.\n")));
    let records =
        headcount(here.path(), &["annotate", "-"], b"\n {\"text\": \"A\"}\n{\"id\": 5, \"text\": \"B\"}");
    assert_eq!(records.ids(), ["-:2", "5"]);
    let told = headcount(here.path(), &["annotate", "-", "--from", "txt"], b"{\"text\": \"A\"}");
    assert_eq!(told.records()[0]["text"], "{\"text\": \"A\"}");
    assert_eq!(headcount(here.path(), &["annotate", "-"], b"").records()[0]["text"], "");
}

#[test]
fn other_field_names_can_be_given() {
    let here = folder(&[("a.jsonl", b"{\"key\": \"k\", \"body\": \"Ten.\", \"id\": 3}")]);
    let run =
        headcount(here.path(), &["annotate", "a.jsonl", "--text-field", "body", "--id-field", "key"], b"");
    assert_eq!((run.ids(), &run.records()[0]["meta"]["id"]), (vec!["k".to_owned()], &Json::from(3)));
}

#[test]
fn a_closed_pipe_ends_silently() {
    let here = folder(&[]);
    let line = "{\"text\": \"Five men met at noon.\"}\n";
    fs::write(here.path().join("many.jsonl"), line.repeat(20_000)).unwrap();
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("headcount"))
        .current_dir(here.path())
        .args(["annotate", "many.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}

#[test]
fn help_version_completions_and_manual_are_there() {
    let here = folder(&[]);
    let text = |arguments: &[&str]| {
        let run = headcount(here.path(), arguments, b"");
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    assert!(text(&["--help"]).contains("says what every number in them is about"));
    assert!(text(&["annotate", "--help"]).contains("one line of JSON"));
    assert_eq!(text(&["--version"]), format!("headcount {}\n", env!("CARGO_PKG_VERSION")));
    assert!(text(&["completions", "bash"]).contains("_headcount"));
    assert!(text(&["man"]).contains(".TH headcount 1"));
    assert!(text(&["man", "annotate"]).contains("headcount\\-annotate"));
}

#[test]
fn a_run_goes_on_where_it_stopped() {
    let here = folder(THREE);
    headcount(here.path(), &["annotate", "news", "-o", "out.jsonl"], b"");
    let path = |name: &str| here.path().join(name);
    let whole = fs::read(path("out.jsonl")).unwrap();
    let complete = headcount(here.path(), &["annotate", "news", "-o", "out.jsonl", "--resume"], b"");
    assert!((complete.code, complete.stderr.contains("is complete")) == (0, true), "{}", complete.stderr);
    let unknown = headcount(here.path(), &["annotate", "news", "-o", "new.jsonl", "--resume"], b"");
    assert_eq!(unknown.code, 0, "{}", unknown.stderr);
    fs::remove_file(path("out.jsonl")).unwrap();
    // A run that is killed leaves its options beside its part.
    let mut child = Command::new(cargo_bin_cmd!("headcount").get_program())
        .current_dir(here.path())
        .args(["annotate", "-", "-o", "out.jsonl", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    while !path("out.jsonl.part.options").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let locked = headcount(here.path(), &["annotate", "news", "-o", "out.jsonl"], b"");
    assert!(
        (locked.code, locked.stderr.contains("another run is writing it")) == (2, true),
        "{}",
        locked.stderr
    );
    child.kill().unwrap();
    child.wait().unwrap();
    fs::write(path("out.jsonl.part"), &whole[..whole.len() - 30]).unwrap();
    // With other options it is not gone on with.
    fs::write(path("names.tsv"), "name\tlabel\nLahore\tPLACE\n").unwrap();
    for other in [
        &["--lexicon", "names.tsv"][..],
        &["--explain"],
        &["--tokens"],
        &["--language", "refuse"],
        &["--text-field", "text2"],
        &["--id-field", "id2"],
        &["--max-bytes", "1000"],
        &["--encoding", "utf-8"],
    ] {
        let run = headcount(
            here.path(),
            &[&["annotate", "news", "-o", "out.jsonl", "--resume"], other].concat(),
            b"",
        );
        assert_eq!(run.code, 2, "{other:?}");
        assert!(
            run.stderr.contains(other[0]) || run.stderr.contains("was done here"),
            "{other:?}: {}",
            run.stderr
        );
    }
    // Nor with another text under the same id.
    fs::write(path("news/a.txt"), "Police held 13 men in Lahore.").unwrap();
    let changed = headcount(here.path(), &["annotate", "news", "-o", "out.jsonl", "--resume"], b"");
    assert!(
        (changed.code, changed.stderr.contains("a.txt has changed since it was done")) == (2, true),
        "{}",
        changed.stderr
    );
    fs::write(path("news/a.txt"), "Police held 12 men in Lahore.").unwrap();
    let run = headcount(here.path(), &["annotate", "news", "-o", "out.jsonl", "--resume"], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("; 3 articles done by an earlier run"), "{}", run.stderr);
    assert!(fs::read(path("out.jsonl")).unwrap() == whole);
    assert!(!path("out.jsonl.part.options").exists());
    fs::write(path("out.jsonl.part"), &whole).unwrap();
    fs::remove_file(path("news/a.txt")).unwrap();
    let other = headcount(here.path(), &["annotate", "news", "-o", "out.jsonl", "--resume"], b"");
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("a.txt was done here, but the input has b/c.txt"), "{}", other.stderr);
}

#[test]
fn packed_files_tables_and_markdown_are_read() {
    let gzip = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    let here = folder(&[
        ("a.jsonl.gz", &gzip("{\"id\": \"packed\", \"text\": \"One.\"}\n")),
        ("b.csv", b"id,text,date\n1,\"Two, three.\",2024-05-01\n"),
        ("c.md", b"# Four\n\nFive **men**.\n"),
        ("d.txt", b"The caf\xe9 lost \x80" as &[u8]),
    ]);
    let run = headcount(here.path(), &["annotate", "."], b"");
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.ids(), ["packed", "1", "c.md", "d.txt"]);
    let records = run.records();
    let texts: Vec<_> = records.iter().map(|record| record["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["One.", "Two, three.", "Four\n\nFive men.", "The caf\u{e9} lost \u{20ac}"]);
    assert_eq!(records[1]["meta"], serde_json::json!({"date": "2024-05-01"}));
    assert_eq!(records[3]["meta"]["encoding"], "windows-1252");
}

#[test]
fn duplicates_and_other_languages_are_marked() {
    let french = "Le ministre a d\u{e9}clar\u{e9} lundi que trente-trois hommes avaient \u{e9}t\u{e9} \
                  arr\u{ea}t\u{e9}s dans deux villes du pays pendant la semaine, selon la police.";
    let line = |id: &str, text: &str| serde_json::json!({"id": id, "text": text}).to_string() + "\n";
    let lines =
        [line("a", "Two men."), line("b", french), line("c", "Two men."), line("d", "Two men.")].concat();
    let here = folder(&[("in.jsonl", lines.as_bytes())]);
    let run = headcount(here.path(), &["annotate", "in.jsonl"], b"");
    assert_eq!(run.code, 0);
    let marks: Vec<_> = run.records().iter().map(|it| it["duplicate_of"].clone()).collect();
    assert_eq!(marks, [Json::Null, Json::Null, Json::from("a"), Json::from("a")]);
    assert_eq!(run.records()[1]["english"], false);
    assert!(run.stderr.contains("; 2 articles with the text of an earlier one; 1 article not in English"));
    let again = headcount(here.path(), &["annotate", "-"], run.stdout.as_bytes());
    assert_eq!(again.stdout, run.stdout);
    let refused = headcount(here.path(), &["annotate", "in.jsonl", "--language", "refuse"], b"");
    assert_eq!((refused.code, refused.records()[1]["error"].is_string()), (1, true));
}

#[test]
fn a_run_can_be_watched_by_a_program() {
    let here = folder(&[("in.jsonl", b"{\"id\": \"a\", \"text\": \"Two men.\"}\n{\"id\": \"b\"}\n")]);
    let run =
        headcount(here.path(), &["annotate", "in.jsonl", "--log", "json", "--stats", "stats.json"], b"");
    assert_eq!(run.code, 1);
    let told: Vec<Json> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&told[0]["level"], &told[0]["id"]), (&Json::from("error"), &Json::from("b")));
    assert_eq!(told[1]["summary"]["articles"], 1);
    let stats: Json = serde_json::from_slice(&fs::read(here.path().join("stats.json")).unwrap()).unwrap();
    assert_eq!(stats["failed_by_cause"], serde_json::json!({"broken": 1}));
    assert_eq!((&stats["words"], &stats["resumed"]), (&Json::from(2), &Json::from(0)));
}

#[test]
fn hostile_input_costs_its_own_line_only() {
    let deep = "[".repeat(100_000);
    let wide = format!("{{\"id\": \"wide\", \"text\": \"{}\"}}", "x".repeat(1 << 20));
    let marks = format!("{{\"id\": \"marks\", \"text\": \"{}\"}}", ". ! ? ".repeat(3_000));
    let long = format!("{{\"id\": \"long\", \"text\": \"{}\"}}", "a ".repeat(9 << 20));
    let controls = "{\"id\": \"controls\", \"text\": \"a\\u0000b\\u001b[31m\\u200f\\ufeff 5 men\"}";
    let surrogate = "{\"id\": \"s\", \"text\": \"\\ud800\"}";
    let last = "{\"id\": \"last\", \"text\": \"Five men.\"}";
    let lines = [&deep, &wide, &marks, &long, controls, surrogate, last].map(|line| line.to_owned() + "\n");
    let here = folder(&[("in.jsonl", lines.concat().as_bytes())]);
    let run = headcount(here.path(), &["annotate", "in.jsonl", "--quiet"], b"");
    assert_eq!(run.code, 1);
    assert_eq!(run.ids(), ["in.jsonl:1", "wide", "marks", "in.jsonl:4", "controls", "s", "last"]);
    let failed: Vec<_> = run.records().iter().map(|record| record["error"].is_string()).collect();
    assert_eq!(failed, [true, false, false, true, false, false, false]);
    assert_eq!(run.records()[5]["text"], "\u{fffd}");
    assert!(run.stderr.contains("s: 1 times half a letter"), "{}", run.stderr);
}

#[test]
fn pages_crawls_and_archives_are_read() {
    let sentence = "<p>Police said on Monday that 33 men, all of them from the city, were arrested in raids over two \
                    weeks, and that more raids were planned in the coming days, an officer added.</p>";
    let page = format!("<html><head><title>Raids</title></head><body>{}</body></html>", sentence.repeat(4));
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://a/\r\n\
         Content-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let here = folder(&[("a.html", page.as_bytes()), ("b.warc", warc.as_bytes())]);
    let mut zip = zip::ZipWriter::new(fs::File::create(here.path().join("c.zip")).unwrap());
    zip.start_file("d/e.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"Two men.").unwrap();
    zip.start_file("f.jsonl", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(b"{\"text\": \"Three men.\"}\n").unwrap();
    zip.finish().unwrap();
    fs::write(here.path().join("d.zip"), b"PK\x03\x04 torn").unwrap();
    let run = headcount(here.path(), &["annotate", "."], b"");
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(run.ids(), ["a.html", "urn:uuid:1", "c.zip/d/e.txt", "c.zip/f.jsonl:1", "d.zip"]);
    let records = run.records();
    assert_eq!(records[0]["text"], records[1]["text"]);
    assert!(records[0]["text"].as_str().unwrap().starts_with("Police said on Monday that 33 men"));
    assert_eq!(
        (&records[0]["meta"]["title"], &records[1]["meta"]["url"]),
        (&Json::from("Raids"), &Json::from("http://a/"))
    );
    assert_eq!(
        (&records[2]["text"], &records[3]["text"]),
        (&Json::from("Two men."), &Json::from("Three men."))
    );
    assert!(run.stderr.contains("d.zip: "), "{}", run.stderr);
}

#[cfg(not(feature = "rust-bert"))]
#[test]
fn a_build_without_transformers_says_how_to_get_one() {
    let folder = folder(&[("a.txt", b"Four men left Orla.")]);
    let runs: [&[&str]; 3] = [
        &["annotate", "a.txt", "--model", "bert"],
        &["evaluate", "a.jsonl", "--model", "bert"],
        &["model", "list"],
    ];
    for arguments in runs {
        fs::write(folder.path().join("a.jsonl"), r#"{"id": "a", "text": "Orla", "entities": []}"#).unwrap();
        let run = headcount(folder.path(), arguments, b"");
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{}", run.stderr);
        assert!(run.stderr.contains("cargo build --release --features rust-bert"), "{}", run.stderr);
    }
}
