//! Going on where an earlier run has stopped: what its part of the output holds is not done again.
//!
//! Beside the part lies a file with the options that its lines depend on; a run with others does not go on with them, nor one whose
//! articles have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Config;
use super::duplicates::SeenTexts;
use crate::article::Meta;
use crate::input::{Item, Opened, Shard};
use crate::output::{ShardRecord, part_of};
use crate::recorder::{self, Foreign};

/// What to do where an earlier run cannot be gone on with.
const ADVICE: &str = "run without --resume to begin anew";

/// Bytes of lines that are compared with their articles at a time, on all cores.
const BATCH: usize = 4 << 20;

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
    #[serde(default)]
    meta: Meta,
    error: Option<serde::de::IgnoredAny>,
    shard: Option<ShardRecord>,
}

/// The options that lines depend on, as they are typed, with their values.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Options(BTreeMap<String, String>);

impl Options {
    /// The options of a run. Of lists of names the content counts.
    pub(super) fn of(config: &Config) -> anyhow::Result<Self> {
        let settings = config.inputs.settings();
        let lexicons: Vec<String> =
            config.lexicons.iter().map(|path| hash(path)).collect::<Result<_, _>>()?;
        let model =
            config.model.as_ref().map(|it| format!("{} {} {}", it.model.display(), it.joined, it.map));
        let language = match config.foreign {
            Foreign::Mark => "mark",
            Foreign::Refuse => "refuse",
            Foreign::Ignore => "any",
        };
        let options = [
            ("version of headcount", env!("CARGO_PKG_VERSION").to_owned()),
            ("--lexicon", lexicons.join(" ")),
            ("--model", model.unwrap_or_default()),
            ("--tokens", config.extras.tokens.to_string()),
            ("--explain", config.extras.explain.to_string()),
            ("--only", if config.only_names { "names" } else { "" }.to_owned()),
            ("--language", language.to_owned()),
            ("--shard", settings.shard.map(|it| it.to_string()).unwrap_or_default()),
            ("--from", settings.format.map(|it| format!("{it:?}")).unwrap_or_default()),
            ("--encoding", settings.encoding.map(|it| it.name().to_owned()).unwrap_or_default()),
            ("--text-field", settings.fields.text.clone()),
            ("--id-field", settings.fields.id.clone()),
            ("--max-bytes", settings.max_bytes.to_string()),
        ];
        Ok(Self(options.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
    }

    /// Notes them beside the part of the output `path`.
    pub(super) fn note(&self, path: &Path) -> anyhow::Result<()> {
        let file = options_of(path);
        fs::write(&file, serde_json::to_string_pretty(self)? + "\n")
            .with_context(|| file.display().to_string())
    }

    /// Whether the part of the output `path` was written with the same.
    pub(super) fn check(&self, path: &Path) -> anyhow::Result<()> {
        let file = options_of(path);
        let text = match fs::read_to_string(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                bail!(
                    "{}: is gone, so the options of the lines so far are not known; {ADVICE}",
                    file.display()
                )
            }
            read => read.with_context(|| file.display().to_string())?,
        };
        let noted: Self = serde_json::from_str(&text)
            .with_context(|| format!("{}: is damaged; {ADVICE}", file.display()))?;
        let all: BTreeSet<_> = noted.0.keys().chain(self.0.keys()).collect();
        let other = all.into_iter().find(|name| noted.0.get(*name) != self.0.get(*name));
        let Some(name) = other else { return Ok(()) };
        let part = part_of(path);
        bail!("{}: the lines so far were written with another {name}; {ADVICE}", part.display())
    }
}

/// The file beside the part of the output `path` that tells its options.
fn options_of(path: &Path) -> PathBuf {
    let mut name = part_of(path).into_os_string();
    name.push(".options");
    PathBuf::from(name)
}

/// Takes away the options of an output that is complete.
pub(super) fn forget(path: &Path) -> anyhow::Result<()> {
    let file = options_of(path);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| file.display().to_string())
        }
        _ => Ok(()),
    }
}

/// The hash of a file's content.
fn hash(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let digest = Sha256::digest(bytes);
    Ok(digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// What is noted in a line of a share.
pub(super) fn shard_record(shard: Shard, article: u64) -> ShardRecord {
    ShardRecord { index: shard.index(), of: shard.of(), article }
}

/// Skips the articles of `items` that `part` holds already. Lines come in the order of the input, so they are its first
/// ones; their ids, texts and metadata are compared to be sure of it.
pub(super) fn skip<'a>(
    part: &Path,
    items: &mut impl Iterator<Item = Item<'a>>,
    shard: Option<Shard>,
    seen: &mut SeenTexts,
) -> anyhow::Result<Earlier> {
    let file = File::open(part).with_context(|| part.display().to_string())?;
    let (mut reader, mut earlier) = (BufReader::new(file), Earlier::default());
    loop {
        let (mut batch, mut bytes, mut line) = (Vec::new(), 0, Vec::new());
        while bytes < BATCH {
            line.clear();
            let read = reader.read_until(b'\n', &mut line).with_context(|| part.display().to_string())?;
            let Some(done) = complete(&line) else { break };
            if let Some(text) = &done.text {
                seen.first(text, &done.id);
            }
            bytes += read;
            earlier.failed += u64::from(done.error.is_some());
            batch.push((done, items.next()));
        }
        let last = bytes < BATCH;
        let first = earlier.lines + 1;
        // All of them, then the first that differs: a collection into one result would tell of any of them.
        let compared: Vec<anyhow::Result<u64>> = batch
            .into_par_iter()
            .enumerate()
            .map(|(at, (done, item))| {
                let place = || format!("{}:{}: cannot go on", part.display(), first + at as u64);
                same(&done, item, shard).with_context(place)
            })
            .collect();
        let weights = compared.into_iter().collect::<anyhow::Result<Vec<u64>>>()?;
        earlier.lines += weights.len() as u64;
        earlier.bytes += bytes as u64;
        earlier.weight += weights.iter().sum::<u64>();
        if last {
            return Ok(earlier);
        }
    }
}

/// The line, if it was written to its end.
fn complete(line: &[u8]) -> Option<Done> {
    serde_json::from_slice(line.strip_suffix(b"\n")?).ok()
}

/// Whether a line was made from that article; the article's weight. Of one that failed only the id is compared.
fn same(done: &Done, item: Option<Item<'_>>, shard: Option<Shard>) -> anyhow::Result<u64> {
    let Some(item) = item else { bail!("the input has fewer articles than are done; {ADVICE}") };
    let shard = shard.map(|shard| shard_record(shard, item.position));
    ensure!(done.shard == shard, "the lines so far are of another --shard, or of another input; {ADVICE}");
    let weight = item.weight;
    if done.error.is_some() {
        same_id(done, &item.into_id())?;
        return Ok(weight);
    }
    match recorder::open(item) {
        Ok(Opened { article, .. }) => {
            same_id(done, &article.id)?;
            let unchanged = done.text.as_deref() == Some(&*article.text) && done.meta == article.meta;
            ensure!(unchanged, "{} has changed since it was done; {ADVICE}", done.id);
        }
        Err(made) => {
            same_id(done, &made.record.id)?;
            bail!("{} was done here, but cannot be read any more; {ADVICE}", done.id);
        }
    }
    Ok(weight)
}

fn same_id(done: &Done, id: &str) -> anyhow::Result<()> {
    ensure!(id == done.id, "{} was done here, but the input has {id}; {ADVICE}", done.id);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::input::{Inputs, Settings};

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
        let earlier =
            skip(&part, &mut items, None, &mut SeenTexts::default()).map_err(|it| format!("{it:#}"))?;
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
        assert!(
            left("{\"id\":\"a\",\"text\":\"U\"}\n").unwrap_err().contains("a has changed since it was done")
        );
        let meta = "{\"id\":\"a\",\"text\":\"T\",\"meta\":{\"b\":1}}\n";
        assert!(left(meta).unwrap_err().contains("a has changed since it was done"));
        let shard = "{\"id\":\"a\",\"text\":\"T\",\"quantities\":[],\"shard\":{\"index\":1,\"of\":2,\"article\":1}}\n";
        assert!(left(shard).unwrap_err().contains("--shard"));
    }

    #[test]
    fn other_options_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.jsonl");
        let options = |tokens: &str| {
            let all = [("--tokens", tokens), ("--model", "")];
            Options(all.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
        };
        let told = |options: &Options| options.check(&path).map_err(|error| format!("{error:#}"));
        assert!(told(&options("true")).unwrap_err().contains("is gone"));
        options("true").note(&path).unwrap();
        assert_eq!(told(&options("true")), Ok(()));
        let other = told(&options("false")).unwrap_err();
        assert!(
            other.contains("out.jsonl.part: the lines so far were written with another --tokens"),
            "{other}"
        );
        fs::write(options_of(&path), "{").unwrap();
        assert!(told(&options("true")).unwrap_err().contains("is damaged"));
        forget(&path).unwrap();
        forget(&path).unwrap();
    }
}
