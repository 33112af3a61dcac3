//! Is the stated probability honest?

use super::tally::Claim;

/// Number of bins of equal width.
const BINS: usize = 10;
/// From here on a prediction says that it is sure.
pub const SURE: f64 = 0.9;

/// Claims whose stated probability lies in one tenth of the scale.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// How many claims.
    pub claims: usize,
    /// Sum of the stated probabilities.
    stated: f64,
    /// How many are right.
    pub right: usize,
}

impl Bin {
    fn add(&mut self, claim: &Claim) {
        self.claims += 1;
        self.stated += claim.score;
        self.right += usize::from(claim.right);
    }

    /// Mean stated probability; 0 in an empty bin.
    pub fn stated(&self) -> f64 {
        if self.claims == 0 { 0.0 } else { self.stated / self.claims as f64 }
    }

    /// Part of the claims that is right; 0 in an empty bin.
    pub fn found(&self) -> f64 {
        if self.claims == 0 { 0.0 } else { self.right as f64 / self.claims as f64 }
    }
}

/// Stated against found probability, by tenths.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calibration {
    /// The tenths of the scale, from 0 to 1.
    pub bins: [Bin; BINS],
    /// Claims of [`SURE`] and more: what one gets who keeps only these.
    pub sure: Bin,
    /// Probability that a right claim states more than a wrong one, ties counted half: the area under the ROC curve
    /// (Hanley, `McNeil` 1982), 0 to 1. `None` where all are right, or none.
    pub auc: Option<f64>,
}

/// The area under the ROC curve, by ranks (Mann, Whitney 1947).
fn area(claims: &mut [&Claim]) -> Option<f64> {
    claims.sort_by(|a, b| a.score.total_cmp(&b.score));
    let (mut below, mut area, mut right) = (0.0, 0.0, 0.0);
    for equal in claims.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let rights = equal.iter().filter(|claim| claim.right).count() as f64;
        let wrongs = equal.len() as f64 - rights;
        area += rights * (below + wrongs / 2.0);
        below += wrongs;
        right += rights;
    }
    (below > 0.0 && right > 0.0).then(|| area / (below * right))
}

impl Calibration {
    /// Puts claims into bins; a claim of 1 goes into the last.
    pub fn of<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Self {
        let mut calibration = Self::default();
        let mut claims: Vec<&Claim> = claims.into_iter().collect();
        for claim in &claims {
            calibration.bins[((claim.score * BINS as f64) as usize).min(BINS - 1)].add(claim);
            if claim.score >= SURE {
                calibration.sure.add(claim);
            }
        }
        calibration.auc = area(&mut claims);
        calibration
    }

    /// Number of claims.
    pub fn claims(&self) -> usize {
        self.bins.iter().map(|bin| bin.claims).sum()
    }

    /// Expected calibration error, 0 to 1: the gap between stated and found probability, averaged over the claims
    /// (Naeini, Cooper, Hauskrecht 2015). `None` without claims.
    pub fn error(&self) -> Option<f64> {
        let claims = self.claims();
        let gaps = self.bins.iter().map(|bin| (bin.stated() - bin.found()).abs() * bin.claims as f64);
        (claims > 0).then(|| gaps.sum::<f64>() / claims as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Stated;

    #[test]
    fn the_error_of_a_hand_counted_example() {
        let claim = |score, right| Claim { of: Stated::Links, score, right };
        // 0.9, 0.9: one of two right, gap 0.4; 1.0 and 0.2 as stated: gaps 0 and 0.2.
        let claims = [claim(0.85, true), claim(0.85, false), claim(1.0, true), claim(0.2, false)];
        let calibration = Calibration::of(&claims);
        assert_eq!((calibration.claims(), calibration.bins[8].claims, calibration.bins[9].right), (4, 2, 1));
        let error = calibration.error().unwrap();
        assert!((error - (2.0 * 0.35 + 0.2) / 4.0).abs() < 1e-12, "{error}");
        assert_eq!(Calibration::default().error(), None);
        // Of the four pairs of a right and a wrong claim: 0.85 and 1.0 against 0.2 win, 1.0 against 0.85 wins, 0.85 ties.
        assert_eq!(calibration.auc, Some(3.5 / 4.0));
        assert_eq!((calibration.sure.claims, calibration.sure.right), (1, 1));
        assert_eq!(Calibration::of(&claims[2..3]).auc, None, "nothing wrong, nothing to tell apart");
    }
}
