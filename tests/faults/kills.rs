//! Faults from outside: kills at any moment, full disks, interrupts. Whatever happens, going on gives the same bytes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const HEADCOUNT: &str = env!("CARGO_BIN_EXE_headcount");

/// A folder with `number` records in `in.jsonl`, one of them broken and some equal.
fn folder(number: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let line = |i: usize| match i {
        5 => "{\"id\": \"torn\"\n".to_owned(),
        _ => format!(
            "{{\"id\": \"{i}\", \"text\": \"Police held {} men in Lahore on Monday, the minister said.\"}}\n",
            i % 100
        ),
    };
    fs::write(folder.path().join("in.jsonl"), (0..number).map(line).collect::<String>()).unwrap();
    folder
}

fn headcount(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(HEADCOUNT);
    command.current_dir(folder).args(["annotate", "in.jsonl", "-j", "2", "--quiet"]).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The exit code of a run to its end.
fn run(folder: &Path, arguments: &[&str]) -> Option<i32> {
    headcount(folder, arguments).status().unwrap().code()
}

/// The output of a run that nothing disturbs.
fn undisturbed(folder: &Path) -> Vec<u8> {
    assert_eq!(run(folder, &["-o", "whole.jsonl"]), Some(1));
    fs::read(folder.join("whole.jsonl")).unwrap()
}

#[test]
fn fifty_kills_lose_nothing() {
    let here = folder(200);
    let start = Instant::now();
    let whole = undisturbed(here.path());
    // Delays walk through all of a run's length: before, in and after the writing.
    let length = (start.elapsed().as_millis() as u64).clamp(20, 400);
    let (mut kills, mut wait) = (0, 1_u64);
    while kills < 50 {
        wait = (wait * 1_103_515_245 + 12_345) % (1 << 31);
        let mut child = headcount(here.path(), &["-o", "out.jsonl", "--resume"]).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait / 256 % length));
        child.kill().unwrap();
        kills += usize::from(!child.wait().unwrap().success());
        if let Ok(complete) = fs::read(here.path().join("out.jsonl")) {
            assert!(complete == whole, "after {kills} kills");
            fs::remove_file(here.path().join("out.jsonl")).unwrap();
        }
    }
    assert_eq!(run(here.path(), &["-o", "out.jsonl", "--resume"]), Some(1));
    assert!(fs::read(here.path().join("out.jsonl")).unwrap() == whole);
}

#[test]
fn a_full_disk_is_told_and_gone_on_from() {
    let here = folder(400);
    let whole = undisturbed(here.path());
    // Files may grow to 20 KB at most (`ulimit -f` counts 512 or 1024 bytes).
    let script =
        format!("trap '' XFSZ; ulimit -f 20; exec {HEADCOUNT} annotate in.jsonl -o out.jsonl --quiet");
    let output = Command::new("sh").current_dir(here.path()).args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("--resume") && told.contains("out.jsonl.part"), "{told}");
    assert!(!here.path().join("out.jsonl").exists());
    assert_eq!(run(here.path(), &["-o", "out.jsonl", "--resume"]), Some(1));
    assert!(fs::read(here.path().join("out.jsonl")).unwrap() == whole);
}

#[test]
fn an_interrupt_ends_in_good_order() {
    let here = folder(20_000);
    let mut child = headcount(here.path(), &["-o", "out.jsonl"]).spawn().unwrap();
    let part = here.path().join("out.jsonl.part");
    while fs::metadata(&part).map_or(0, |about| about.len()) == 0 {
        assert!(child.try_wait().unwrap().is_none(), "the run ended before it could be interrupted");
        thread::sleep(Duration::from_millis(2));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!here.path().join("out.jsonl").exists());
    let kept = fs::read(&part).unwrap();
    assert_eq!(kept.last(), Some(&b'\n'), "no torn line");
    assert!(kept.split(|&byte| byte == b'\n').count() < 20_000);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told() {
    let here = folder(10);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = headcount(here.path(), &[]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("headcount: standard output: No space left"));
}
