//! Dictionary forms by rules, exceptions and an index of known lemmas.
//!
//! As spaCy's rule lemmatizer for English (`spacy/pipeline/lemmatizer.py`, `spacy/lang/en/lemmatizer.py`).

use smol_str::{SmolStr, StrExt};

use crate::article::Pos;
use crate::error::Error;
use crate::lexicon::seen::SeenWords;
use crate::lexicon::table::{self, Sorted};
use crate::tokens::chars::{CharClass, Chars};

const RULES: (&str, &str) = ("engine/lemma_rules.tsv", include_str!("../../models/engine/lemma_rules.tsv"));
const EXCEPTIONS: (&str, &str) =
    ("engine/lemma_exceptions.tsv", include_str!("../../models/engine/lemma_exceptions.tsv"));
const INDEX: (&str, &str) = ("engine/lemma_index.tsv", include_str!("../../models/engine/lemma_index.tsv"));

/// The parts of speech that have tables: universal name, name in the tables, letter in the index.
const INFLECTED: [(Pos, &str, char); 5] = [
    (Pos::Adj, "adj", 'j'),
    (Pos::Adv, "adv", 'v'),
    (Pos::Noun, "noun", 'u'),
    (Pos::Verb, "verb", 'r'),
    (Pos::Punct, "punct", 'n'),
];

/// The lemmas that one thread found lately, for each part of speech of [`INFLECTED`].
#[derive(Debug, Default)]
pub struct SeenLemmas([SeenWords<SmolStr, 8192>; INFLECTED.len()]);

/// Finds dictionary forms.
#[derive(Debug)]
pub struct Lemmatizer {
    /// For each part of speech of [`INFLECTED`] its endings and what they become, in order.
    rules: [Vec<(&'static str, &'static str)>; INFLECTED.len()],
    exceptions: Sorted,
    index: Sorted,
    chars: &'static Chars,
}

impl Lemmatizer {
    /// Loads the embedded tables.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        let mut rules = [const { Vec::new() }; INFLECTED.len()];
        let rows = table::rows(RULES.0, RULES.1, ["pos", "order", "old", "new"])?;
        for (line, [pos, _, old, new]) in (3..).zip(rows) {
            let at = INFLECTED.iter().position(|known| known.1 == pos).ok_or_else(|| Error::Model {
                file: RULES.0,
                place: format!("line {line}"),
                cause: format!("unknown part of speech {pos}"),
            })?;
            rules[at].push((old, new));
        }
        Ok(Self {
            rules,
            exceptions: Sorted::new(EXCEPTIONS.0, EXCEPTIONS.1, ["form", "pos", "lemmas"])?,
            index: Sorted::new(INDEX.0, INDEX.1, ["lemma", "pos"])?,
            chars: Chars::shared()?,
        })
    }

    /// The dictionary form of a token with the part of speech `pos` and the features `morph` ("Number=Plur"; possibly empty).
    pub fn lemma(&self, text: &str, pos: Pos, morph: &str) -> SmolStr {
        match inflection(pos, morph) {
            Some(class) => self.inflected(text, &text.to_lowercase(), class),
            None if pos == Pos::Propn && !is_base_form(pos, morph) => text.into(),
            None => text.to_lowercase_smolstr(),
        }
    }

    /// The same as [`Self::lemma`], searched once for a form as long as `seen` has room.
    pub fn remembered(&self, seen: &mut SeenLemmas, text: &str, pos: Pos, morph: &str) -> SmolStr {
        let lemma = || self.lemma(text, pos, morph);
        // Other words are not searched for.
        inflection(pos, morph).map_or_else(lemma, |class| seen.0[class].remembered(text, lemma))
    }

    /// The form that the rules and exceptions of one part of speech find: an exception over a form in the index over
    /// one that is no word over an unknown word over the text itself; among equals as spaCy orders them.
    fn inflected(&self, text: &str, lower: &str, class: usize) -> SmolStr {
        let (_, name, letter) = INFLECTED[class];
        let (mut known, mut other, mut unknown) = (Vec::new(), Vec::new(), None);
        for (old, new) in &self.rules[class] {
            let Some(form) = lower.strip_suffix(old).map(|stem| format!("{stem}{new}")) else { continue };
            if form.is_empty() {
            } else if self.index.get(&form).is_some_and(|letters| letters.contains(letter)) {
                known.push(form);
            } else if !form.chars().all(|c| self.chars.is(c, CharClass::LETTER)) {
                other.push(form);
            } else {
                unknown = unknown.or(Some(form));
            }
        }
        let listed = self.exceptions.get(&format!("{lower}\t{name}")).unwrap_or_default();
        let is_found = |form: &&str| known.iter().chain(&other).any(|found| found == form);
        if let Some(exception) = listed.rsplit('|').find(|form| !form.is_empty() && !is_found(form)) {
            return exception.into();
        }
        let first = other.into_iter().next();
        known.pop().or(first).or(unknown).map_or_else(|| text.into(), SmolStr::from)
    }
}

/// The place in [`INFLECTED`] of a part of speech that is reduced; `None` for one that is not, and for base forms.
fn inflection(pos: Pos, morph: &str) -> Option<usize> {
    INFLECTED.iter().position(|known| known.0 == pos).filter(|_| !is_base_form(pos, morph))
}

/// Whether the features say that the word stands in its dictionary form already.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let has = |feature: &str| morph.split('|').any(|one| one == feature);
    let numbered = || morph.split('|').any(|one| one.starts_with("Number="));
    match pos {
        Pos::Noun if has("Number=Sing") => true,
        Pos::Verb if has("VerbForm=Fin") && has("Tense=Pres") && !numbered() => true,
        _ => has("VerbForm=Inf") || has("VerbForm=None") || has("Degree=Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms_are_reduced() {
        let (lemmatizer, mut seen) = (Lemmatizer::new().unwrap(), SeenLemmas::default());
        for (text, pos, morph, lemma) in [
            ("Smugglers", Pos::Noun, "Number=Plur", "smuggler"),
            ("children", Pos::Noun, "Number=Plur", "child"),
            ("tracked", Pos::Verb, "Tense=Past|VerbForm=Fin", "track"),
            ("Said", Pos::Verb, "Tense=Past|VerbForm=Fin", "say"),
            ("were", Pos::Aux, "Tense=Past|VerbForm=Fin", "were"),
            ("Police", Pos::Noun, "Number=Sing", "police"),
            ("better", Pos::Adj, "Degree=Cmp", "well"),
            ("Kampala", Pos::Propn, "Number=Sing", "Kampala"),
            ("The", Pos::Det, "", "the"),
            ("“", Pos::Punct, "", "\""),
            ("F-16s", Pos::Noun, "Number=Plur", "f-16"),
            ("\n", Pos::Space, "", "\n"),
            ("BLARGLED", Pos::Verb, "Tense=Past|VerbForm=Fin", "blargle"),
            ("Xyz", Pos::Noun, "Number=Plur", "Xyz"),
        ] {
            for _ in 0..2 {
                assert_eq!(&*lemmatizer.remembered(&mut seen, text, pos, morph), lemma, "{text}");
            }
        }
    }

    #[test]
    fn the_searched_tables_are_in_order() {
        for (file, text) in [EXCEPTIONS, INDEX] {
            let rows: Vec<_> = text.lines().skip(2).collect();
            assert!(rows.is_sorted(), "{file}");
        }
    }
}
