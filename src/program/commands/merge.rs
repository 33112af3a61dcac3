//! `headcount merge`: the shares of a batch joined in the order of the input.

mod share;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::path::PathBuf;

use anyhow::{bail, ensure};

use super::annotate::duplicates::SeenTexts;
use super::annotate::mark;
use crate::output::Target;
use crate::program::exit::Exit;
use crate::program::tell;
use share::{Share, ShareLine};

/// What to join.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) shards: Vec<PathBuf>,
    /// `None`: standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) quiet: bool,
}

/// Joins all or nothing.
pub(crate) fn run(config: &Config) -> anyhow::Result<Exit> {
    let mut shares = config.shards.iter().map(|path| Share::open(path)).collect::<Result<Vec<_>, _>>()?;
    let of = check_complete(&shares)?;
    let mut target = match &config.output {
        Some(path) => Target::file(path)?,
        None => Target::stdout(),
    };
    let joined = match join(&mut shares, &mut target) {
        Ok(joined) => joined,
        Err(error) => {
            target.discard()?;
            return Err(error);
        }
    };
    target.finish()?;
    if !config.quiet {
        let Merged { articles, failed, duplicates } = joined;
        tell::say(&format!(
            "{of} shares, {articles} articles, {duplicates} with the text of an earlier one, {failed} failed"
        ));
    }
    Ok(Exit::Done)
}

/// Whether the shares are all of one batch, none missing and none twice; their number. A share that got no article cannot say
/// which one it is.
fn check_complete(shares: &[Share]) -> anyhow::Result<u32> {
    let mut found: BTreeMap<u32, &Share> = BTreeMap::new();
    let known = || shares.iter().filter_map(|share| Some((share, share.next.as_ref()?.shard)));
    for (share, shard) in known() {
        if let Some((first, other)) = known().next().filter(|(_, other)| other.of != shard.of) {
            let (a, b) = (first.path.display(), share.path.display());
            bail!("{a} is of {} shares and {b} of {}; merge those of one batch", other.of, shard.of);
        }
        if let Some(twice) = found.insert(shard.index, share) {
            let (a, b) = (twice.path.display(), share.path.display());
            bail!("{a} and {b} are both share {}/{}; give each once", shard.index, shard.of);
        }
    }
    let empty = shares.len() - found.len();
    let Some((_, shard)) = known().next() else { return Ok(empty as u32) };
    let missing: Vec<String> =
        (1..=shard.of).filter(|index| !found.contains_key(index)).map(|index| index.to_string()).collect();
    ensure!(
        missing.len() <= empty,
        "of {} shares {} are missing: {} ({empty} of the files hold no article); annotate them with --shard first",
        shard.of,
        missing.len(),
        missing.join(", "),
    );
    ensure!(missing.len() == empty, "there are {} files for {} shares", shares.len(), shard.of);
    Ok(shard.of)
}

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
struct Merged {
    articles: u64,
    failed: u64,
    duplicates: u64,
}

/// Writes the lines of all shares in the order of the input. Only one line of each is held.
fn join(shares: &mut [Share], target: &mut Target) -> anyhow::Result<Merged> {
    let article = |share: &Share| share.next.as_ref().map(|line| line.shard.article);
    let mut heads: BinaryHeap<_> =
        shares.iter().enumerate().filter_map(|(at, share)| Some(Reverse((article(share)?, at)))).collect();
    let (mut joined, mut seen) = (Merged::default(), SeenTexts::default());
    while let Some(Reverse((number, at))) = heads.pop() {
        let share = &mut shares[at];
        check_next(number, joined.articles + 1, share)?;
        let Some(line) = share.advance()? else { bail!("{}: ends early", share.path.display()) };
        if let Some(next) = article(share) {
            heads.push(Reverse((next, at)));
        }
        joined.articles += 1;
        joined.failed += u64::from(line.failed);
        joined.duplicates += u64::from(write(line, &mut seen, target)?);
    }
    Ok(joined)
}

fn check_next(number: u64, due: u64, share: &Share) -> anyhow::Result<()> {
    const CAUSE: &str = "the shares were not made of the same input; annotate them again from the same paths";
    let place = share.place();
    ensure!(number >= due, "{place}: article {number} of the input is in two shares: {CAUSE}");
    ensure!(
        number == due,
        "{place}: article {due} of the input is in no share, {number} comes next: {CAUSE}"
    );
    Ok(())
}

/// Writes a line without the mark of its share, and notes anew whether its text came before; whether it did.
fn write(mut line: ShareLine, seen: &mut SeenTexts, target: &mut Target) -> anyhow::Result<bool> {
    let first = line.hash.and_then(|hash| seen.first_of(hash, &line.id));
    if let Some(first) = first {
        mark::add(&mut line.json, "duplicate_of", &first)?;
    }
    target.line(&line.json)?;
    Ok(first.is_some())
}
