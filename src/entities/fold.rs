//! The form in which names are compared: lower case, no accents, no apostrophes.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// `name` as a key: lower case, without accents, apostrophes and full stops, hyphens as blanks, single blanks. The
/// gazetteer is compiled with the same rule (`models/train/places/compile.py`).
pub(super) fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if name.is_ascii() {
        // Nearly every word; what Unicode would make of it, without asking for each letter.
        name.bytes().for_each(|byte| put(&mut key, byte.to_ascii_lowercase() as char));
    } else {
        let letters = name.to_lowercase();
        letters
            .nfkd()
            .filter(|&letter| canonical_combining_class(letter) == 0)
            .for_each(|letter| put(&mut key, letter));
    }
    key.truncate(key.trim_end().len());
    key
}

/// As [`fold`], without a copy of a name that is its key already, as most words of a text are.
pub(super) fn folded(name: &str) -> Cow<'_, str> {
    let is_key = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_key { Cow::Borrowed(name) } else { Cow::Owned(fold(name)) }
}

/// Adds a letter in lower case, in the form of the key.
fn put(key: &mut String, letter: char) {
    match letter {
        'a'..='z' | '0'..='9' => key.push(letter),
        '\'' | '’' | '‘' | '`' | 'ʿ' | 'ʾ' | 'ʼ' | '.' => {}
        // Python, which compiles the lists, counts the last four as white space.
        '-' | '‐' | '–' | '—' | '/' | ',' | '\u{1c}'..='\u{1f}' => blank(key),
        space if space.is_whitespace() => blank(key),
        'ß' => key.push_str("ss"),
        'æ' => key.push_str("ae"),
        'œ' => key.push_str("oe"),
        'þ' => key.push_str("th"),
        other => key.push(plain(other)),
    }
}

/// Adds a blank, unless one is there or nothing is.
fn blank(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

/// Letters whose accent is not a mark of its own in Unicode.
fn plain(letter: char) -> char {
    match letter {
        'ł' => 'l',
        'ø' => 'o',
        'đ' | 'ð' => 'd',
        'ı' => 'i',
        'ə' => 'a',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_marks_and_hyphens_make_no_difference() {
        assert_eq!(fold("São Tomé"), "sao tome");
        assert_eq!(fold("Port-au-Prince"), "port au prince");
        assert_eq!(fold("N’Djamena"), "ndjamena");
        assert_eq!(fold("St. John's"), "st johns");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("  Łódź "), "lodz");
        assert_eq!(fold("हिन्दी\u{1f}"), "हिनदी", "vowel signs stay: they are letters, not accents");
    }
}
