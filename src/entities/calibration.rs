//! From how sure the room is of a name to how often such names are right (`models/train/names/calibrate.py`).

use super::board::Board;
use crate::article::Label;
use crate::error::Error;
use crate::lexicon;

const FILE: &str = "names/calibration.tsv";

/// Platt's map for every label: the logit of a score, times a slope, plus a bias.
#[derive(Debug)]
pub(super) struct Calibration([(f32, f32); Label::ALL.len()]);

impl Calibration {
    /// Reads the embedded map. A label without a row of its own has that of `any`.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let text = include_str!("../../models/names/calibration.tsv");
        let mut rows = Vec::new();
        for row in lexicon::parse(FILE, text, &["label", "bias", "slope"])? {
            let number = |column: usize| {
                row.field(column).parse::<f32>().map_err(|_| Error::Model {
                    file: FILE,
                    place: format!("line {}", row.line),
                    cause: format!("{} is no number", row.field(column)),
                })
            };
            rows.push((row.field(0), (number(1)?, number(2)?)));
        }
        let of = |name: &str| rows.iter().find(|(label, _)| *label == name).map(|(_, map)| *map);
        let any = of("any").ok_or_else(|| Error::Model {
            file: FILE,
            place: "any".to_owned(),
            cause: "the row is missing".to_owned(),
        })?;
        Ok(Self(Label::ALL.map(|label| of(label.as_str()).unwrap_or(any))))
    }

    /// The probability that a name of this label, of which the room is so sure (0 to 1), is right.
    pub(super) fn right(&self, label: Label, sure: f32) -> f32 {
        let (bias, slope) = self.0[label as usize];
        let sure = sure.clamp(0.01, 0.99);
        1.0 / (1.0 + (-(bias + slope * (sure / (1.0 - sure)).ln())).exp())
    }

    /// Gives every mention its probability; labels are settled with it.
    pub(super) fn settle(&self, board: &mut Board) {
        for mention in board.all_mut() {
            mention.whole = self.right(mention.label, mention.sure());
            mention.fixed = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surer_the_likelier_for_every_label() {
        let calibration = Calibration::new().unwrap();
        for label in Label::ALL {
            let right: Vec<f32> = (0..=20).map(|step| calibration.right(label, step as f32 / 20.0)).collect();
            assert!(right.is_sorted(), "{label:?}: {right:?}");
            assert!(right.iter().all(|share| (0.0..=1.0).contains(share)));
        }
    }
}
