//! A bounded store of vectors by key. It saves work and never changes a result: a vector depends on its key alone.

use rustc_hash::FxHashMap;
use std::hash::Hash;

/// Most vectors kept; at 96 numbers each some 12 MB. A newspaper's day has about 20,000 word types.
pub const CAPACITY: usize = 32_768;

/// Vectors by key. When full it forgets those that were not asked for again, so that the common words stay.
#[derive(Debug)]
pub struct Cache<K> {
    slots: FxHashMap<K, u32>,
    /// By slot, whether the key was asked for again.
    again: Vec<bool>,
    vectors: Vec<f32>,
}

impl<K> Default for Cache<K> {
    fn default() -> Self {
        Self { slots: FxHashMap::default(), again: Vec::new(), vectors: Vec::new() }
    }
}

impl<K: Hash + Eq> Cache<K> {
    /// Makes room for `count` more keys, by forgetting others where there is none. Vectors are `width` wide. Slots that were
    /// given before are no longer valid.
    pub fn reserve(&mut self, count: usize, width: usize) {
        if self.again.len() + count > CAPACITY {
            // Of a text that alone fills the store nothing can be kept.
            self.sweep(CAPACITY.saturating_sub(count).min(CAPACITY / 2), width);
        }
    }

    /// Forgets all keys but the first `most` of those that were asked for again.
    fn sweep(&mut self, most: usize, width: usize) {
        let mut kept = Vec::with_capacity(most);
        let slots = self.again.iter().enumerate().map(|(slot, &again)| {
            let stays = again && kept.len() < most;
            stays.then(|| {
                kept.push(slot);
                kept.len() as u32 - 1
            })
        });
        let moved: Vec<Option<u32>> = slots.collect();
        self.slots.retain(|_, slot| match moved[*slot as usize] {
            Some(new) => {
                *slot = new;
                true
            }
            None => false,
        });
        for (new, old) in kept.iter().enumerate() {
            self.vectors.copy_within(old * width..(old + 1) * width, new * width);
        }
        self.vectors.truncate(kept.len() * width);
        self.again.clear();
        self.again.resize(kept.len(), false);
    }

    /// The slot of `key`, and whether it is new: then the caller must fill it.
    pub fn slot(&mut self, key: K) -> (u32, bool) {
        let next = self.again.len();
        let slot = *self.slots.entry(key).or_insert(next as u32);
        let is_new = slot as usize == next;
        if is_new {
            self.again.push(false);
        } else {
            self.again[slot as usize] = true;
        }
        (slot, is_new)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Asks for each of `keys`, two numbers a vector, which are the key's.
    fn ask(cache: &mut Cache<u32>, keys: impl Iterator<Item = u32> + Clone) -> usize {
        cache.reserve(keys.clone().count(), 2);
        let asked: Vec<_> = keys.map(|key| (key, cache.slot(key))).collect();
        let new: Vec<_> = asked.iter().filter(|(_, (_, is_new))| *is_new).collect();
        let vectors: Vec<f32> = new.iter().flat_map(|(key, _)| [*key as f32; 2]).collect();
        if let Some((_, (first, _))) = new.first() {
            cache.fill(*first, 2, &vectors);
        }
        for (key, (slot, _)) in &asked {
            assert_eq!(cache.vector(*slot, 2), [*key as f32; 2]);
        }
        new.len()
    }

    #[test]
    fn words_asked_for_again_outlive_the_others() {
        let mut cache = Cache::default();
        let full = CAPACITY as u32;
        assert_eq!(ask(&mut cache, 0..full), CAPACITY);
        assert_eq!(ask(&mut cache, 1000..1010), 10, "full of words seen once: all are forgotten");
        assert_eq!(ask(&mut cache, 1005..1020), 10);
        assert_eq!(ask(&mut cache, full..2 * full - 20), CAPACITY - 20);
        assert_eq!(ask(&mut cache, 1000..1010), 5, "a half was asked for again");
    }
}
