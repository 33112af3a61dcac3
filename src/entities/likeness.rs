//! Words that differ from a given one in a few letters, as an automaton that reads them byte by byte along a finite-state index.
//!
//! The state is the band of the table of edit distances (Wagner and Fischer 1974; the band after Ukkonen 1985) around the
//! diagonal. It needs no preparation, where a full automaton for one word costs more than the search.

/// Most letters by which words may differ.
const MOST: usize = 2;

/// Distances that are kept of a row of the table.
const BAND: usize = 2 * MOST + 1;

/// Accepts the words within some edits of `word`: letters added, left out or replaced.
#[derive(Debug)]
pub(super) struct Likeness {
    word: Vec<char>,
    edits: u8,
}

/// How far a word has been read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    /// Distance of the letters read so far to the first `letters - MOST`, ..., `letters + MOST` of the given word; more
    /// than the edits where there is none.
    band: [u8; BAND],
    /// Letters read.
    letters: u32,
    /// The bits of a letter under way, in UTF-8.
    part: u32,
    /// Bytes that it still lacks.
    lacks: u8,
}

impl Likeness {
    /// `edits`: 1 or 2.
    pub(super) fn new(word: &str, edits: u8) -> Self {
        Self { word: word.chars().collect(), edits: edits.min(MOST as u8) }
    }

    /// Before the first byte.
    pub(super) fn start(&self) -> Read {
        let none = self.edits + 1;
        let band = std::array::from_fn(|at| {
            at.checked_sub(MOST)
                .map_or(none, |length| if length <= self.word.len() { length as u8 } else { none })
        });
        Read { band: band.map(|distance| distance.min(none)), letters: 0, part: 0, lacks: 0 }
    }

    /// Whether the word may end here.
    pub(super) fn is_match(&self, read: &Read) -> bool {
        let at = (self.word.len() + MOST).checked_sub(read.letters as usize);
        let distance = at.and_then(|at| read.band.get(at));
        read.lacks == 0 && distance.is_some_and(|&distance| distance <= self.edits)
    }

    /// Whether any bytes may follow that make a word.
    pub(super) fn can_match(&self, read: &Read) -> bool {
        read.band.iter().any(|&distance| distance <= self.edits)
    }

    /// One byte further.
    pub(super) fn accept(&self, read: &Read, byte: u8) -> Read {
        let (part, lacks) = match byte {
            0..0x80 => (u32::from(byte), 0),
            0x80..0xc0 => (read.part << 6 | u32::from(byte & 0x3f), read.lacks.saturating_sub(1)),
            0xc0..0xe0 => (u32::from(byte & 0x1f), 1),
            0xe0..0xf0 => (u32::from(byte & 0x0f), 2),
            0xf0.. => (u32::from(byte & 0x07), 3),
        };
        match lacks {
            0 => self.step(read, char::from_u32(part).unwrap_or(char::REPLACEMENT_CHARACTER)),
            _ => Read { part, lacks, ..*read },
        }
    }

    /// The next row of the table.
    fn step(&self, read: &Read, letter: char) -> Read {
        let (none, letters) = (self.edits + 1, read.letters + 1);
        let mut band = [none; BAND];
        for at in 0..BAND {
            let Some(length) = (letters as usize + at).checked_sub(MOST).filter(|&it| it <= self.word.len())
            else {
                continue;
            };
            let added = read.band.get(at + 1).map_or(none, |distance| distance + 1);
            let left_out = at.checked_sub(1).map_or(none, |before| band[before] + 1);
            let replaced = length
                .checked_sub(1)
                .map_or(none, |before| read.band[at] + u8::from(self.word[before] != letter));
            band[at] = added.min(left_out).min(replaced).min(none);
        }
        Read { band, letters, part: 0, lacks: 0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_like(word: &str, edits: u8, other: &str) -> bool {
        let likeness = Likeness::new(word, edits);
        let end = other.bytes().fold(likeness.start(), |read, byte| likeness.accept(&read, byte));
        likeness.is_match(&end)
    }

    /// The distance by its definition.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (at, letter) in a.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], at + 1);
            for (before, other) in b.iter().enumerate() {
                let replaced = diagonal + usize::from(letter != other);
                diagonal = row[before + 1];
                row[before + 1] = replaced.min(diagonal + 1).min(row[before] + 1);
            }
        }
        row[b.len()]
    }

    #[test]
    fn spellings_of_one_town_are_alike() {
        assert!(is_like("jehlum", 2, "jhelum") && !is_like("jehlum", 1, "jhelum"));
        assert!(
            is_like("zürich", 1, "zurich") && is_like("zurich", 1, "zürich") && is_like("київ", 2, "киев")
        );
        assert!(is_like("ab", 2, "") && !is_like("abc", 2, ""));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_are_alike_by_their_edit_distance(word in "[abü中]{0,7}", other in "[abü中]{0,7}", edits in 1_u8..3) {
            let [a, b]: [Vec<char>; 2] = [&word, &other].map(|it| it.chars().collect());
            prop_assert_eq!(is_like(&word, edits, &other), distance(&a, &b) <= usize::from(edits));
        }
    }
}
