//! Mistakes in their context, by kind, the most frequent kind first.

use std::collections::HashMap;
use std::io::{self, Write};

use crate::labelled::{Extent, LabelledArticle};
use crate::output::terminal::plain;
use crate::score::{Mistake, Scores};

/// Code points of context on either side.
const CONTEXT: usize = 60;

/// Writes up to `most` mistakes of each kind.
pub(super) fn write(
    out: &mut impl Write,
    scores: &Scores,
    gold: &[LabelledArticle],
    most: usize,
) -> io::Result<()> {
    let texts: HashMap<&str, &str> =
        gold.iter().map(|article| (article.id.as_str(), article.text.as_str())).collect();
    for (part, kind, mistakes) in scores.mistakes_by_kind() {
        writeln!(out, "{}: {kind} ({})", part.as_str(), mistakes.len())?;
        for Mistake { id, extent, note, .. } in mistakes.into_iter().take(most) {
            let text = texts.get(id.as_str()).copied().unwrap_or_default();
            let context = extent.map_or_else(String::new, |extent| context(text, extent));
            writeln!(out, "  {}: {}", plain(id), plain(&context))?;
            writeln!(out, "    {}", plain(note))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The words at fault in brackets, with what stands around them, on one line.
pub(in crate::program::commands) fn context(text: &str, extent: Extent) -> String {
    let from = extent.start.saturating_sub(CONTEXT);
    let mut line = String::new();
    let around = text.chars().enumerate().skip(from).take(extent.end + CONTEXT - from);
    for (place, c) in around {
        if place == extent.start {
            line.push('[');
        }
        // Line breaks and control characters would break the line, or the terminal.
        line.push(if c.is_control() { ' ' } else { c });
        if place + 1 == extent.end {
            line.push(']');
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_stand_in_brackets_in_one_line() {
        assert_eq!(context("Zoë met\n12 men.", Extent::new(8, 10)), "Zoë met [12] men.");
        assert_eq!(context("12\u{1b}", Extent::new(0, 2)), "[12] ");
        let long = "a".repeat(500);
        assert_eq!(context(&long, Extent::new(200, 201)).chars().count(), 123);
    }
}
