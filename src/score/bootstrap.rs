//! Intervals by the bootstrap: articles are drawn again and again, with replacement.
//!
//! Articles, not mentions, are what is drawn: mentions of one article stand or fall together, and drawing them singly would
//! promise narrower intervals than another sample of articles gives (Efron and Tibshirani 1993, chapter 8).

use rayon::prelude::*;

use super::Counts;

/// How often to draw, and from which seed: the same seed gives the same intervals on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounds {
    /// Number of samples.
    pub number: usize,
    /// Seed of the generator.
    pub seed: u64,
}

impl Default for Rounds {
    fn default() -> Self {
        Self { number: 1000, seed: 7 }
    }
}

/// An interval that holds 95% of the samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// The 2.5th and 97.5th percentile of `samples`; `None` without a sample.
    fn of(mut samples: Vec<f64>) -> Option<Self> {
        samples.sort_by(f64::total_cmp);
        let at = |part: f64| samples.get(((part * samples.len() as f64) as usize).min(samples.len() - 1));
        if samples.is_empty() {
            return None;
        }
        Some(Self { low: *at(0.025)?, high: *at(0.975)? })
    }

    /// Whether the interval lies wholly on one side of zero: a difference that is more than noise.
    pub fn excludes_zero(self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Counts of one measure by article: (index of the article, counts), without articles that have none.
pub type SampleRows = [(usize, Counts)];

/// Samples of articles; each says how often every article was drawn.
#[derive(Debug)]
pub struct Samples {
    drawn: Vec<Vec<u32>>,
}

impl Samples {
    /// Draws `rounds.number` samples of `articles` articles.
    pub fn draw(articles: usize, rounds: Rounds) -> Self {
        let sample = |round: usize| {
            let mut random = SplitMix64::stream(rounds.seed, round);
            let mut times = vec![0; articles];
            for _ in 0..articles {
                times[random.below(articles)] += 1;
            }
            times
        };
        Self { drawn: (0..rounds.number).into_par_iter().map(sample).collect() }
    }

    /// The interval of `figure` over the samples; samples in which nothing is measured are left out.
    pub fn interval(&self, rows: &SampleRows, figure: impl Fn(Counts) -> f64) -> Option<Interval> {
        let sums = self.drawn.iter().map(|times| sum(rows, times)).filter(|counts| !counts.is_empty());
        Interval::of(sums.map(figure).collect())
    }

    /// The interval of the difference `ours` minus `theirs`, both on the same samples.
    pub fn difference(
        &self,
        ours: &SampleRows,
        theirs: &SampleRows,
        figure: impl Fn(Counts) -> f64,
    ) -> Option<Interval> {
        let both = self.drawn.iter().map(|times| (sum(ours, times), sum(theirs, times)));
        let measured = both.filter(|(our, their)| !our.is_empty() && !their.is_empty());
        Interval::of(measured.map(|(our, their)| figure(our) - figure(their)).collect())
    }
}

fn sum(rows: &SampleRows, times: &[u32]) -> Counts {
    let mut total = Counts::default();
    for &(article, counts) in rows {
        let weight = f64::from(times[article]);
        total += Counts {
            right: counts.right * weight,
            predicted: counts.predicted * weight,
            gold: counts.gold * weight,
        };
    }
    total
}

/// The generator `SplitMix64` (Steele, Lea, Flood 2014: "Fast splittable pseudorandom number generators").
struct SplitMix64(u64);

impl SplitMix64 {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

    /// The generator of one round: its seed is that round's output of the generator of `seed`, so rounds share no numbers.
    fn stream(seed: u64, round: usize) -> Self {
        Self(Self(seed.wrapping_add(Self::STEP.wrapping_mul(round as u64))).next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(Self::STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to `limit - 1`: the high half of the product with `limit`; its bias, `limit` in 2^64, is nil here.
    fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUNDS: Rounds = Rounds { number: 500, seed: 7 };

    #[test]
    fn the_generator_gives_the_published_numbers() {
        // First outputs for seed 1234567 in the reference implementation (Vigna, prng.di.unimi.it/splitmix64.c).
        let mut random = SplitMix64(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn equal_articles_leave_no_doubt_and_unequal_ones_do() {
        let samples = Samples::draw(20, ROUNDS);
        let equal: Vec<_> = (0..20).map(|i| (i, Counts::new(1, 2, 2))).collect();
        assert_eq!(samples.interval(&equal, Counts::f1), Some(Interval { low: 0.5, high: 0.5 }));
        let mixed: Vec<_> = (0..20).map(|i| (i, Counts::new(i % 2, 1, 1))).collect();
        let interval = samples.interval(&mixed, Counts::f1).unwrap();
        // The share of heads in 20 fair draws: 95% lie within 0.5 +- 0.22, in steps of 0.05.
        assert!((0.25..0.35).contains(&interval.low) && (0.65..0.8).contains(&interval.high), "{interval:?}");
    }

    #[test]
    fn a_steady_difference_is_seen_through_the_noise_of_the_articles() {
        let samples = Samples::draw(20, ROUNDS);
        let ours: Vec<_> = (0..20).map(|i| (i, Counts::new(i + 1, 30, 30))).collect();
        let theirs: Vec<_> = (0..20).map(|i| (i, Counts::new(i, 30, 30))).collect();
        let difference = samples.difference(&ours, &theirs, Counts::f1).unwrap();
        assert!(difference.excludes_zero() && difference.low > 0.03, "{difference:?}");
        assert!(!samples.difference(&ours, &ours, Counts::f1).unwrap().excludes_zero());
        assert!(samples.interval(&[], Counts::f1).is_none());
    }
}
