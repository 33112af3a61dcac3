//! One paragraph, wrapped to the width and painted.

use std::io::{self, Write};
use std::ops::Range;

use textwrap::WordSeparator;
use textwrap::core::{Word, break_words};
use textwrap::wrap_algorithms::wrap_first_fit;

use super::Look;
use super::colours::Paint;
use super::plain::safe;

/// The paragraphs of a text, in code points: what stands between blank lines; where there is no blank line at all,
/// every line.
pub(super) fn ranges(chars: &[char]) -> Vec<Range<usize>> {
    let lines = lines(chars);
    let blank = |line: &Range<usize>| chars[line.clone()].iter().all(|c| c.is_whitespace());
    let has_blank = lines.iter().any(|line| blank(line) && line.start > 0 && line.end < chars.len());
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for line in lines {
        if blank(&line) {
            open = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if open && has_blank => last.end = line.end,
            _ => paragraphs.push(line),
        }
        open = true;
    }
    paragraphs
}

/// The lines without their ends.
fn lines(chars: &[char]) -> Vec<Range<usize>> {
    let mut start = 0;
    let ends = chars.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(index, _)| index);
    let mut lines: Vec<_> = ends
        .map(|end| {
            let line = start..end;
            start = end + 1;
            line
        })
        .collect();
    lines.push(start..chars.len());
    lines
}

/// Writes a paragraph; `paints` runs parallel to `chars`.
pub(super) fn write(out: &mut impl Write, chars: &[char], paints: &[Paint], look: Look) -> io::Result<()> {
    for line in lines(chars) {
        let painted = Painted::of(&chars[line.clone()], &paints[line], look.colours);
        painted.write(out, look.width)?;
    }
    Ok(())
}

/// A line as it will be shown, with the colour of each character.
struct Painted {
    text: String,
    paints: Vec<Paint>,
}

impl Painted {
    /// Without colours, numbers get brackets.
    fn of(chars: &[char], paints: &[Paint], colours: bool) -> Self {
        let mut it = Self { text: String::new(), paints: Vec::new() };
        let is_number = |index: usize| paints.get(index).is_some_and(|it| matches!(it, Paint::Number(_)));
        for (index, (&c, &paint)) in chars.iter().zip(paints).enumerate() {
            let bracketed = !colours && is_number(index);
            if bracketed && (index == 0 || !is_number(index - 1)) {
                it.push('[', Paint::None);
            }
            if c != '\r' {
                it.push(safe(c), paint);
            }
            if bracketed && !is_number(index + 1) {
                it.push(']', Paint::None);
            }
        }
        it
    }

    fn push(&mut self, c: char, paint: Paint) {
        self.text.push(c);
        self.paints.push(paint);
    }

    fn write(&self, out: &mut impl Write, width: usize) -> io::Result<()> {
        let words = break_words(WordSeparator::AsciiSpace.find_words(&self.text), width);
        let mut at = 0;
        for line in wrap_first_fit(&words, &[width as f64]) {
            at = self.write_line(out, line, at)?;
        }
        Ok(())
    }

    /// Writes the words of one line, the first of which begins at character `at`; where the next line begins.
    fn write_line(&self, out: &mut impl Write, line: &[Word<'_>], mut at: usize) -> io::Result<usize> {
        let mut paint = Paint::None;
        let last = line.len().saturating_sub(1);
        for (index, word) in line.iter().enumerate() {
            let blanks = if index == last { "" } else { word.whitespace };
            for (offset, c) in word.word.chars().chain(blanks.chars()).enumerate() {
                let next = self.paints[at + offset];
                if next != paint {
                    write!(out, "{:#}{}", paint.style(), next.style())?;
                    paint = next;
                }
                write!(out, "{c}")?;
            }
            at += word.word.chars().count() + word.whitespace.chars().count();
        }
        writeln!(out, "{:#}", paint.style())?;
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        ranges(&chars).into_iter().map(|range| chars[range].iter().collect()).collect()
    }

    #[test]
    fn paragraphs_stand_between_blank_lines() {
        assert_eq!(parts("One\ntwo.\n \n\nThree.\n"), ["One\ntwo.", "Three."]);
    }

    #[test]
    fn without_blank_lines_every_line_is_a_paragraph() {
        assert_eq!(parts("One.\nTwo.\n"), ["One.", "Two."]);
        assert_eq!(parts("\r\n"), [""; 0]);
        assert_eq!(parts(""), [""; 0]);
    }
}
