//! The text as this room cuts it: what piece stands where, how it is written, and what stands around it.

use crate::article::Span;

use super::scan::{Piece, Shape};

/// The pieces of a text.
pub(crate) struct Pieces<'a> {
    pub text: &'a str,
    pub pieces: Vec<Piece>,
}

impl<'a> Pieces<'a> {
    pub(crate) fn piece(&self, at: usize) -> Option<&Piece> {
        self.pieces.get(at)
    }

    /// The piece at byte `start` of the text, or the next one.
    pub(crate) fn piece_from(&self, start: u32) -> usize {
        self.pieces.partition_point(|piece| piece.span.start() < start)
    }

    /// Text of piece `at`; empty past the end.
    pub(crate) fn text(&self, at: usize) -> &'a str {
        self.piece(at).map_or("", |piece| piece.span.of(self.text))
    }

    /// Whether piece `at` reads `text` (lower case), in any case.
    pub(crate) fn is(&self, at: usize, text: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(text)
    }

    /// Whether piece `at` reads one of `texts`.
    pub(crate) fn is_any(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.is(at, text))
    }

    /// Whether the pieces from `at` on read `texts`.
    pub(crate) fn are(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(index, text)| self.is(at + index, text))
    }

    /// The piece before `at` in the same line, not before `floor`.
    pub(crate) fn before(&self, at: usize, floor: usize) -> Option<usize> {
        at.checked_sub(1).filter(|&before| before >= floor && !self.breaks(at))
    }

    /// Whether piece `at` touches the one before it.
    pub(crate) fn glued(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.glued)
    }

    /// Whether a line ends between piece `at` and the one before it.
    pub(crate) fn breaks(&self, at: usize) -> bool {
        self.piece(at).is_none_or(|piece| piece.breaks)
    }

    pub(crate) fn shape(&self, at: usize) -> Option<Shape> {
        self.piece(at).map(|piece| piece.shape)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.shape(at) == Some(Shape::Word)
    }

    pub(crate) fn is_number(&self, at: usize) -> bool {
        self.shape(at) == Some(Shape::Number)
    }

    /// Whether piece `at` is a hyphen or dash.
    pub(crate) fn is_dash(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "–" | "—" | "‐" | "‑" | "−" | "‒")
    }

    /// Whether piece `at` begins with a capital.
    pub(crate) fn is_capital(&self, at: usize) -> bool {
        self.text(at).chars().next().is_some_and(char::is_uppercase)
    }

    /// The text from piece `start` to the one before `end`.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        match (self.piece(start), end.checked_sub(1).and_then(|last| self.piece(last))) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }
}
