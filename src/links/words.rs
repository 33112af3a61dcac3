//! Word classes by lemma: what kind of thing a noun is, what kind of happening a verb tells.

use rustc_hash::FxHashMap;

use crate::error::Error;
use crate::lexicon;

/// A set of word classes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Classes(u32);

/// One class of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Verbs whose subject says something.
    Report,
    /// Nouns that can stand for who says it ("figures").
    Speech,
    /// Verbs of rising and falling.
    Change,
    /// Verbs that say how much something is.
    Amount,
    /// Verbs that tell no event of their own.
    Light,
    /// Verbs that join a subject to what it is.
    Copula,
    /// Verbs that happen to people.
    AnimateVerb,
    /// Nouns for people.
    Person,
    /// Nouns for bodies of people.
    Group,
    /// Nouns of which an amount is the value ("rate").
    Scale,
    /// Nouns that stand for their of-phrase ("majority").
    Partitive,
    /// Nouns for happenings.
    Happening,
    /// Nouns for stretches of time.
    Period,
    /// Nouns that are no thing of their own ("connection").
    Vague,
    /// Type words of places ("district").
    Place,
    /// Verbs whose subject is the whole of which their object is a part.
    Whole,
    /// Nouns that are someone's ("rank").
    Attribute,
    /// Verbs that a place is the object of.
    Site,
    /// Verbs whose subject, where it is a place, is where it happened.
    Setting,
    /// Verbs whose subject, with a figure as object, is who says it.
    Publish,
    /// Nouns of rising and falling.
    Move,
    /// Nouns that only say that their of-phrase is counted ("the number of fires").
    Tally,
}

impl Class {
    /// The classes of `models/links/words.tsv` with their names, in the order of their definition.
    const ALL: [(&'static str, Self); 22] = [
        ("report", Self::Report),
        ("speech", Self::Speech),
        ("change", Self::Change),
        ("amount", Self::Amount),
        ("light", Self::Light),
        ("copula", Self::Copula),
        ("animate_verb", Self::AnimateVerb),
        ("person", Self::Person),
        ("group", Self::Group),
        ("scale", Self::Scale),
        ("partitive", Self::Partitive),
        ("happening", Self::Happening),
        ("period", Self::Period),
        ("vague", Self::Vague),
        ("place", Self::Place),
        ("whole", Self::Whole),
        ("attribute", Self::Attribute),
        ("site", Self::Site),
        ("setting", Self::Setting),
        ("publish", Self::Publish),
        ("move", Self::Move),
        ("tally", Self::Tally),
    ];
}

impl Classes {
    /// Whether `class` is one of them.
    pub(super) const fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    /// Whether there is none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Names of the classes, in the order of their definition.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        Class::ALL.into_iter().filter(move |&(_, class)| self.has(class)).map(|(name, _)| name)
    }
}

/// The lists, by word.
#[derive(Debug)]
pub(super) struct Words {
    classes: FxHashMap<&'static str, Classes>,
    lemmas: FxHashMap<&'static str, &'static str>,
}

impl Words {
    /// Parses the embedded lists.
    ///
    /// # Errors
    /// [`Error::Model`] when a row names an unknown class or lists nothing.
    pub(super) fn new() -> Result<Self, Error> {
        const FILE: &str = "links/words.tsv";
        let mut classes: FxHashMap<&'static str, Classes> = FxHashMap::default();
        for row in lexicon::parse(FILE, include_str!("../../models/links/words.tsv"), &["class", "words"])? {
            let fault =
                |cause: String| Error::Model { file: FILE, place: format!("line {}", row.line), cause };
            let known = Class::ALL.iter().find(|(name, _)| *name == row.field(0));
            let &(_, class) = known.ok_or_else(|| fault(format!("unknown class {}", row.field(0))))?;
            if row.list(1).next().is_none() {
                return Err(fault("a class without words".to_owned()));
            }
            for word in row.list(1) {
                classes.entry(word).or_default().0 |= 1 << class as u32;
            }
        }
        let rows = lexicon::parse(
            "links/lemmas.tsv",
            include_str!("../../models/links/lemmas.tsv"),
            &["word", "lemma"],
        )?;
        let lemmas = rows.into_iter().map(|row| (row.field(0), row.field(1))).collect();
        Ok(Self { classes, lemmas })
    }

    /// The lemma of a noun, by the word in lower case, where the parser's own is wrong.
    pub(super) fn lemma(&self, word: &str) -> Option<&'static str> {
        self.lemmas.get(word).copied()
    }

    /// The classes of a lemma in lower case.
    pub(super) fn of(&self, lemma: &str) -> Classes {
        self.classes.get(lemma).copied().unwrap_or_default()
    }
}
