//! Which words may tell the same fact and which never do, and the cues around a number: `models/links/facts-words.tsv`.

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::lexicon;

/// The list's path below `models/`.
const FILE: &str = "links/facts-words.tsv";

/// What is known of one word.
#[derive(Debug, Clone, Copy, Default)]
struct KnownWord {
    /// Rows of synonyms that it stands in, a bit each.
    synonyms: u128,
    /// Rows of words that are apart, a bit each.
    apart: u128,
    /// Cues, a bit each of [`Signal`].
    cues: u8,
}

/// What a single word says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// A noun that may stand for any people or things that were named more closely.
    General,
    /// What is counted comes on top of the others ("another").
    Added,
    /// What is counted is what is left of a group, or something else ("other", "new").
    Other,
    /// What is counted was there before ("the", "all").
    Taken,
    /// A later state of the same thing is told ("rose", "revised").
    Update,
    /// A figure is stated, whatever happened ("put", "counted").
    Stated,
}

/// The lists by word.
#[derive(Debug)]
pub(super) struct Lists {
    known: FxHashMap<&'static str, KnownWord>,
    /// The first word of every row of synonyms.
    names: Vec<&'static str>,
}

impl Lists {
    /// Parses the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when a row names an unknown class, or there are more rows of one class than a set has room for.
    pub(super) fn new() -> Result<Self, Error> {
        let mut known: FxHashMap<&'static str, KnownWord> = FxHashMap::default();
        let (mut names, mut apart) = (Vec::new(), 0_u32);
        for row in
            lexicon::parse(FILE, include_str!("../../../models/links/facts-words.tsv"), &["class", "words"])?
        {
            let fault = |cause: &str| Error::Model {
                file: FILE,
                place: format!("line {}", row.line),
                cause: cause.to_owned(),
            };
            let full = || fault("there are too many rows of this class");
            let mut here = KnownWord::default();
            match row.field(0) {
                "synonyms" => {
                    here.synonyms = bit(names.len() as u32).ok_or_else(full)?;
                    names.extend(row.list(1).next());
                }
                "apart" => {
                    here.apart = bit(apart).ok_or_else(full)?;
                    apart += 1;
                }
                name => here.cues = 1 << cue(name).ok_or_else(|| fault("unknown class"))? as u8,
            }
            for word in row.list(1) {
                let entry = known.entry(word).or_default();
                entry.synonyms |= here.synonyms;
                entry.apart |= here.apart;
                entry.cues |= here.cues;
            }
        }
        Ok(Self { known, names })
    }

    fn of(&self, word: &str) -> KnownWord {
        self.known.get(word).copied().unwrap_or_default()
    }

    /// The rows of synonyms of a lemma in lower case, a bit each.
    pub(super) fn synonyms(&self, word: &str) -> u128 {
        self.of(word).synonyms
    }

    /// The first words of some rows of synonyms.
    pub(super) fn names(&self, rows: u128) -> impl Iterator<Item = &'static str> {
        self.names.iter().enumerate().filter(move |&(row, _)| rows & (1 << row) != 0).map(|(_, &name)| name)
    }

    /// Whether two lemmas never tell the same thing.
    pub(super) fn are_apart(&self, one: &str, other: &str) -> bool {
        one != other && self.of(one).apart & self.of(other).apart != 0
    }

    /// Whether a lemma in lower case is a cue of this sort.
    pub(super) fn is(&self, word: &str, cue: Signal) -> bool {
        self.of(word).cues & (1 << cue as u8) != 0
    }
}

/// The bit of a row, where there is one.
fn bit(row: u32) -> Option<u128> {
    1_u128.checked_shl(row)
}

fn cue(name: &str) -> Option<Signal> {
    match name {
        "general" => Some(Signal::General),
        "added" => Some(Signal::Added),
        "other" => Some(Signal::Other),
        "taken" => Some(Signal::Taken),
        "update" => Some(Signal::Update),
        "stated" => Some(Signal::Stated),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_rows_or_are_apart() {
        let lists = Lists::new().unwrap();
        assert_ne!(lists.synonyms("kill") & lists.synonyms("dead"), 0);
        assert_eq!(lists.synonyms("kill") & lists.synonyms("arrest"), 0);
        assert!(lists.are_apart("man", "woman") && !lists.are_apart("man", "man"));
        assert!(lists.is("another", Signal::Added) && !lists.is("the", Signal::Added));
    }
}
