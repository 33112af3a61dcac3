//! What headcount itself has written: it lies beside the articles, and is none of them.

use std::io::{BufRead as _, Read as _};
use std::path::Path;

use super::format::{FileKind, Format};
use super::item::BOM;
use super::open::open;

/// How our tables begin, those of facts and those of names (docs/output.md).
const HEADS: [&[u8]; 2] =
    [b"article,title,published,kind,text,value,value_text,", b"article,title,published,label,text,name,"];

/// What a folder of stand-off annotations holds beside its texts.
const FOLDER: [&str; 2] = ["annotation.conf", "articles.tsv"];

/// Bytes of a file that are looked at.
const LOOK: u64 = 128;

/// Whether the file is an annotation or a table of ours. One that cannot be read is not: the reader then says why.
pub(super) fn is_own(path: &Path, form: FileKind) -> bool {
    let looks: fn(&[u8]) -> bool = match form.format {
        Format::Records => is_line,
        Format::Table => |start| HEADS.iter().any(|head| start.starts_with(head)),
        _ => return false,
    };
    let start = open(path, form.packing).and_then(|(stream, _)| {
        let mut start = Vec::new();
        stream.take(LOOK).read_until(b'\n', &mut start).map(|_| start)
    });
    start.is_ok_and(|start| looks(start.strip_prefix(BOM).unwrap_or(&start)))
}

/// Whether the folder is one of stand-off annotations that we have made.
pub(super) fn is_own_folder(path: &Path) -> bool {
    FOLDER.iter().all(|name| path.join(name).is_file())
}

/// Whether a line begins as each of ours does: `{"v":1,"id":"`.
fn is_line(start: &[u8]) -> bool {
    let Some(rest) = start.strip_prefix(b"{\"v\":") else { return false };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && rest[digits..].starts_with(b",\"id\":\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_write_is_ours() {
        assert!(is_line(br#"{"v":1,"id":"a","text":"T"}"#) && is_line(br#"{"v":12,"id":""}"#));
        for line in [
            &br#"{"v":1,"text":"T"}"#[..],
            br#"{"v": 1, "id": "a"}"#,
            br#"{"id":"a","v":1}"#,
            b"{\"v\":",
            b"",
        ] {
            assert!(!is_line(line));
        }
        let folder = tempfile::tempdir().unwrap();
        let own = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            is_own(&path, FileKind::of(&path).unwrap())
        };
        assert!(own("a.csv", "\u{feff}article,title,published,kind,text,value,value_text,min\n"));
        assert!(
            !own("b.csv", "article,title,published,kind\n")
                && !own("c.jsonl", "")
                && !own("d.txt", "{\"v\":1,\"id\":\"a\"}")
        );
        assert!(!is_own_folder(folder.path()));
        for name in FOLDER {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        assert!(is_own_folder(folder.path()));
    }
}
