//! Text that may come from anywhere, made safe for a terminal.

/// What stands in for a character that would steer the terminal: one character for one, so that positions stay.
/// C0 controls have pictures of their own in Unicode; others, and marks that turn the direction of what follows, become
/// U+FFFD. A tab becomes a blank.
pub(super) fn safe(c: char) -> char {
    match c {
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        _ => c,
    }
}

/// `text` on one line, nothing in it steering the terminal.
pub fn plain(text: &str) -> String {
    let one_line = |c| if matches!(c, '\n' | '\r') { ' ' } else { safe(c) };
    text.chars().map(one_line).collect()
}

/// [`plain`] text for a cell of a table: where it runs from right to left it is set apart, so that a terminal which
/// orders such text does not mix it with the cells beside it (UAX #9, isolates).
pub(super) fn cell(text: &str) -> String {
    let text = plain(text);
    let right_to_left =
        |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    if text.chars().any(right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(
            plain("a\u{1b}[31mb\tc\r\nd\u{9b}e\u{202e}f\u{7f}"),
            "a\u{241b}[31mb c  d\u{fffd}e\u{fffd}f\u{2421}"
        );
        assert_eq!(plain("caf\u{e9} \u{65e5}"), "caf\u{e9} \u{65e5}");
    }

    #[test]
    fn right_to_left_cells_are_set_apart() {
        assert_eq!(cell("\u{5e9}\u{5dc}"), "\u{2068}\u{5e9}\u{5dc}\u{2069}");
        assert_eq!(cell("abc"), "abc");
    }
}
