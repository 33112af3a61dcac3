//! How the program behaves where something around it is odd: what it is told on damaged annotations, terminals, signals, pipes.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const HEADCOUNT: &str = env!("CARGO_BIN_EXE_headcount");

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(HEADCOUNT);
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

/// Exit code, standard output and what was told.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// An annotated article whose name was corrected by hand.
fn annotated(id: &str) -> String {
    format!(
        "{{\"id\": \"{id}\", \"text\": \"Police held 12 men in Gulu.\", \"entities\": [{{\"id\": \"e1\", \"start\": 22, \
         \"end\": 26, \"text\": \"Gulu\", \"label\": \"ORG\"}}], \"quantities\": [], \"links\": []}}\n"
    )
}

#[test]
fn corrections_are_not_thrown_away_for_a_damaged_line() {
    let text = [annotated("a"), annotated("b")].concat();
    for damage in ["{\"id\": \"torn\n", "\u{0}\u{0}\n", "{\"id\": \"x\", \"text\": \"No labels.\"}\n"] {
        for damaged in [format!("{damage}{text}"), format!("{text}{damage}")] {
            let here = folder(&[("mine.jsonl", &damaged)]);
            for arguments in [&["convert", "mine.jsonl", "--to", "jsonl"][..], &["inspect", "mine.jsonl"]] {
                let (code, out, told) = run(here.path(), arguments);
                assert_eq!(code, 2, "{told}");
                assert!(told.contains("mine.jsonl:") && told.contains("not an annotated article"), "{told}");
                assert!(!out.contains("PLACE"), "annotated anew: {out}");
            }
        }
    }
    // Articles that nobody has annotated are.
    let here = folder(&[("raw.jsonl", "{\"id\": \"x\", \"text\": \"Police held 12 men.\"}\n")]);
    assert_eq!(run(here.path(), &["convert", "raw.jsonl", "--to", "jsonl"]).0, 0);
}

#[test]
fn annotations_of_other_articles_are_not_compared() {
    let here = folder(&[("gold.jsonl", &annotated("a")), ("other.jsonl", &annotated("b"))]);
    let (code, _, told) = run(here.path(), &["inspect", "--diff", "gold.jsonl", "other.jsonl"]);
    assert!(code == 2 && told.contains("none of its articles has the id of one in the gold"), "{told}");
}

#[test]
fn any_limit_is_a_limit() {
    let page = format!(
        "<html><body>{}</body></html>",
        "<p>Police held 12 men in the town on Monday, they said.".repeat(9)
    );
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let crawl = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
        answer.len()
    );
    let here = folder(&[
        ("a.txt", "Five men."),
        ("b.jsonl", "{\"text\": \"Five men.\"}\n"),
        ("c.csv", "id,text\n1,Five men.\n"),
        ("d.html", &page),
        ("e.warc", &crawl),
    ]);
    for limit in ["18446744073709551615", "9223372036854775807", "100000"] {
        let (code, out, told) = run(here.path(), &["annotate", ".", "--max-bytes", limit]);
        assert_eq!((code, out.lines().count()), (0, 5), "{limit}: {told}");
        assert!(!out.contains("\"text\":\"\""), "{limit}: {out}");
    }
}

#[test]
fn messages_quote_little_and_steer_no_terminal() {
    let columns: Vec<_> = (0..19_000).map(|number| format!("c{number}")).collect();
    let long = "x".repeat(100_000);
    let here = folder(&[
        ("wide.csv", &format!("{}\n1,2\n", columns.join(","))),
        (
            "long.jsonl",
            &format!(
                "{{\"id\": \"{long}\"}}\n{{\"id\": {long}}}\n{{\"id\": \"\u{1b}[31m\u{9b}31m\u{202e}\"}}\n"
            ),
        ),
        ("\u{1b}]0;x\u{7}.txt", "\u{0}"),
    ]);
    let (code, out, told) = run(here.path(), &["annotate", "."]);
    assert_eq!(code, 1);
    assert!(told.len() < 3000, "{} bytes told", told.len());
    assert!(out.lines().all(|line| line.len() < 2000 || line.contains("xxxx")), "{}", out.len());
    let steers = |text: &str| text.chars().any(|it| it.is_control() && it != '\n' || it == '\u{202e}');
    assert!(!steers(&told), "{told:?}");
    let gold = annotated("\\u001b[31m");
    let other = gold.replace("ORG", "PLACE");
    let here = folder(&[("gold.jsonl", &gold), ("other.jsonl", &other)]);
    let (_, out, _) = run(here.path(), &["evaluate", "gold.jsonl", "--pred", "other.jsonl", "--errors", "5"]);
    assert!(out.contains("[31m") && !steers(&out), "{out:?}");
}

#[test]
fn a_full_standard_error_stops_nothing() {
    let here = folder(&[("in.jsonl", "{\"id\": \"a\"}\n{\"id\": \"b\", \"text\": \"Five men.\"}\n")]);
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let output = command(here.path(), &["annotate", "in.jsonl"]).stderr(full).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.split(|&byte| byte == b'\n').count() - 1), (Some(1), 2));
    let script = format!("exec 2>&-; exec {HEADCOUNT} annotate in.jsonl gone.txt");
    let output = Command::new("sh").current_dir(here.path()).args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_number_of_threads_beyond_reason_is_refused() {
    let here = folder(&[("a.txt", "Five men.")]);
    for jobs in ["0", "1025", "100000000000000000000"] {
        let (code, _, told) = run(here.path(), &["annotate", "a.txt", "-j", jobs]);
        assert!(code == 2 && told.contains("1024") && !told.contains("panicked"), "{told}");
    }
    assert_eq!(run(here.path(), &["annotate", "a.txt", "-j", "100"]).0, 0);
}

#[test]
fn a_pipe_in_the_place_of_the_part_is_told() {
    let here = folder(&[("a.txt", "Five men.")]);
    assert!(Command::new("mkfifo").arg(here.path().join("out.jsonl.part")).status().unwrap().success());
    for arguments in
        [&["annotate", "a.txt", "-o", "out.jsonl"][..], &["annotate", "a.txt", "-o", "out.jsonl", "--resume"]]
    {
        let (code, _, told) = run(here.path(), arguments);
        assert!(code == 2 && told.contains("out.jsonl.part: is no file"), "{told}");
    }
}

/// A run that waits for its input, after one article.
fn waiting(folder: &Path, prefix: &str) -> Child {
    let script = format!("{prefix} exec {HEADCOUNT} annotate - -o out.jsonl");
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", &script]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let line = format!("{{\"id\": \"a\", \"text\": \"Five men.\"}}\n{}", " ".repeat(1 << 16));
    child.stdin.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
    let part = folder.join("out.jsonl.part");
    while fs::metadata(&part).map_or(0, |about| about.len()) == 0 {
        assert!(child.try_wait().unwrap().is_none(), "the run ended by itself");
        thread::sleep(Duration::from_millis(5));
    }
    child
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn a_run_that_waits_for_input_ends_when_it_is_asked_to() {
    for name in ["-TERM", "-INT", "-HUP"] {
        let here = folder(&[]);
        let child = waiting(here.path(), "");
        let asked = Instant::now();
        signal(&child, name);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{name}");
        assert!(asked.elapsed() < Duration::from_secs(60), "{name}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("stopped before the end: what is done is kept in"), "{told}");
        let part = fs::read_to_string(here.path().join("out.jsonl.part")).unwrap();
        assert!(part.ends_with("}\n"), "{part}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_ignored_at_the_start_stays_ignored() {
    let here = folder(&[]);
    let mut child = waiting(here.path(), "trap '' HUP INT;");
    signal(&child, "-HUP");
    signal(&child, "-INT");
    thread::sleep(Duration::from_millis(300));
    assert!(child.try_wait().unwrap().is_none());
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(here.path().join("out.jsonl").exists());
}
