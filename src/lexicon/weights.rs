//! Weights of log-linear models by the hash of a feature's name, as the training scripts write them.

mod layout;

use std::borrow::Cow;

use crate::error::Error;
use layout::{HEAD, SPARSE, Word, hash};

/// Bytes on an 8-byte boundary, so that the numbers of an embedded file can be read in place.
#[derive(Debug)]
#[repr(C, align(8))]
pub struct Aligned<Bytes: ?Sized>(pub Bytes);

/// Weights for each of `N` answers.
///
/// A table with open addressing ([`layout`]). A slot is small, so that a look-up touches one line of memory. Features are told
/// apart by 31 bits of their hash beside its place: one that is not listed is taken for another once in some thousand million.
/// Most features that are asked for are not listed; a bit for every one that may be lies in a nearer memory than the slots.
#[derive(Debug)]
pub struct Weights<const N: usize> {
    /// As [`layout::compile`] makes it.
    table: Cow<'static, [Word]>,
    /// A power of two.
    slots: usize,
}

/// How many names are looked up together.
const TOGETHER: usize = 64;

impl<const N: usize> Weights<N> {
    /// Words of a slot.
    const STRIDE: usize = N + 1;

    /// Takes a table that `build.rs` made of an embedded list, in the place. `file` is the list's path below `models/`;
    /// `columns` are the names that its header must have, N of them after the feature's.
    ///
    /// # Errors
    /// [`Error::Model`] when the header differs from `columns`.
    pub fn embedded(file: &'static str, table: &'static [u8], columns: &[&str]) -> Result<Self, Error> {
        Self::over(file, Cow::Borrowed(table.as_chunks().0), columns)
    }

    /// Parses a list of a feature, its parts joined by `|`, and its weights, as `build.rs` does; `file` names it in errors.
    ///
    /// # Errors
    /// [`Error::Model`] when the header differs from `columns`, a row has more fields or no feature, a weight is no
    /// number, or a feature is listed twice.
    pub fn parse(file: &'static str, text: &str, columns: &[&str]) -> Result<Self, Error> {
        let fault = |(line, cause)| Error::Model { file, place: format!("line {line}"), cause };
        Self::over(file, Cow::Owned(layout::compile(text).map_err(fault)?), columns)
    }

    fn over(file: &'static str, table: Cow<'static, [Word]>, columns: &[&str]) -> Result<Self, Error> {
        let names = hash(columns);
        let number = |word: &Word| u32::from_le_bytes(*word);
        let head = table.get(..HEAD).unwrap_or_default();
        let slots = match head {
            [low, high, slots, _] if [number(low), number(high)] == [names as u32, (names >> 32) as u32] => {
                number(slots) as usize
            }
            _ => 0,
        };
        let is_whole = slots.is_power_of_two()
            && table.len() == HEAD + slots * Self::STRIDE + (slots * SPARSE).div_ceil(32);
        if !is_whole {
            let cause = format!("expected the header {}", columns.join("\t"));
            return Err(Error::Model { file, place: "header".to_owned(), cause });
        }
        Ok(Self { table, slots })
    }

    /// The weights of the feature with these parts; zeros for one that is not listed.
    pub fn of(&self, parts: &[&str]) -> [f32; N] {
        let mut sums = [0.0; N];
        self.add(&[hash(parts)], &mut sums);
        sums
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

    /// Adds the weights of the listed ones among the features with these hashes, [`TOGETHER`] at most.
    fn add(&self, hashes: &[u64], sums: &mut [f32; N]) {
        let (slots, listed) = self.table[HEAD..].split_at(self.slots * Self::STRIDE);
        // Kept without a branch: whether a feature is listed cannot be foreseen, and half of them are.
        let (mut kept, mut count) = ([0; TOGETHER], 0);
        for &hash in hashes {
            let (word, bit) = layout::bit(self.slots, hash);
            kept[count] = hash;
            count += usize::from(u32::from_le_bytes(listed[word]) & bit != 0);
        }
        for &hash in &kept[..count] {
            // A free slot's weights are zeros.
            let at = layout::find(slots, (Self::STRIDE, self.slots), hash) * Self::STRIDE;
            for (sum, weight) in sums.iter_mut().zip(&slots[at + 1..at + Self::STRIDE]) {
                *sum += f32::from_le_bytes(*weight);
            }
        }
    }
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
