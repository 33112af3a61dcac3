//! What does not belong to a mention, so that two labellers' habits with articles and quotes are no mistakes.

use crate::labelled::Extent;

/// Words before a counted phrase or quantity that are not compared.
const LEADING: [&str; 10] = ["the", "a", "an", "his", "her", "their", "its", "our", "my", "your"];
const OPENING: &str = "\"'“”‘’([";
const CLOSING: &str = "\"'“”‘’)].,;:!?";
const NAME_OPENING: &str = " \t\n\"“”‘’'([{";
const NAME_CLOSING: &str = " \t\n\"“”‘’',;:)]}";

/// A quantity or a phrase without leading articles, possessive pronouns, quotes and brackets, and without trailing quotes, `'s` and
/// punctuation; never empty unless `extent` is.
pub(super) fn phrase(text: &[char], extent: Extent) -> Extent {
    let piece = slice(text, extent);
    let length = Some(without_tail(piece)).filter(|&length| length > 0).unwrap_or(piece.len());
    let skipped = Some(lead(&piece[..length])).filter(|&skipped| skipped < length).unwrap_or(0);
    Extent::new(extent.start + skipped, extent.start + length)
}

/// Length of `piece` without trailing quotes, punctuation and `'s`.
fn without_tail(piece: &[char]) -> usize {
    let mut length = piece.len();
    loop {
        length = match &piece[..length] {
            [.., last] if last.is_whitespace() || CLOSING.contains(*last) => length - 1,
            [.., '\'' | '’', 's'] => length - 2,
            _ => return length,
        };
    }
}

/// Length of the quotes, articles and possessive pronouns that `piece` begins with.
fn lead(piece: &[char]) -> usize {
    let mut skipped = 0;
    loop {
        let rest = &piece[skipped..];
        let marks = count(rest, |c| c.is_whitespace() || OPENING.contains(c));
        let word = article(&rest[marks..], &LEADING);
        if marks + word == 0 {
            return skipped;
        }
        skipped += marks + word;
    }
}

/// Length of the first word of `piece` and the space behind it, where the word is one of `words`, else 0.
fn article(piece: &[char], words: &[&str]) -> usize {
    let length = count(piece, |c| !c.is_whitespace());
    let space = count(&piece[length..], char::is_whitespace);
    let word: String = piece[..length].iter().flat_map(|c| c.to_lowercase()).collect();
    if length > 0 && space > 0 && words.contains(&word.as_str()) { length + space } else { 0 }
}

/// A name without a leading article, a trailing possessive and outer quotes, commas and brackets; may be empty.
pub(super) fn name(text: &[char], extent: Extent) -> Extent {
    let mut now = extent;
    // Three rounds undo marks in marks (`"the 'Herald'"`); more would only be a loop for its own sake.
    for _ in 0..3 {
        let before = now;
        now.start += count(slice(text, now), |c| NAME_OPENING.contains(c));
        now.end = now.start + possessive(slice(text, now));
        let piece = slice(text, now);
        now.end -= count_back(piece, |c| NAME_CLOSING.contains(c));
        let piece = slice(text, now);
        let the = article(piece, &LEADING[..3]);
        now.start += if the < piece.len() { the } else { 0 };
        if now == before {
            break;
        }
    }
    now
}

/// Length of `piece` without a trailing `'s`, or without the bare apostrophe after an s.
fn possessive(piece: &[char]) -> usize {
    let length = piece.len();
    let mark = match piece {
        [.., '\'' | '’' | '`', 's'] => length - 2,
        [.., '\'' | '’' | '`', space, 's'] if space.is_whitespace() => length - 3,
        [.., 's' | 'S', '\'' | '’'] => return length - 1,
        [.., 's' | 'S', space, '\'' | '’'] if space.is_whitespace() => return length - 2,
        _ => return length,
    };
    mark - count_back(&piece[..mark], char::is_whitespace)
}

fn slice(text: &[char], extent: Extent) -> &[char] {
    text.get(extent.start..extent.end).unwrap_or_default()
}

/// Number of characters at the beginning that pass `test`.
fn count(piece: &[char], test: impl Fn(char) -> bool) -> usize {
    piece.iter().take_while(|&&c| test(c)).count()
}

/// Number of characters at the end that pass `test`.
fn count_back(piece: &[char], test: impl Fn(char) -> bool) -> usize {
    piece.iter().rev().take_while(|&&c| test(c)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trimmed(text: &str, by: impl Fn(&[char], Extent) -> Extent) -> String {
        let chars: Vec<char> = text.chars().collect();
        let extent = by(&chars, Extent::new(0, chars.len()));
        chars[extent.start..extent.end].iter().collect()
    }

    #[test]
    fn phrases_lose_articles_quotes_and_possessives() {
        for (text, expected) in [
            ("the “gangsters”", "gangsters"),
            ("their own men.", "own men"),
            ("FIA’s", "FIA"),
            ("an (old) well),", "old) well"),
            ("the", "the"),
            ("'s", "s"),
            ("another day", "another day"),
            ("The the men's", "men"),
        ] {
            assert_eq!(trimmed(text, phrase), expected, "{text}");
        }
    }

    #[test]
    fn names_lose_the_article_the_possessive_and_outer_marks() {
        for (text, expected) in [
            ("the FIA's", "FIA"),
            ("“The Herald”,", "Herald"),
            ("United States'", "United States"),
            ("Arvo 's", "Arvo"),
            ("St. Petersburg.", "St. Petersburg."),
            ("The", "The"),
            ("''", ""),
        ] {
            assert_eq!(trimmed(text, name), expected, "{text}");
        }
    }
}
