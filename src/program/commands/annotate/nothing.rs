//! A run that found no article: what lies there instead.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::Log;
use crate::input::Format;
use crate::program::exit::Exit;

/// Endings that are named at most.
const MOST: usize = 6;

/// Tells what the folders among `paths` hold; without a folder an empty input is nothing to complain of.
pub(super) fn told(paths: &[PathBuf], log: Log) -> Exit {
    let folders: Vec<&PathBuf> = paths.iter().filter(|path| path.is_dir()).collect();
    if folders.is_empty() {
        return Exit::Done;
    }
    for folder in folders {
        log.fault(&message(folder));
    }
    Exit::SomeFailed
}

fn message(folder: &Path) -> String {
    let held = endings(folder);
    let what = if held.is_empty() { "it is empty".to_owned() } else { format!("left aside: {held}") };
    let read = Format::NAMES;
    format!(
        "{}: no article in this folder; {what}. Read are {read}, and not what headcount itself wrote",
        folder.display()
    )
}

/// "3 .pdf, 1 .docx", the most frequent first.
fn endings(folder: &Path) -> String {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let files = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    for entry in files {
        let ending = entry.path().extension().map(|it| format!(".{}", it.to_string_lossy().to_lowercase()));
        *times.entry(ending.unwrap_or_else(|| "without an ending".to_owned())).or_default() += 1;
    }
    let mut times: Vec<_> = times.into_iter().collect();
    times.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let others: usize = times.iter().skip(MOST).map(|(_, count)| count).sum();
    let mut told: Vec<String> =
        times.into_iter().take(MOST).map(|(ending, count)| format!("{count} {ending}")).collect();
    if others > 0 {
        told.push(format!("{others} other files"));
    }
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_lies_in_the_folder_is_named() {
        let root = tempfile::tempdir().unwrap();
        assert!(message(root.path()).contains("it is empty"));
        fs::create_dir(root.path().join("a")).unwrap();
        for name in ["a/x.PDF", "y.pdf", "z.docx", "README"] {
            fs::write(root.path().join(name), "").unwrap();
        }
        assert_eq!(endings(root.path()), "2 .pdf, 1 .docx, 1 without an ending");
    }
}
