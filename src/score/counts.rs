//! Counts that add up, and the figures that come of them.

use std::ops::{Add, AddAssign};

/// How many items were right, predicted and labelled. A partly right item counts one half, so the numbers are not whole.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Predicted items that are right.
    pub right: f64,
    /// All predicted items.
    pub predicted: f64,
    /// All labelled items: the support.
    pub gold: f64,
}

impl Counts {
    /// Counts of whole items.
    pub const fn new(right: usize, predicted: usize, gold: usize) -> Self {
        Self { right: right as f64, predicted: predicted as f64, gold: gold as f64 }
    }

    /// Whether there was anything to find or to get wrong.
    pub fn is_empty(self) -> bool {
        self.predicted == 0.0 && self.gold == 0.0
    }

    /// Part of the predicted that is right, 0 to 1; 0 where nothing was predicted.
    pub fn precision(self) -> f64 {
        part(self.right, self.predicted)
    }

    /// Part of the labelled that was found, 0 to 1; 0 where nothing is labelled.
    pub fn recall(self) -> f64 {
        part(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall, 0 to 1.
    pub fn f1(self) -> f64 {
        part(2.0 * self.right, self.predicted + self.gold)
    }
}

fn part(right: f64, all: f64) -> f64 {
    if all > 0.0 { right / all } else { 0.0 }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            predicted: self.predicted + other.predicted,
            gold: self.gold + other.gold,
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_a_hand_counted_example() {
        let counts = Counts::new(3, 4, 6);
        assert!((counts.precision() - 0.75).abs() < 1e-12 && (counts.recall() - 0.5).abs() < 1e-12);
        assert!((counts.f1() - 0.6).abs() < 1e-12);
        assert!(Counts::default().f1().abs() < 1e-12, "nothing measured is no division by zero");
        assert_eq!(counts + Counts::new(1, 0, 0), Counts::new(4, 4, 6));
    }
}
