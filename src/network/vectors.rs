//! Word vectors: which row of the projected tables a word has.

use super::weights::{Aligned, Weights};
use crate::error::Error;

const FILE: &str = "engine/vectors.safetensors";
static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/engine/vectors.safetensors"));

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
        Self::load(&Weights::parse(FILE, &BYTES.0)?)
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
        self.keys.binary_search(&id).ok().map(|at| usize::from(self.rows[at]))
    }
}
