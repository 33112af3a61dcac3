//! One batch done in shares, and joined again.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

use super::run::run;

/// A run of the program in `folder`: its exit code and what it said on standard error.
fn headcount(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let run = run(folder, arguments, b"");
    (run.code, run.stderr)
}

/// Files and records, one of them broken, two with the same text, one in another language.
fn batch() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("news");
    fs::create_dir_all(news.join("b")).unwrap();
    fs::write(news.join("a.txt"), "Police held 12 men in Lahore on Monday.").unwrap();
    fs::write(news.join("b/c.txt"), "The caf\u{e9} lost 30 guests.").unwrap();
    let mut lines: Vec<String> = (0..20)
        .map(|number| {
            format!("{{\"id\": \"r{number}\", \"text\": \"Storms killed {} people.\"}}\n", number % 9)
        })
        .collect();
    lines[7] = String::from("{\"id\": \"broken\"}\n");
    let german = "Der Minister sagte am Montag, dass die Zahl der Toten gestiegen sei. ".repeat(3);
    lines[9] = format!("{{\"id\": \"german\", \"text\": \"{german}\"}}\n");
    fs::write(news.join("d.jsonl"), lines.concat()).unwrap();
    folder
}

/// Annotates the batch in `of` shares, in reverse order; the names of their outputs.
fn annotate_shares(folder: &Path, of: u32) -> Vec<String> {
    let share = |index| {
        let output = format!("{index}-of-{of}.jsonl");
        let shard = format!("{index}/{of}");
        let (code, said) =
            headcount(folder, &["annotate", "news", "--shard", &shard, "-o", &output, "--quiet"]);
        assert!(code <= 1, "{said}");
        output
    };
    (1..=of).rev().map(share).collect()
}

fn merge(folder: &Path, shares: &[String]) -> (i32, String) {
    let mut arguments = vec!["merge", "-o", "merged.jsonl"];
    arguments.extend(shares.iter().map(String::as_str));
    headcount(folder, &arguments)
}

#[test]
fn joined_shares_are_the_bytes_of_one_run() {
    let here = batch();
    let (code, _) = headcount(here.path(), &["annotate", "news", "-o", "whole.jsonl"]);
    assert_eq!(code, 1, "one article is broken");
    // With 40 shares of 22 articles, some get none.
    for of in [1, 3, 40] {
        let (code, said) = merge(here.path(), &annotate_shares(here.path(), of));
        assert_eq!(code, 0, "{said}");
        assert!(
            said.contains(&format!("{of} shares, 22 articles, 9 with")) && said.contains("1 failed"),
            "{said}"
        );
        let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
        assert_eq!(read("merged.jsonl"), read("whole.jsonl"));
    }
}

#[test]
fn a_share_goes_on_where_it_stopped() {
    let here = batch();
    let shares = annotate_shares(here.path(), 2);
    let path = here.path().join(&shares[0]);
    let whole = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    // A run that is killed leaves its options beside its part.
    let arguments = ["annotate", "-", "--shard", "2/2", "-o", &shares[0], "--quiet"];
    let mut child = Command::new(cargo_bin_cmd!("headcount").get_program())
        .current_dir(here.path())
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    while !here.path().join("2-of-2.jsonl.part.options").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    fs::write(here.path().join("2-of-2.jsonl.part"), &whole[..whole.len() / 2]).unwrap();
    let resume =
        |shard| headcount(here.path(), &["annotate", "news", "--shard", shard, "-o", &shares[0], "--resume"]);
    let (code, said) = resume("1/2");
    assert!(code == 2 && said.contains("run without --resume"), "{said}");
    let (code, said) = resume("2/2");
    assert!(code <= 1, "{said}");
    assert_eq!(fs::read(&path).unwrap(), whole);
}

#[test]
fn shares_that_make_no_whole_are_told_and_nothing_is_written() {
    let here = batch();
    let shares = annotate_shares(here.path(), 3);
    let of_two = annotate_shares(here.path(), 2);
    let refused = |shares: &[&String], words: &[&str]| {
        let shares: Vec<String> = shares.iter().map(|&share| share.clone()).collect();
        let (code, said) = merge(here.path(), &shares);
        assert!(code == 2 && said.lines().count() == 1, "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{words:?}: {said}");
        assert!(
            !here.path().join("merged.jsonl").exists() && !here.path().join("merged.jsonl.part").exists()
        );
    };
    let [third, second, first] = &shares[..] else { panic!("{shares:?}") };
    refused(&[first, third], &["of 3 shares 1 are missing: 2 "]);
    refused(&[first, second, third, second], &["2-of-3.jsonl and 2-of-3.jsonl are both share 2/3"]);
    refused(&[first, &of_two[0]], &["1-of-3.jsonl is of 3 shares and 2-of-2.jsonl of 2"]);
    fs::write(here.path().join("empty.jsonl"), "").unwrap();
    refused(&[first, second, third, &"empty.jsonl".to_owned()], &["there are 4 files for 3 shares"]);
    refused(&[&"gone.jsonl".to_owned()], &["gone.jsonl"]);
    // A new article has come in between.
    fs::write(here.path().join("news/aa.txt"), "One more.").unwrap();
    let (_, said) = headcount(here.path(), &["annotate", "news", "--shard", "2/3", "-o", second]);
    assert!(said.contains("articles"), "{said}");
    refused(&[first, second, third], &["not made of the same input"]);
}

#[test]
fn what_is_no_share_is_told_with_its_line() {
    let here = batch();
    let shares = annotate_shares(here.path(), 2);
    let text = fs::read_to_string(here.path().join(&shares[0])).unwrap();
    let said_of = |text: &str| {
        fs::write(here.path().join("odd.jsonl"), text).unwrap();
        let (code, said) = merge(here.path(), &["odd.jsonl".to_owned(), shares[1].clone()]);
        assert_eq!(code, 2, "{said}");
        said
    };
    assert!(said_of(&text[..text.len() - 1]).contains("the line is incomplete"));
    assert!(said_of("{\"id\":\"a\",\"text\":\"T\"}\n").contains("odd.jsonl:1: belongs to no share"));
    assert!(said_of("no JSON\n").contains("odd.jsonl:1: not a line of an annotation"));
    assert!(said_of(&text.replace("\"shard\":{", "\"shard\": {")).contains("was changed"));
    let (code, said) = merge(here.path(), &["1-of-2.jsonl.part".to_owned()]);
    assert!(code == 2 && said.contains("--resume"), "{said}");
    let (code, said) = headcount(here.path(), &["annotate", "news", "--shard", "3/2"]);
    assert!(code == 2 && said.contains("there is no share 3 of 2"), "{said}");
}
