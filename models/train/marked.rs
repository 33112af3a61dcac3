//! What the examples of training share: texts with marked numbers, and byte offsets of code points.

use anyhow::{Context, Result};
use headcount::Span;

/// A text whose numbers were marked: where each stands, and what its mark says.
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) marks: Vec<(Span, String)>,
}

/// Reads "Police arrested [12|men] in [2019|-]": a number and what is said of it.
pub(crate) fn marked(line: &str) -> Result<Marked> {
    let mut pieces = line.split('[');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut marks = Vec::new();
    for piece in pieces {
        let broken = || format!("\"[{piece}\": a number is marked as [12|men]");
        let (mark, rest) = piece.split_once(']').with_context(broken)?;
        let (number, meaning) = mark.split_once('|').with_context(broken)?;
        let start = text.len() as u32;
        text.push_str(number);
        marks.push((Span::new(start, text.len() as u32), meaning.to_owned()));
        text.push_str(rest);
    }
    Ok(Marked { text, marks })
}

/// Byte offsets of the code points of a text, its end included.
pub(crate) fn offsets(text: &str) -> Vec<u32> {
    text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect()
}
