//! The words that decide how a fact is presented: read from `models/status/cues.tsv`, found in a text.

use rustc_hash::FxHashMap;
use smol_str::StrExt as _;

use crate::article::{Dep, Doc, Pos, Tag, TokenRange};
use crate::error::Error;
use crate::lexicon;

/// What a cue does to the fact that it reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Effect {
    /// It is not so; said of what is denied, it is.
    Deny,
    /// It is ruled out; not ruled out, it is possible.
    Exclude,
    /// It is open; beyond doubt, it is so.
    Doubt,
    /// It is possible.
    Hedge,
    /// It is planned; not planned, it is not so.
    Plan,
    /// "would have": it did not come to that.
    Unreal,
    /// "would".
    Would,
    /// "must", "should".
    Duty,
    /// "can".
    Can,
    /// "to" with an infinitive.
    Purpose,
    /// Only under a condition.
    If,
    /// A law, a limit, a penalty.
    Rule,
    /// A punishment or price: in the present a rule, in the past what happened.
    Penalty,
    /// Whoever does it.
    Generic,
    /// "managed to": so, and with a "not" not so.
    Affirm,
    /// "confirmed": so, and with a "not" open.
    Confirm,
    /// A "not".
    Not,
    /// A fact whatever stands around it.
    Fact,
    /// A time to come.
    Future,
    /// Somebody says it.
    Report,
    /// Changes nothing; keeps its words from being read as anything else.
    Free,
}

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Reach {
    /// Object, clause, infinitive, of-phrase.
    Complement,
    /// A clause, or a noun that holds one.
    Content,
    /// Infinitive or clause alone.
    Clause,
    /// What it is said of.
    Subject,
    /// The word that it modifies and what hangs on it.
    Head,
    /// What hangs on it.
    Under,
    /// Its clause, and the clause that this hangs on.
    Condition,
    /// What the one who is so called says or does.
    Agent,
    /// Its noun, and the clause whose subject that is.
    Quantifier,
    /// The sentence before.
    Before,
}

const EFFECTS: [(&str, Effect); 21] = [
    ("deny", Effect::Deny),
    ("exclude", Effect::Exclude),
    ("doubt", Effect::Doubt),
    ("hedge", Effect::Hedge),
    ("plan", Effect::Plan),
    ("unreal", Effect::Unreal),
    ("would", Effect::Would),
    ("duty", Effect::Duty),
    ("can", Effect::Can),
    ("purpose", Effect::Purpose),
    ("if", Effect::If),
    ("rule", Effect::Rule),
    ("penalty", Effect::Penalty),
    ("generic", Effect::Generic),
    ("affirm", Effect::Affirm),
    ("confirm", Effect::Confirm),
    ("not", Effect::Not),
    ("fact", Effect::Fact),
    ("future", Effect::Future),
    ("report", Effect::Report),
    ("free", Effect::Free),
];

const REACHES: [(&str, Reach); 10] = [
    ("complement", Reach::Complement),
    ("content", Reach::Content),
    ("clause", Reach::Clause),
    ("subject", Reach::Subject),
    ("head", Reach::Head),
    ("under", Reach::Under),
    ("condition", Reach::Condition),
    ("agent", Reach::Agent),
    ("quantifier", Reach::Quantifier),
    ("before", Reach::Before),
];

impl Effect {
    /// As written in the list.
    pub(super) fn name(self) -> &'static str {
        name(&EFFECTS, self)
    }
}

impl Reach {
    /// As written in the list.
    pub(super) fn name(self) -> &'static str {
        name(&REACHES, self)
    }
}

fn name<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, it)| *it == value).map_or("", |&(name, _)| name)
}

/// One word of a form: what it reads, and what it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Element {
    /// Lemma or word in lower case; `*` is any word.
    word: &'static str,
    sort: WordSort,
}

/// What a word of a form must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordSort {
    Any,
    Verb,
    Noun,
    Adjective,
    Adverb,
    Modal,
    Preposition,
    /// Determiner or pronoun.
    Determiner,
    /// "to" before an infinitive.
    To,
    /// An auxiliary.
    Auxiliary,
    /// An auxiliary that opens a clause, before its subject.
    Inverted,
}

const WORD_SORTS: [(&str, WordSort); 10] = [
    ("v", WordSort::Verb),
    ("n", WordSort::Noun),
    ("j", WordSort::Adjective),
    ("r", WordSort::Adverb),
    ("m", WordSort::Modal),
    ("p", WordSort::Preposition),
    ("d", WordSort::Determiner),
    ("to", WordSort::To),
    ("aux", WordSort::Auxiliary),
    ("inv", WordSort::Inverted),
];

#[derive(Debug)]
struct CueForm {
    elements: Vec<Element>,
    /// The preposition by which it takes what it reaches ("accuse >of"); empty: any way.
    by: &'static str,
    text: &'static str,
    effect: Effect,
    reach: Reach,
}

/// The list, by the first word of its forms.
#[derive(Debug)]
pub(super) struct Cues {
    forms: Vec<CueForm>,
    by_word: FxHashMap<&'static str, Vec<u32>>,
}

/// A cue in a text. One place may have several, which differ in what they do or how far they reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    /// Its words.
    pub(super) tokens: TokenRange,
    /// The one that the others hang on.
    pub(super) anchor: usize,
    /// What it does.
    pub(super) effect: Effect,
    /// How far it reaches.
    pub(super) reach: Reach,
    /// The preposition by which it takes what it reaches; empty: any way.
    pub(super) by: &'static str,
    /// As written in the list.
    pub(super) form: &'static str,
}

impl Cues {
    /// Parses the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when a row names an effect, a reach or a sort of word that there is not.
    pub(super) fn new() -> Result<Self, Error> {
        const FILE: &str = "status/cues.tsv";
        let text = include_str!("../../models/status/cues.tsv");
        let mut cues = Self { forms: Vec::new(), by_word: FxHashMap::default() };
        for row in lexicon::parse(FILE, text, &["effect", "reach", "forms"])? {
            let fault = |cause: &str| Error::Model {
                file: FILE,
                place: format!("line {}", row.line),
                cause: cause.to_owned(),
            };
            let effect = named(&EFFECTS, row.field(0)).ok_or_else(|| fault("no such effect"))?;
            let reach = named(&REACHES, row.field(1)).ok_or_else(|| fault("no such reach"))?;
            for text in row.list(2) {
                let (form, by) = text.split_once(" >").unwrap_or((text, ""));
                let elements = form.split(' ').map(element).collect::<Option<_>>();
                let elements = elements.ok_or_else(|| fault("no such sort of word"))?;
                cues.add(CueForm { elements, by, text, effect, reach });
            }
        }
        Ok(cues)
    }

    fn add(&mut self, form: CueForm) {
        let index = self.forms.len() as u32;
        self.by_word.entry(form.elements[0].word).or_default().push(index);
        self.forms.push(form);
    }

    /// The cues of tokens `range`, in text order; longer forms keep their words from shorter ones, but for those that
    /// reach the sentence before, which stand beside the others.
    pub(super) fn find(&self, doc: &Doc, range: TokenRange) -> Vec<Cue> {
        let (mut found, mut at) = (Vec::new(), range.start as usize);
        let end = range.end as usize;
        let mut last_back = at;
        while at < end {
            let fitting = self.fitting(doc, at, end);
            let longest = |back: bool| {
                let lengths =
                    fitting.iter().filter(|&&form| (self.forms[form].reach == Reach::Before) == back);
                lengths.map(|&form| self.forms[form].elements.len()).max().unwrap_or_default()
            };
            let (own, back) = (longest(false), longest(true));
            for &form in &fitting {
                let form = &self.forms[form];
                let is_back = form.reach == Reach::Before;
                let len = form.elements.len();
                if len == if is_back { back } else { own } && (!is_back || at >= last_back) {
                    found.push(cue(doc, form, TokenRange::new(at, at + len)));
                }
            }
            last_back = last_back.max(at + back);
            at += own.max(1);
        }
        found
    }

    fn fitting(&self, doc: &Doc, at: usize, end: usize) -> Vec<usize> {
        let word = &doc.words[at];
        if word.pos == Pos::Space {
            return Vec::new();
        }
        let text = doc.token_text(at).to_lowercase_smolstr();
        let lemma = Some(word.lemma.to_lowercase_smolstr()).filter(|lemma| *lemma != text);
        let keys = std::iter::once(&text).chain(&lemma);
        let listed =
            keys.filter_map(|key| self.by_word.get(key.as_str())).flatten().map(|&form| form as usize);
        let fits = |&form: &usize| {
            let elements = &self.forms[form].elements;
            at + elements.len() <= end && (at..).zip(elements).all(|(at, element)| element.fits(doc, at))
        };
        let mut fitting: Vec<usize> = listed.filter(fits).collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }
}

fn named<T: Copy>(names: &[(&'static str, T)], name: &str) -> Option<T> {
    names.iter().find(|(it, _)| *it == name).map(|&(_, value)| value)
}

/// One word of a form as it is listed ("deny/v"); `None` where it asks for a sort of word that there is not.
fn element(text: &'static str) -> Option<Element> {
    match text.split_once('/') {
        Some((word, sort)) if !word.is_empty() => Some(Element { word, sort: named(&WORD_SORTS, sort)? }),
        _ => Some(Element { word: text, sort: WordSort::Any }),
    }
}

impl Element {
    fn fits(self, doc: &Doc, at: usize) -> bool {
        self.word == "*" || (self.reads(doc, at) && self.is_tagged(doc, at))
    }

    fn reads(self, doc: &Doc, at: usize) -> bool {
        let same = |text: &str| {
            text.eq_ignore_ascii_case(self.word)
                || (!text.is_ascii() && text.replace('’', "'").eq_ignore_ascii_case(self.word))
        };
        same(&doc.words[at].lemma) || same(doc.token_text(at))
    }

    fn is_tagged(self, doc: &Doc, at: usize) -> bool {
        let word = &doc.words[at];
        let participle = matches!(word.tag, Tag::Vbn | Tag::Vbg | Tag::Vbd);
        let next = doc.words.get(at + 1).map_or(Tag::Unknown, |next| next.tag);
        match self.sort {
            WordSort::Any => true,
            WordSort::Verb => word.tag.is_verb() && word.dep != Dep::Amod,
            WordSort::Noun => {
                matches!(word.tag, Tag::Nn | Tag::Nns)
                    || (word.tag == Tag::Jj && matches!(word.dep, Dep::Attr | Dep::Pobj | Dep::Dobj))
            }
            WordSort::Auxiliary => word.dep == Dep::Aux && next != Tag::To,
            WordSort::Adjective => {
                word.tag.is_adjective()
                    || (participle && matches!(word.dep, Dep::Amod | Dep::Acomp | Dep::Attr | Dep::Oprd))
            }
            WordSort::Adverb => word.tag.is_adverb(),
            WordSort::Modal => word.tag == Tag::Md,
            WordSort::Preposition => matches!(word.tag, Tag::In | Tag::Rp),
            WordSort::Determiner => {
                let next = doc.words.get(at + 1).map_or("", |_| doc.token_text(at + 1));
                matches!(word.tag, Tag::Dt | Tag::Prp | Tag::Nn) && next != "."
            }
            WordSort::To => word.tag == Tag::To,
            WordSort::Inverted => opens_clause(doc, at),
        }
    }
}

/// Whether an auxiliary stands before the subject of a clause that it opens ("Had the alarm worked").
fn opens_clause(doc: &Doc, at: usize) -> bool {
    let first = doc.sentence(at).tokens.start as usize;
    let before = (first..at).rev().map(|at| doc.token_text(at)).find(|text| !text.trim().is_empty());
    let opens = before
        .is_none_or(|text| matches!(text, "," | ";" | ":" | "\"" | "“" | "and" | "or" | "-" | "–" | "—"));
    let next = doc.words.get(at + 1).map_or(Tag::Unknown, |word| word.tag);
    opens
        && (next.is_noun() || matches!(next, Tag::Dt | Tag::Prp | Tag::PrpPoss | Tag::Ex | Tag::Cd | Tag::Jj))
        && doc.head(at) > at
}

/// The cue of `form` at `tokens`; its anchor is the highest word in the tree, the last of equals.
fn cue(doc: &Doc, form: &CueForm, tokens: TokenRange) -> Cue {
    let outside = |&at: &usize| !tokens.contains(doc.head(at)) || doc.head(at) == at;
    let depth = |at: usize| doc.ancestors(at).take(40).count();
    let anchor = tokens
        .range()
        .filter(outside)
        .min_by_key(|&at| (depth(at), std::cmp::Reverse(at)))
        .unwrap_or(tokens.start as usize);
    Cue { tokens, anchor, effect: form.effect, reach: form.reach, by: form.by, form: form.text }
}
