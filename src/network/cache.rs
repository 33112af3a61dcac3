//! A bounded store of vectors by key. It saves work and never changes a result: a vector depends on its key alone.

use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Most vectors kept; at 96 numbers each some 6 MB. A newspaper's day has about 20,000 word types.
pub const CAPACITY: usize = 16_384;

/// Vectors by key. When full it forgets all and starts anew.
#[derive(Debug)]
pub struct Cache<K> {
    slots: FxHashMap<K, u32>,
    vectors: Vec<f32>,
}

impl<K> Default for Cache<K> {
    fn default() -> Self {
        Self { slots: FxHashMap::default(), vectors: Vec::new() }
    }
}

impl<K: Hash + Eq> Cache<K> {
    /// Makes room for `count` more keys, by forgetting all where there is none.
    pub fn reserve(&mut self, count: usize) {
        if self.slots.len() + count > CAPACITY {
            self.slots.clear();
        }
    }

    /// The slot of `key`, and whether it is new: then the caller must fill it.
    pub fn slot(&mut self, key: K) -> (u32, bool) {
        let next = self.slots.len() as u32;
        let slot = *self.slots.entry(key).or_insert(next);
        (slot, slot == next)
    }

    /// Stores the vectors of slots `first`, `first + 1`, ... one after another, each `width` wide.
    pub fn fill(&mut self, first: u32, width: usize, vectors: &[f32]) {
        let start = first as usize * width;
        self.vectors.truncate(start);
        self.vectors.extend_from_slice(vectors);
    }

    /// The vector in `slot`.
    pub fn vector(&self, slot: u32, width: usize) -> &[f32] {
        &self.vectors[slot as usize * width..][..width]
    }
}
