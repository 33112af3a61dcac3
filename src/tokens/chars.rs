//! Classes of characters, as the model's own expressions and its Unicode tables draw them.

use crate::error::Error;
use crate::lexicon::shared::Shared;
use crate::lexicon::table;

const FILE: &str = "engine/chars.tsv";
const TEXT: &str = include_str!("../../models/engine/chars.tsv");

/// The letters of the table's third column, in the order of their bits.
const LETTERS: &str = "audnwLAlrUfpsi";

/// A set of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CharClass(u16);

impl CharClass {
    /// Letters (Unicode L*).
    pub(crate) const LETTER: Self = Self(1);
    /// Capital letters.
    pub(crate) const CAPITAL: Self = Self(1 << 1);
    /// Digits, superscript and circled ones included.
    pub(crate) const DIGIT: Self = Self(1 << 2);
    /// Decimal digits of all scripts (Unicode Nd).
    pub(crate) const DECIMAL: Self = Self(1 << 3);
    /// What the scheme of a URL is made of.
    pub(crate) const SCHEME: Self = Self(1 << 4);
    /// What the last label of a host name is made of.
    pub(crate) const HOST_END: Self = Self(1 << 5);
    /// What may stand beside an infix.
    pub(crate) const ALPHA: Self = Self(1 << 6);
    /// What may stand before a full stop inside a word that is cut there ("end.Next").
    pub(crate) const BEFORE_STOP: Self = Self(1 << 7);
    /// What must stand after such a full stop.
    pub(crate) const AFTER_STOP: Self = Self(1 << 8);
    /// Capitals of which two before a final full stop cut it off ("the EU.").
    pub(crate) const UPPER: Self = Self(1 << 9);
    /// What cuts off a final full stop that it precedes.
    pub(crate) const CUTS_FINAL_STOP: Self = Self(1 << 10);
    /// What is cut off at the front.
    pub(crate) const PREFIX: Self = Self(1 << 11);
    /// What is cut off at the end.
    pub(crate) const SUFFIX: Self = Self(1 << 12);
    /// What is a token of its own wherever it stands (emoji, ©, …).
    pub(crate) const ALONE: Self = Self(1 << 13);
}

/// Code points of one page of the table.
const PAGE: usize = 256;

/// Finds the classes of a character in two steps: page, then place in the page.
pub(crate) struct Chars {
    page_of: Vec<u16>,
    pages: Vec<[u16; PAGE]>,
}

impl std::fmt::Debug for Chars {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chars").field("pages", &self.pages.len()).finish_non_exhaustive()
    }
}

impl Chars {
    /// The embedded table.
    ///
    /// # Errors
    /// [`Error::Model`] when it is damaged.
    pub(crate) fn shared() -> Result<&'static Self, Error> {
        static CHARS: Shared<Chars> = Shared::empty();
        CHARS.get(Self::new)
    }

    fn new() -> Result<Self, Error> {
        let mut chars = Self { page_of: vec![0; 0x11_0000 / PAGE], pages: vec![[0; PAGE]] };
        for (line, [first, last, letters]) in
            (3..).zip(table::rows(FILE, TEXT, ["first", "last", "classes"])?)
        {
            let (first, last) = (code_point(first, line)?, code_point(last, line)?);
            chars.fill(first, last, bits(letters, line)?);
        }
        Ok(chars)
    }

    /// Whether `c` belongs to `class`.
    pub(crate) fn is(&self, c: char, class: CharClass) -> bool {
        let code = c as usize;
        self.pages[self.page_of[code / PAGE] as usize][code % PAGE] & class.0 != 0
    }

    /// Gives the code points from `first` to `last` the classes `bits`. Runs come in ascending order.
    fn fill(&mut self, first: usize, last: usize, bits: u16) {
        for page in first / PAGE..=last / PAGE {
            let from = first.max(page * PAGE) - page * PAGE;
            let to = last.min(page * PAGE + PAGE - 1) - page * PAGE;
            let whole = to - from == PAGE - 1;
            let alike = self.pages.iter().position(|known| whole && known.iter().all(|&b| b == bits));
            if let Some(alike) = alike {
                self.page_of[page] = alike as u16;
                continue;
            }
            if self.page_of[page] == 0 {
                self.page_of[page] = self.pages.len() as u16;
                self.pages.push([0; PAGE]);
            }
            self.pages[self.page_of[page] as usize][from..=to].fill(bits);
        }
    }
}

fn code_point(field: &str, line: usize) -> Result<usize, Error> {
    usize::from_str_radix(field, 16)
        .ok()
        .filter(|&code| code < 0x11_0000)
        .ok_or_else(|| fault(line, format!("{field} is no code point")))
}

fn bits(letters: &str, line: usize) -> Result<u16, Error> {
    letters.chars().try_fold(0, |bits, letter| {
        let at = LETTERS.find(letter).ok_or_else(|| fault(line, format!("unknown class {letter}")))?;
        Ok(bits | 1 << at)
    })
}

fn fault(line: usize, cause: String) -> Error {
    Error::Model { file: FILE, place: format!("line {line}"), cause }
}

/// White space as Python's `str.isspace` sees it: Unicode's, and the four separators U+001C to U+001F.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_for_typical_and_odd_characters() {
        let chars = Chars::shared().unwrap();
        let all = |text: &str, class| text.chars().all(|c| chars.is(c, class));
        let none = |text: &str, class| !text.chars().any(|c| chars.is(c, class));
        assert!(all("aZéßǅ中ª", CharClass::LETTER) && none("1Ⅳ_ \u{301}Ⓐ", CharClass::LETTER));
        assert!(all("AÉΣ", CharClass::CAPITAL) && none("aǅ中Ⅳ", CharClass::CAPITAL));
        assert!(all("0²①٣", CharClass::DIGIT) && none("½Ⅳ", CharClass::DIGIT));
        assert!(all("(“$€👍©…%", CharClass::PREFIX) && none("a1.+-/", CharClass::PREFIX));
        assert!(all(")”👍…—", CharClass::SUFFIX) && none("$€a1.%", CharClass::SUFFIX));
        assert!(all("©👍…", CharClass::ALONE) && none("—-a", CharClass::ALONE));
        assert!(!chars.is('\u{10ffff}', CharClass::LETTER));
    }

    #[test]
    fn white_space_has_the_separators_but_not_the_zero_width_blank() {
        assert!("\u{1c}\u{1f}\u{85}\u{a0}\u{3000}\u{2029}\u{b}".chars().all(is_space));
        assert!(!"\u{200b}\u{feff}\u{180e}a".chars().any(is_space));
    }
}
