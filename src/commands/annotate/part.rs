//! Going on where an earlier run has stopped: what its part of the output holds is not done again.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use headcount::input::{Item, Shard};
use headcount::output::ShardRecord;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::seen::Seen;

/// What an earlier run has left.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Earlier {
    /// Complete lines.
    pub(super) lines: u64,
    /// Lines with an error among them.
    pub(super) failed: u64,
    /// Length of the complete lines in bytes; what follows is torn.
    pub(super) bytes: u64,
    /// Bytes of the input that they stand for.
    pub(super) weight: u64,
}

/// The fields of a line that tell what was done.
#[derive(Deserialize)]
struct Done {
    id: String,
    text: Option<String>,
    error: Option<IgnoredAny>,
    tokens: Option<IgnoredAny>,
    quantities: Option<IgnoredAny>,
    shard: Option<ShardRecord>,
}

/// The options that the lines of an earlier run tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Options {
    pub(super) tokens: bool,
    pub(super) only_names: bool,
    pub(super) shard: Option<Shard>,
}

/// What is noted in a line of a share.
pub(super) fn shard_record(shard: Shard, article: u64) -> ShardRecord {
    ShardRecord { index: shard.index(), of: shard.of(), article }
}

/// Skips the articles of `items` that `part` holds already. Lines come in the order of the input, so they are its first
/// ones; their ids and this run's options are compared to be sure of it.
pub(super) fn skip<'a>(
    part: &Path,
    items: &mut impl Iterator<Item = Item<'a>>,
    options: Options,
    seen: &mut Seen,
) -> anyhow::Result<Earlier> {
    let file = File::open(part).with_context(|| part.display().to_string())?;
    let (mut reader, mut earlier, mut line) = (BufReader::new(file), Earlier::default(), Vec::new());
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).with_context(|| part.display().to_string())?;
        let Some(done) = complete(&line) else { return Ok(earlier) };
        earlier.bytes += read as u64;
        earlier.lines += 1;
        earlier.failed += u64::from(done.error.is_some());
        earlier.weight += same(&done, items.next(), options)
            .with_context(|| format!("{}:{}: cannot go on", part.display(), earlier.lines))?;
        if let Some(text) = &done.text {
            seen.first(text, &done.id);
        }
    }
}

/// The line, if it was written to its end.
fn complete(line: &[u8]) -> Option<Done> {
    serde_json::from_slice(line.strip_suffix(b"\n")?).ok()
}

/// Whether a line was made from that article, with these options; the article's weight.
fn same(done: &Done, item: Option<Item<'_>>, options: Options) -> anyhow::Result<u64> {
    const ADVICE: &str = "run without --resume to begin anew";
    let Some(item) = item else { bail!("the input has fewer articles than are done; {ADVICE}") };
    let shard = options.shard.map(|shard| shard_record(shard, item.position));
    let (weight, id) = (item.weight, item.into_id());
    ensure!(id == done.id, "{} was done here, but the input has {id}; {ADVICE}", done.id);
    let failed = done.error.is_some();
    let agrees = |option: bool, part: &Option<IgnoredAny>| failed || part.is_some() == option;
    ensure!(
        agrees(options.tokens, &done.tokens),
        "the lines so far were written with another choice of --tokens; {ADVICE}"
    );
    ensure!(
        agrees(!options.only_names, &done.quantities),
        "the lines so far were written with another choice of --only; {ADVICE}"
    );
    ensure!(done.shard == shard, "the lines so far are of another --shard, or of another input; {ADVICE}");
    Ok(weight)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use headcount::input::{Inputs, Settings};

    use super::*;

    /// What a part with `lines` leaves to do of the articles a, b, c.
    fn left(lines: &str) -> Result<(Earlier, Vec<String>), String> {
        let folder = tempfile::tempdir().unwrap();
        let (input, part) = (folder.path().join("in.jsonl"), folder.path().join("out.jsonl.part"));
        let record = |id| format!("{{\"id\": \"{id}\", \"text\": \"T\"}}\n");
        fs::write(&input, ["a", "b", "c"].map(record).concat()).unwrap();
        fs::write(&part, lines).unwrap();
        let inputs = Inputs::new(&[input], Settings::default()).unwrap();
        let mut items = inputs.items();
        let options = Options { tokens: false, only_names: false, shard: None };
        let earlier =
            skip(&part, &mut items, options, &mut Seen::default()).map_err(|it| format!("{it:#}"))?;
        Ok((earlier, items.map(Item::into_id).collect()))
    }

    #[test]
    fn complete_lines_are_kept_and_a_torn_one_is_done_again() {
        let first = "{\"id\":\"a\",\"text\":\"T\",\"quantities\":[]}\n";
        for torn in ["", "{\"id\":\"b\",\"te", "{\"id\":\"b\",\"text\":\"T\",\"quantities\":[]}", "\0\0\0\n"]
        {
            let (earlier, rest) = left(&format!("{first}{torn}")).unwrap();
            assert_eq!((earlier.lines, earlier.bytes, earlier.failed), (1, first.len() as u64, 0));
            assert_eq!(rest, ["b", "c"]);
        }
        let (earlier, _) = left("{\"id\":\"a\",\"error\":\"E\"}\n").unwrap();
        assert_eq!((earlier.lines, earlier.failed), (1, 1));
    }

    #[test]
    fn another_input_is_refused() {
        let line = |id| format!("{{\"id\":\"{id}\",\"text\":\"T\",\"quantities\":[]}}\n");
        assert!(left(&line("b")).unwrap_err().contains("b was done here, but the input has a"));
        assert!(left(&["a", "b", "c", "d"].map(line).concat()).unwrap_err().contains("fewer articles"));
        let tokens = left("{\"id\":\"a\",\"text\":\"T\",\"tokens\":[],\"quantities\":[]}\n").unwrap_err();
        assert!(tokens.contains("--tokens"), "{tokens}");
        let names = left("{\"id\":\"a\",\"text\":\"T\",\"entities\":[]}\n").unwrap_err();
        assert!(names.contains("--only"), "{names}");
        let shard = "{\"id\":\"a\",\"text\":\"T\",\"quantities\":[],\"shard\":{\"index\":1,\"of\":2,\"article\":1}}\n";
        assert!(left(shard).unwrap_err().contains("--shard"));
    }
}
