//! What the recogniser sees of a word beside its pretrained attributes: its letters, three by three, and the lists that it
//! stands in. Trained by `models/train/names`; words.py there computes the same.

use rustc_hash::FxHashMap;

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::fold::fold;
use super::gazetteer::{Gazetteer, Named};
use crate::error::Error;
use crate::lexicon::{self, shared::Shared, table::Sorted};
use crate::network::weights::Weights;

/// The list of persons' words, in the order of its bytes.
const PERSONS: (&str, &str) = ("names/persons.tsv", include_str!("../../models/names/persons.tsv"));

/// Letters of a word that count.
const LONGEST: usize = 24;

/// The two tables, and the lists.
#[derive(Debug)]
pub struct Spelling {
    width: usize,
    /// [rows, width]: a vector for every hashed triple of letters.
    triples: &'static [f16],
    /// [512, width]: a vector for every set of lists.
    sets: &'static [f16],
    lists: &'static Lists,
}

impl Spelling {
    /// Loads the tables, whose rows are `width` wide.
    ///
    /// # Errors
    /// [`Error::Model`] when table or list is damaged.
    pub fn load(weights: &Weights, width: usize) -> Result<Self, Error> {
        let [triples, _] = weights.shape("ner.tok2vec.embed.gram")?;
        Ok(Self {
            width,
            triples: weights.read("ner.tok2vec.embed.gram", &[triples, width])?,
            sets: weights.read("ner.tok2vec.embed.list", &[Lists::SETS, width])?,
            lists: Lists::shared()?,
        })
    }

    /// Numbers that [`Self::fill`] writes.
    pub fn size(&self) -> usize {
        2 * self.width
    }

    /// Writes the two vectors of `word` to `parts`, which are zeros.
    pub fn fill(&self, word: &str, parts: &mut [f32]) {
        let key = fold(word);
        let (letters, set) = parts.split_at_mut(self.width);
        self.add_triples(&key, letters);
        let number = self.lists.of(word, &key) as usize;
        self.sets[number * self.width..][..self.width].convert_to_f32_slice(set);
    }

    /// The sum of the triples' vectors, divided by the root of their number.
    fn add_triples(&self, key: &str, sum: &mut [f32]) {
        let letters: Vec<char> =
            std::iter::once('<').chain(key.chars().take(LONGEST)).chain(std::iter::once('>')).collect();
        let scale = 1.0 / (letters.len().saturating_sub(2).max(1) as f32).sqrt();
        let (rows, mut row) = (self.triples.len() / self.width, vec![0.0; self.width]);
        for triple in letters.windows(3) {
            let at = hash(triple) as usize % rows;
            // All at once: number by number each conversion asks what the processor can do.
            self.triples[at * self.width..][..self.width].convert_to_f32_slice(&mut row);
            for (value, stored) in sum.iter_mut().zip(&row) {
                *value += scale * stored;
            }
        }
    }
}

/// FNV-1a (32 bits) of the letters' UTF-8 bytes, <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn hash(letters: &[char]) -> u32 {
    let mut buffer = [0; 4];
    letters.iter().fold(2_166_136_261, |hash, letter| {
        let bytes = letter.encode_utf8(&mut buffer).bytes();
        bytes.fold(hash, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619))
    })
}

/// Which lists a word stands in, one bit each.
#[derive(Debug)]
pub(super) struct Lists {
    bits: FxHashMap<Box<str>, u16>,
    /// Searched in place: to read its 42,000 rows takes a fifth of the program's start.
    persons: Sorted,
    gazetteer: &'static Gazetteer,
}

impl Lists {
    /// Sets of lists.
    const SETS: usize = 512;

    const GIVEN: u16 = 1;
    const LAST: u16 = 2;
    const PLACE: u16 = 4;
    const LARGE_PLACE: u16 = 8;
    const FIRST_OF_PLACE: u16 = 16;
    const COUNTRY: u16 = 32;
    const PEOPLE: u16 = 64;
    const ORGANISATION: u16 = 128;
    const CAPITALS: u16 = 256;

    /// The embedded lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub(super) fn shared() -> Result<&'static Self, Error> {
        static LISTS: Shared<Lists> = Shared::empty();
        LISTS.get(Self::new)
    }

    fn new() -> Result<Self, Error> {
        let persons = Sorted::of_list(PERSONS.0, PERSONS.1, ["word", "kind"])?;
        let mut lists = Self { bits: FxHashMap::default(), persons, gazetteer: Gazetteer::shared()? };
        let nations = include_str!("../../models/names/nations.tsv");
        for row in lexicon::parse("names/nations.tsv", nations, &["code", "names", "people"])? {
            for name in row.list(1) {
                lists.put(fold(name).split(' ').next().unwrap_or_default(), Self::COUNTRY);
            }
            row.list(2).for_each(|people| lists.put_people(people));
        }
        let groups = include_str!("../../models/names/groups.tsv");
        for row in lexicon::parse("names/groups.tsv", groups, &["name", "kind"])? {
            lists.put_people(row.field(0));
        }
        let words = include_str!("../../models/names/words.tsv");
        for row in lexicon::parse("names/words.tsv", words, &["class", "forms"])? {
            if matches!(row.field(0), "org" | "company") {
                row.list(1).for_each(|form| lists.put(form, Self::ORGANISATION));
            }
        }
        Ok(lists)
    }

    fn put(&mut self, word: &str, bit: u16) {
        *self.bits.entry(word.into()).or_default() |= bit;
    }

    fn put_people(&mut self, people: &str) {
        self.put(&fold(people), Self::PEOPLE);
        self.put(&fold(&format!("{people}s")), Self::PEOPLE);
    }

    /// The set of `word`, whose folded form is `key`; a word without a capital stands in no list.
    pub(super) fn of(&self, word: &str, key: &str) -> u16 {
        if !word.chars().next().is_some_and(char::is_uppercase) {
            return 0;
        }
        let is_loud = word.chars().nth(1).is_some() && !word.chars().any(char::is_lowercase);
        let Named { alone, begins } = self.gazetteer.named(key);
        let place = match alone {
            Some(people) if people >= 50_000 => Self::LARGE_PLACE,
            Some(_) => Self::PLACE,
            None => 0,
        };
        let kinds = self.persons.get(key).unwrap_or_default().split('|');
        let person = kinds.fold(0, |bits, kind| match kind {
            "given" => bits | Self::GIVEN,
            "last" => bits | Self::LAST,
            _ => bits,
        });
        self.bits.get(key).copied().unwrap_or_default()
            | person
            | place
            | if begins { Self::FIRST_OF_PLACE } else { 0 }
            | if is_loud { Self::CAPITALS } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_persons_is_in_order_and_of_known_kinds() {
        let rows = lexicon::parse(PERSONS.0, PERSONS.1, &["word", "kind"]).unwrap();
        assert!(rows.windows(2).all(|pair| pair[0].field(0) < pair[1].field(0)));
        assert!(rows.iter().all(|row| row.list(1).all(|kind| matches!(kind, "given" | "last"))));
        let lists = Lists::shared().unwrap();
        for row in rows.iter().step_by(997) {
            assert!(lists.persons.get(row.field(0)).is_some(), "{}", row.field(0));
        }
    }
}
