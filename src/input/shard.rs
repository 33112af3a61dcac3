//! A stable share of the input, so that several runs can do one batch.
//!
//! Whose share an article is depends on the name of its file (below the given folder) and on its place in that file, and on
//! nothing else: not on the machine, the number of threads, the time, or on other files that come and go. So every scheduler may
//! start, repeat and resume the shares as it likes. Records are not parsed for it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::items::Items;
use super::{Item, Settings};

/// One of several shares, written `3/16`: the third of sixteen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    of: u32,
}

impl Shard {
    /// Share `index` (from 1) of `of`; `None` when there is no such share.
    pub fn new(index: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&index).then_some(Self { index, of })
    }

    /// Which share, from 1.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many shares there are.
    pub fn of(self) -> u32 {
        self.of
    }

    /// Whether the article at `place` (from 0) of the file `name` is in this share.
    fn holds(self, name: &str, place: u64) -> bool {
        let digest = Sha256::new().chain_update(place.to_be_bytes()).chain_update(name).finalize();
        let start = digest.iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
        start % u64::from(self.of) == u64::from(self.index - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts =
            text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        let (index, of) = parts.ok_or("write it as 3/16: the third of sixteen shares")?;
        Self::new(index, of).ok_or_else(|| format!("there is no share {index} of {of}; they count from 1"))
    }
}

/// The items of one file, each with whether it is in the share that was asked for.
pub(super) fn chosen<'a>(
    name: String,
    items: Items<'a>,
    settings: &'a Settings,
) -> impl Iterator<Item = (bool, Item<'a>)> + Send + 'a {
    let holds = move |place| settings.shard.is_none_or(|shard| shard.holds(&name, place));
    (0..).zip(items).map(move |(place, item)| (holds(place), item))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard_of(name: &str, place: u64, of: u32) -> u32 {
        let holds = |&index: &u32| Shard::new(index, of).unwrap().holds(name, place);
        let mut all = (1..=of).filter(holds);
        let index = all.next().unwrap();
        assert_eq!(all.next(), None, "in two shares");
        index
    }

    #[test]
    fn every_article_is_in_one_share_for_good() {
        // These numbers may never change: the shares of a crawl may be done by different versions.
        let found: Vec<_> = (0..8).map(|place| shard_of("news/a.jsonl", place, 16)).collect();
        assert_eq!(found, [11, 13, 7, 12, 7, 3, 3, 9]);
        assert_eq!(shard_of("b.txt", 0, 1), 1);
    }

    #[test]
    fn shares_are_alike_in_size() {
        let mut sizes = [0_u32; 7];
        for place in 0..7000 {
            sizes[shard_of("crawl.jsonl.zst", place, 7) as usize - 1] += 1;
        }
        assert!(sizes.iter().all(|size| (900..1100).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_share_is_written_with_a_slash() {
        let shard: Shard = "3/16".parse().unwrap();
        assert_eq!((shard.index(), shard.of(), shard.to_string().as_str()), (3, 16, "3/16"));
        for wrong in ["", "3", "3/", "/16", "-1/4", "a/b", "1/2/3"] {
            assert!(wrong.parse::<Shard>().unwrap_err().contains("3/16"), "{wrong}");
        }
        for none in ["0/16", "17/16", "1/0"] {
            assert!(none.parse::<Shard>().unwrap_err().contains("count from 1"), "{none}");
        }
    }
}
