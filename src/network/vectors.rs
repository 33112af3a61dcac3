//! Word vectors: which row of the projected tables a word has.

use super::weights::{Aligned, Weights};
use crate::error::Error;

const FILE: &str = "engine/vectors.safetensors";
static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/engine/vectors.safetensors"));

/// Keys on either side of a word's likely place that are searched first.
const REACH: usize = 64;

/// Word ids with their row; many share one.
#[derive(Debug, Clone, Copy)]
pub struct Vectors {
    /// Ascending.
    keys: &'static [u64],
    rows: &'static [u16],
    count: usize,
}

impl Vectors {
    /// The embedded vectors.
    ///
    /// # Errors
    /// [`Error::Model`] when they are damaged.
    pub fn embedded() -> Result<Self, Error> {
        Self::load(&Weights::embedded(FILE, &BYTES.0)?)
    }

    /// Reads `vectors.keys` (u64, ascending) and `vectors.rows` (u16, one a key).
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is missing or has another shape.
    pub fn load(weights: &Weights) -> Result<Self, Error> {
        let [count] = weights.shape("vectors.keys")?;
        let keys = weights.read("vectors.keys", &[count])?;
        let rows: &[u16] = weights.read("vectors.rows", &[count])?;
        let count = rows.iter().max().map_or(0, |&row| usize::from(row) + 1);
        Ok(Self { keys, rows, count })
    }

    /// Rows that a table for these words must at least have.
    pub fn rows(&self) -> usize {
        self.count
    }

    /// The row of word `id`; `None` where the word has no vector.
    pub fn row(&self, id: u64) -> Option<usize> {
        self.find(id).map(|at| usize::from(self.rows[at]))
    }

    /// The place of `id` among the keys. These are hashes, spread evenly, so that a key lies near its share of the whole and
    /// nearer still to where the key found there points: three lines of memory are read in the place of twenty.
    fn find(&self, id: u64) -> Option<usize> {
        let share = |part: u64| ((u128::from(part) * self.keys.len() as u128) >> 64) as usize;
        let guess = share(id);
        let there = *self.keys.get(guess)?;
        let near =
            if there <= id { guess + share(id - there) } else { guess.saturating_sub(share(there - id)) };
        let low = near.saturating_sub(REACH);
        let high = self.keys.len().min(near + REACH);
        let around = self.keys.get(low..high).unwrap_or_default();
        match (around.first(), around.last()) {
            (Some(&first), Some(&last)) if first <= id && id <= last => {
                around.binary_search(&id).ok().map(|at| low + at)
            }
            // Keys that are not spread evenly.
            _ => self.keys.binary_search(&id).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_and_nothing_between_them() {
        let all = Vectors::embedded().unwrap();
        for (at, &key) in all.keys.iter().enumerate() {
            assert_eq!(all.find(key), Some(at));
        }
        for pair in all.keys.windows(2).filter(|pair| pair[1] - pair[0] > 1) {
            assert_eq!(all.find(pair[0] + 1), None);
        }
        assert_eq!((all.find(0), all.find(u64::MAX)), (None, None));
        let few = Vectors { keys: &[1, 2, 3, u64::MAX], rows: &[0; 4], count: 1 };
        let places = [0, 1, 2, 3, 4, u64::MAX].map(|key| few.find(key));
        assert_eq!(places, [None, Some(0), Some(1), Some(2), None, Some(3)]);
        assert_eq!(Vectors { keys: &[], rows: &[], count: 0 }.find(7), None);
    }
}
