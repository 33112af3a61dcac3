//! Weights of log-linear models by the hash of a feature's name, as the training scripts write them.

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::lexicon;

/// Weights for each of `N` answers.
#[derive(Debug)]
pub struct Weights<const N: usize>(FxHashMap<u64, [f32; N]>);

impl<const N: usize> Weights<N> {
    /// Parses an embedded list of a feature, its parts joined by `|`, and its weights. `file` is its path below `models/`;
    /// `columns` are the names that its header must have, N of them after the feature's.
    ///
    /// # Errors
    /// [`Error::Model`] when the header differs from `columns` or a weight is no number.
    pub fn parse(file: &'static str, text: &'static str, columns: &[&str]) -> Result<Self, Error> {
        let mut weights = FxHashMap::default();
        for row in lexicon::parse(file, text, columns)? {
            let mut values = [0.0; N];
            for (column, value) in values.iter_mut().enumerate() {
                *value = row.field(column + 1).parse().map_err(|error: std::num::ParseFloatError| {
                    Error::Model { file, place: format!("line {}", row.line), cause: error.to_string() }
                })?;
            }
            weights.insert(hash(row.field(0).split('|')), values);
        }
        Ok(Self(weights))
    }

    /// The weights of the feature with these parts; zeros for one that is not listed.
    pub fn of(&self, parts: &[&str]) -> [f32; N] {
        self.0.get(&hash(parts.iter().flat_map(|part| part.split('|')))).copied().unwrap_or([0.0; N])
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

/// FNV-1a over the parts with a separator between them (Fowler, Noll, Vo; 64 bit).
fn hash<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain(std::iter::once(b'|')) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    state
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
    fn probabilities_add_up_to_one() {
        let mut sums = [1.0, 1.0, f32::MIN];
        softmax(&mut sums);
        assert_eq!(sums, [0.5, 0.5, 0.0]);
    }
}
