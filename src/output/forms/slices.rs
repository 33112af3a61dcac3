//! Stretches of a text by code points, as the annotation counts.

use crate::output::SpanRecord;

/// A text that is cut by code points; made once, then every cut is cheap.
#[derive(Debug)]
pub(super) struct Slices<'a> {
    text: &'a str,
    /// The byte at which each code point begins, and the text's end; `None` where the text is ASCII and both are the same.
    begins: Option<Vec<u32>>,
}

impl<'a> Slices<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let begins = (!text.is_ascii()).then(|| {
            let places = text.char_indices().map(|(place, _)| place as u32);
            places.chain([text.len() as u32]).collect()
        });
        Self { text, begins }
    }

    /// The words of `span`; `None` where it is no stretch of the text.
    pub(super) fn get(&self, span: SpanRecord) -> Option<&'a str> {
        self.text.get(self.byte(span.start)?..self.byte(span.end)?)
    }

    fn byte(&self, point: usize) -> Option<usize> {
        match &self.begins {
            None => Some(point),
            Some(begins) => begins.get(point).map(|&byte| byte as usize),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_by_code_points_and_a_wrong_one_is_none() {
        for (text, word) in [("Zoë met 12 men", "12"), ("Zoe met 12 men", "12")] {
            let slices = Slices::of(text);
            assert_eq!(slices.get(SpanRecord { start: 8, end: 10 }), Some(word));
            assert_eq!(slices.get(SpanRecord { start: 11, end: 14 }), Some("men"));
            assert_eq!(slices.get(SpanRecord { start: 11, end: 15 }), None);
            assert_eq!(slices.get(SpanRecord { start: 9, end: 8 }), None);
        }
    }
}
