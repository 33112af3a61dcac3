//! Weights of log-linear models by the hash of a feature's name, as the training scripts write them.

use std::num::ParseFloatError;

use crate::error::Error;
use crate::lexicon;

/// Weights for each of `N` answers.
///
/// A table with open addressing: a feature stands in the first free slot from its home on. Half of the slots are free, and
/// a slot is small, so that a look-up touches one line of memory. Features are told apart by 31 bits of their hash beside
/// its place: one that is not listed is taken for another once in some thousand million.
#[derive(Debug)]
pub struct Weights<const N: usize> {
    /// A power of two of them.
    slots: Vec<Slot<N>>,
    /// A bit for every feature that may be listed, [`SPARSE`] times as many as slots: most features that are asked for are
    /// not, and the bits stay in a nearer memory than the slots.
    listed: Vec<u64>,
}

/// How many names are looked up together.
const TOGETHER: usize = 64;
/// How many bits of `listed` there are for a slot; a power of two.
const SPARSE: usize = 8;

/// A feature's weights.
#[derive(Debug, Clone, Copy)]
struct Slot<const N: usize> {
    /// [`Mark`] of the feature; [`FREE`] where there is none.
    mark: u32,
    weights: [f32; N],
}

/// No feature has this mark.
const FREE: u32 = 0;

impl<const N: usize> Weights<N> {
    /// Parses an embedded list of a feature, its parts joined by `|`, and its weights. `file` is its path below `models/`;
    /// `columns` are the names that its header must have, N of them after the feature's.
    ///
    /// # Errors
    /// [`Error::Model`] when the header differs from `columns`, a row has more fields or no feature, a weight is no
    /// number, or a feature is listed twice.
    pub fn parse(file: &'static str, text: &'static str, columns: &[&str]) -> Result<Self, Error> {
        let fault = |line: usize, cause: String| Error::Model { file, place: format!("line {line}"), cause };
        let most = text.bytes().filter(|&byte| byte == b'\n').count() + 1;
        let slots = vec![Slot { mark: FREE, weights: [0.0; N] }; (most * 2 - most / 2).next_power_of_two()];
        let listed = vec![0; (slots.len() * SPARSE).div_ceil(64)];
        let mut weights = Self { slots, listed };
        for (line, row) in lexicon::lines(file, text, columns)? {
            let mut fields = row.split('\t').map(str::trim);
            let feature = fields.next().unwrap_or_default();
            let mut values = [0.0; N];
            for value in &mut values {
                let field = fields.next().unwrap_or_default();
                *value = field.parse().map_err(|error: ParseFloatError| fault(line, error.to_string()))?;
            }
            if fields.next().is_some() {
                return Err(fault(line, format!("more fields than the {} that are named", columns.len())));
            }
            if !weights.insert(hash(&[feature]), values) {
                return Err(fault(line, format!("{feature} is listed twice")));
            }
        }
        Ok(weights)
    }

    /// Stores the weights of the feature with this hash; `false` where it has some.
    fn insert(&mut self, hash: u64, weights: [f32; N]) -> bool {
        let (word, bit) = self.bit(hash);
        self.listed[word] |= bit;
        let at = self.find(hash);
        let is_new = self.slots[at].mark == FREE;
        self.slots[at] = Slot { mark: mark(hash), weights };
        is_new
    }

    /// The slot of the feature with this hash, or the free one where it belongs. There is always a free one.
    #[inline]
    fn find(&self, hash: u64) -> usize {
        let (mark, last) = (mark(hash), self.slots.len() - 1);
        let mut at = hash as usize & last;
        while self.slots[at].mark != mark && self.slots[at].mark != FREE {
            at = (at + 1) & last;
        }
        at
    }

    /// The word of `listed` and the bit in it that stand for the feature with this hash.
    #[inline]
    fn bit(&self, hash: u64) -> (usize, u64) {
        let at = hash as usize & (self.slots.len() * SPARSE - 1);
        (at / 64, 1 << (at % 64))
    }

    /// The weights of the feature with these parts; zeros for one that is not listed.
    pub fn of(&self, parts: &[&str]) -> [f32; N] {
        self.of_hash(hash(parts))
    }

    /// The sums of the weights of all features that `describe` gives, in their order.
    ///
    /// Names are hashed first and looked up together, so that the memory is asked for many slots at a time.
    pub fn sum(&self, describe: impl FnOnce(&mut dyn FnMut(&[&str]))) -> [f32; N] {
        let (mut hashes, mut count, mut sums) = ([0; TOGETHER], 0, [0.0; N]);
        describe(&mut |parts| {
            if count == TOGETHER {
                self.add(&hashes, &mut sums);
                count = 0;
            }
            hashes[count] = hash(parts);
            count += 1;
        });
        self.add(&hashes[..count], &mut sums);
        sums
    }

    fn add(&self, hashes: &[u64], sums: &mut [f32; N]) {
        for &hash in hashes {
            for (sum, weight) in sums.iter_mut().zip(self.of_hash(hash)) {
                *sum += weight;
            }
        }
    }

    #[inline]
    fn of_hash(&self, hash: u64) -> [f32; N] {
        let (word, bit) = self.bit(hash);
        if self.listed[word] & bit == 0 {
            return [0.0; N];
        }
        // A free slot's weights are zeros.
        self.slots[self.find(hash)].weights
    }
}

/// The bits of a hash that a slot remembers; none are those of a free one.
const fn mark(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

/// Turns sums of weights into probabilities, which add up to 1.
pub fn softmax(sums: &mut [f32]) {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    for sum in sums.iter_mut() {
        *sum = (*sum - most).exp();
    }
    let total: f32 = sums.iter().sum();
    for sum in sums.iter_mut() {
        *sum /= total;
    }
}

/// A hash of the name whose parts are joined by `|`: a part that holds such a sign counts as several.
///
/// Every part is read eight bytes at a time with the sign behind it, and each word of eight is mixed in by the two halves of
/// a product, as wyhash does it (<https://github.com/wangyi-fudan/wyhash>).
#[inline]
fn hash(parts: &[&str]) -> u64 {
    let mut state = 0;
    for part in parts {
        state = match mix_part(state, part.as_bytes()) {
            (_, true) => part.split('|').fold(state, |state, piece| mix_part(state, piece.as_bytes()).0),
            (state, false) => state,
        };
    }
    mix(state, 0)
}

/// Mixes in `part`, and whether a `|` is in it.
#[inline]
fn mix_part(mut state: u64, part: &[u8]) -> (u64, bool) {
    let (words, rest) = part.as_chunks();
    let mut has_bar = false;
    for word in words {
        let word = u64::from_le_bytes(*word);
        has_bar |= holds_bar(word);
        state = mix(state, word);
    }
    let last = last_word(part, rest.len());
    (mix(state, last | u64::from(b'|') << (8 * rest.len())), has_bar | holds_bar(last))
}

/// The last `count` bytes of `part`, less than eight, as a number, without a loop.
#[inline]
fn last_word(part: &[u8], count: usize) -> u64 {
    if count == 0 {
        0
    } else if let Some(word) = part.last_chunk() {
        u64::from_le_bytes(*word) >> (64 - 8 * count)
    } else if let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) {
        // The halves overlap in equal bytes.
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (count - 4));
        u64::from(u32::from_le_bytes(*first)) | last
    } else {
        let byte = |at: usize| u64::from(part[at]) << (8 * at);
        byte(0) | byte(count / 2) | byte(count - 1)
    }
}

/// Whether a byte of `word` is a `|`
/// (<https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>).
#[inline]
const fn holds_bar(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let zeros = word ^ (ONES * b'|' as u64);
    zeros.wrapping_sub(ONES) & !zeros & (ONES << 7) != 0
}

#[inline]
const fn mix(state: u64, word: u64) -> u64 {
    // Odd, its bits look random: the golden ratio's.
    let product = (state ^ word ^ 0x2d35_8dcc_aa6c_78a5) as u128 * 0x9e37_79b9_7f4a_7c15_u128;
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_found_by_its_parts_and_others_weigh_nothing() {
        let text = "feature\tno\tyes\na|b\t-1\t0.5\n";
        let weights = Weights::<2>::parse("x.tsv", text, &["feature", "no", "yes"]).unwrap();
        assert_eq!([weights.of(&["a", "b"]), weights.of(&["ab"])], [[-1.0, 0.5], [0.0, 0.0]]);
        let fault = Weights::<1>::parse("x.tsv", "feature\tyes\na\tmuch\n", &["feature", "yes"]).unwrap_err();
        assert!(fault.to_string().contains("x.tsv: line 2"), "{fault}");
    }

    #[test]
    fn parts_and_signs_between_them_name_the_same_feature() {
        let pieces =
            ["", "a", "ab", "abc", "abcd", "abcdefg", "abcdefgh", "abcdefghi", "é", "abcdefghijklmnopq"];
        for one in pieces {
            for other in pieces {
                let joined = format!("{one}|{other}|x");
                assert_eq!(hash(&[&joined]), hash(&[one, other, "x"]), "{joined}");
                assert_eq!(hash(&[&format!("{one}|{other}"), "x"]), hash(&[one, other, "x"]), "{joined}");
                assert_ne!(hash(&[&format!("{one}{other}"), "x"]), hash(&[one, other, "x"]), "{joined}");
            }
        }
        let mut hashes: Vec<u64> = pieces.iter().map(|piece| hash(&[piece])).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), pieces.len());
    }

    #[test]
    fn a_feature_listed_twice_or_a_field_too_many_is_refused() {
        let message = |text| Weights::<1>::parse("x.tsv", text, &["feature", "yes"]).unwrap_err().to_string();
        assert!(message("feature\tyes\na\t1\nb\t2\na\t3\n").contains("x.tsv: line 4: a is listed twice"));
        assert!(message("feature\tyes\na\t1\t2\n").contains("x.tsv: line 2: more fields"));
    }

    #[test]
    fn probabilities_add_up_to_one() {
        let mut sums = [1.0, 1.0, f32::MIN];
        softmax(&mut sums);
        assert!(sums.iter().zip([0.5, 0.5, 0.0]).all(|(one, other): (&f32, f32)| (one - other).abs() < 1e-6));
    }
}
