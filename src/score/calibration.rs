//! Is the stated probability honest?

use super::tally::Claim;

/// Number of bins of equal width.
const BINS: usize = 10;

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
}

impl Calibration {
    /// Puts claims into bins; a claim of 1 goes into the last.
    pub fn of<'c>(claims: impl IntoIterator<Item = &'c Claim>) -> Self {
        let mut calibration = Self::default();
        for claim in claims {
            let bin = &mut calibration.bins[((claim.score * BINS as f64) as usize).min(BINS - 1)];
            bin.claims += 1;
            bin.stated += claim.score;
            bin.right += usize::from(claim.right);
        }
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
    use crate::score::Part;

    #[test]
    fn the_error_of_a_hand_counted_example() {
        let claim = |score, right| Claim { part: Part::Links, score, right };
        // 0.9, 0.9: one of two right, gap 0.4; 1.0 and 0.2 as stated: gaps 0 and 0.2.
        let claims = [claim(0.85, true), claim(0.85, false), claim(1.0, true), claim(0.2, false)];
        let calibration = Calibration::of(&claims);
        assert_eq!((calibration.claims(), calibration.bins[8].claims, calibration.bins[9].right), (4, 2, 1));
        let error = calibration.error().unwrap();
        assert!((error - (2.0 * 0.35 + 0.2) / 4.0).abs() < 1e-12, "{error}");
        assert_eq!(Calibration::default().error(), None);
    }
}
