//! The output of one share, read line by line.

use std::borrow::Cow;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::Error;
use crate::input::unpacked;
use crate::output::ShardRecord;
use crate::program::commands::annotate::{duplicates, mark};

/// The output of one share.
pub(super) struct Share {
    pub(super) path: PathBuf,
    reader: Box<dyn BufRead + Send>,
    /// The line that comes next, read already; `None` at the end.
    pub(super) next: Option<ShareLine>,
    /// Its number in the file, from 1.
    number: u64,
}

/// One article.
pub(super) struct ShareLine {
    pub(super) id: String,
    /// As it was written, without what is only known once the shares are in order.
    pub(super) json: Vec<u8>,
    pub(super) shard: ShardRecord,
    /// Hash of the text, for finding duplicates; `None` without a text.
    pub(super) hash: Option<u64>,
    pub(super) failed: bool,
}

/// The fields that are looked at.
#[derive(Deserialize)]
struct ShareFields<'a> {
    id: String,
    #[serde(borrow, default)]
    text: Option<Cow<'a, str>>,
    error: Option<IgnoredAny>,
    duplicate_of: Option<String>,
    shard: Option<ShardRecord>,
}

impl Share {
    /// Opens a share and reads its first line.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let unfinished = path.extension().is_some_and(|ending| ending == "part");
        ensure!(!unfinished, "{}: is not complete; run its command again with --resume", path.display());
        let mut share = Self { path: path.to_owned(), reader: unpacked(path)?, next: None, number: 0 };
        share.advance()?;
        Ok(share)
    }

    /// The place of the next line.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.path.display(), self.number)
    }

    /// Gives the next line and reads the one after it, which must be of the same share.
    pub(super) fn advance(&mut self) -> anyhow::Result<Option<ShareLine>> {
        let mut json = Vec::new();
        let read = self.reader.read_until(b'\n', &mut json);
        read.map_err(|source| Error::Io { path: self.path.clone(), source })?;
        self.number += 1;
        if json.is_empty() {
            return Ok(self.next.take());
        }
        let line = ShareLine::parse(json).with_context(|| self.place())?;
        if let Some(before) = &self.next {
            let same = (before.shard.index, before.shard.of) == (line.shard.index, line.shard.of);
            ensure!(same, "{}: a line of another share than the first", self.place());
        }
        Ok(self.next.replace(line))
    }
}

impl ShareLine {
    fn parse(mut json: Vec<u8>) -> anyhow::Result<Self> {
        ensure!(
            json.pop() == Some(b'\n'),
            "the line is incomplete; run the command of this share again with --resume"
        );
        let fields: ShareFields<'_> = serde_json::from_slice(&json).context("not a line of an annotation")?;
        let Some(shard) = fields.shard else {
            bail!("belongs to no share; only the output of `headcount annotate --shard` can be merged")
        };
        let has_text = fields.text.as_ref().filter(|text| !text.trim().is_empty());
        let (hash, failed) = (has_text.map(|text| duplicates::hash(text)), fields.error.is_some());
        let (id, duplicate_of) = (fields.id, fields.duplicate_of);
        let mut taken = mark::take(&mut json, "shard", &shard)?;
        if let Some(first) = duplicate_of {
            taken &= mark::take(&mut json, "duplicate_of", &first)?;
        }
        ensure!(taken, "has been changed since it was written; merge first, then change it");
        Ok(Self { id, json, shard, hash, failed })
    }
}
