//! Stretches of a labelled text, in code points as the annotation writes them.

/// A stretch of text in code points (or of columns in tokens), `start` inclusive, `end` exclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extent {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

impl Extent {
    /// The stretch from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Number of code points.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds nothing.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Number of code points that both hold.
    pub fn overlap(self, other: Self) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// Whether the two share at least one code point.
    pub fn touches(self, other: Self) -> bool {
        self.overlap(other) > 0
    }

    /// Whether `other` lies inside, ends included.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Shared part of the union (Jaccard index), 0 to 1.
    pub fn shared(self, other: Self) -> f64 {
        let both = self.overlap(other);
        let union = self.len() + other.len() - both;
        if union == 0 { 0.0 } else { both as f64 / union as f64 }
    }
}

/// For each stretch of `left`, the indexes of those of `right` that it touches, ascending.
///
/// Takes time in proportion to the sizes and to the number of touching pairs, so that a long article costs no more per word than
/// a short one.
pub(crate) fn touching(left: &[Extent], right: &[Extent]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..right.len()).collect();
    order.sort_by_key(|&index| right[index]);
    // The furthest end among the stretches up to here: before it reaches `start`, no earlier one can touch.
    let reach: Vec<usize> = order
        .iter()
        .scan(0, |furthest, &index| {
            *furthest = right[index].end.max(*furthest);
            Some(*furthest)
        })
        .collect();
    left.iter()
        .map(|&extent| {
            let after = order.partition_point(|&index| right[index].start < extent.end);
            let near = (0..after).rev().take_while(|&place| reach[place] > extent.start);
            let mut found: Vec<usize> =
                near.map(|place| order[place]).filter(|&index| right[index].touches(extent)).collect();
            found.sort_unstable();
            found
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_counted_over_the_union() {
        let (a, b) = (Extent::new(0, 4), Extent::new(2, 8));
        assert_eq!((a.overlap(b), a.shared(b)), (2, 0.25));
        assert!(!a.touches(Extent::new(4, 5)));
        assert!(!Extent::new(3, 3).touches(a), "an empty stretch touches nothing");
    }

    #[test]
    fn a_long_stretch_far_to_the_left_is_found_behind_short_ones() {
        let right = [Extent::new(0, 100), Extent::new(1, 2), Extent::new(50, 51), Extent::new(60, 70)];
        let left = [Extent::new(50, 61), Extent::new(100, 110), Extent::new(1, 3)];
        assert_eq!(touching(&left, &right), [vec![0, 2, 3], vec![], vec![0, 1]]);
    }
}
