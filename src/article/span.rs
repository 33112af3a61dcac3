//! Stretches of text and of tokens.

use std::ops::Range;

/// A stretch of the article's text: byte offsets, `start` inclusive, `end` exclusive, `start <= end`, both on
/// character boundaries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` to `end`; an inverted pair gives the empty span at `start`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// First byte.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text that it encloses; empty where it does not lie in `text` on character boundaries.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside, ends included.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span around both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A run of tokens: indexes into [`super::Doc::tokens`], `start` inclusive, `end` exclusive, never inverted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenRange {
    /// The run from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: if end < start { start as u32 } else { end as u32 } }
    }

    /// As a range of indexes.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of tokens.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no token.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether token `index` is one of the run.
    pub const fn contains(self, index: usize) -> bool {
        self.start as usize <= index && index < self.end as usize
    }

    /// Whether the two share at least one token.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_touch_only_where_they_share_a_byte() {
        let (a, b, c) = (Span::new(0, 4), Span::new(4, 6), Span::new(3, 5));
        assert!(!a.overlaps(b) && a.overlaps(c) && c.overlaps(b));
        assert_eq!(a.cover(b), Span::new(0, 6));
        assert!(a.cover(b).contains(c) && !a.contains(c));
    }

    #[test]
    fn a_span_outside_the_text_or_inside_a_character_encloses_nothing() {
        assert_eq!(Span::new(0, 1).of("é"), "");
        assert_eq!(Span::new(0, 9).of("é"), "");
        assert_eq!(Span::new(5, 3), Span::new(5, 5));
    }
}
