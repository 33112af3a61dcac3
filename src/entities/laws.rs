//! Laws by pattern: "Section 9 of the Control of Narcotic Substances Act, 1997".
//!
//! A name of a law is built around its head ("Act", "Penal Code", "Convention"): capitalised words before it, a subject
//! after it ("on the Rights of the Child"), number and year, and the section in front.

mod parts;

use rustc_hash::FxHashSet;

use self::parts::{Cursor, is_number, is_reference, is_year, without_year};
use super::board::{Mention, is_acronym, is_capital, text};
use super::lists::Names;
use crate::article::{By, Doc, Label, Tag, TokenRange};
use crate::error::Error;
use crate::lexicon;

const FILE: &str = "names/law_words.tsv";

/// The words of law names.
#[derive(Debug)]
pub(super) struct LawWords {
    head: FxHashSet<&'static str>,
    weak: FxHashSet<&'static str>,
    alone: FxHashSet<&'static str>,
    titled: FxHashSet<&'static str>,
    of: FxHashSet<&'static str>,
    section: FxHashSet<&'static str>,
    joint: FxHashSet<&'static str>,
    possessive: FxHashSet<&'static str>,
    not_law: FxHashSet<&'static str>,
    lower: FxHashSet<&'static str>,
    closed: FxHashSet<&'static str>,
    speaks: FxHashSet<&'static str>,
    titles: FxHashSet<&'static str>,
    numbered: FxHashSet<&'static str>,
    by_number: FxHashSet<&'static str>,
}

impl LawWords {
    /// Reads the embedded list.
    ///
    /// # Errors
    /// [`Error::Model`] when a class is missing or the list is damaged.
    pub(super) fn new() -> Result<Self, Error> {
        let text = include_str!("../../models/names/law_words.tsv");
        let rows = lexicon::parse(FILE, text, &["class", "forms"])?;
        let class = |name: &str| Ok::<_, Error>(lexicon::class(FILE, &rows, name)?.collect());
        Ok(Self {
            head: class("head")?,
            weak: class("weak")?,
            alone: class("alone")?,
            titled: class("titled")?,
            of: class("of")?,
            section: class("section")?,
            joint: class("joint")?,
            possessive: class("possessive")?,
            not_law: class("not_law")?,
            lower: class("lower")?,
            closed: class("closed")?,
            speaks: class("speaks")?,
            titles: class("titles")?,
            numbered: class("numbered")?,
            by_number: class("by_number")?,
        })
    }

    /// Whether this lemma speaks of a law, so that a short form behind it may be one.
    pub(super) fn speaks(&self, lemma: &str) -> bool {
        self.speaks.contains(lemma)
    }
}

/// A law in the text: its mention and the part of it that is the law's own name, without the section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Law {
    /// The whole mention.
    pub(super) tokens: TokenRange,
    /// Without "Section 9 of the".
    pub(super) own: TokenRange,
}

impl Law {
    /// As a mention.
    pub(super) fn mention(self, doc: &Doc) -> Mention {
        Mention {
            name: Some(text(doc, self.own).to_owned()),
            ..Mention::settled(self.tokens, Label::Law, By::Pattern, 0.93)
        }
    }
}

/// The laws that `doc` names by pattern, in text order, without overlap. `known` says whether a short form is that of a
/// law ("PPC"), `is_person` whether a run of tokens is a person's name.
pub(super) fn find(
    doc: &Doc,
    words: &LawWords,
    nations: &Names,
    known: impl Fn(&str) -> bool,
    is_person: impl Fn(TokenRange) -> bool,
) -> Vec<Law> {
    let cursor = Cursor { doc, words, nations };
    let mut found: Vec<Law> = Vec::new();
    let mut at = 0;
    while at < doc.len() {
        let law = around(cursor, at)
            .or_else(|| by_section(cursor, at, &known))
            .or_else(|| us_code(cursor, at))
            .or_else(|| numbered(cursor, at, &known))
            .filter(|law| !is_person(law.own));
        match law {
            Some(law) => {
                at = law.tokens.end as usize;
                // In text order and without overlap, so only the last ones can share tokens with this one.
                while found.pop_if(|other| other.tokens.overlaps(law.tokens)).is_some() {}
                found.push(law);
            }
            None => at += 1,
        }
    }
    found
}

/// The law whose head is token `at`.
fn around(cursor: Cursor<'_>, at: usize) -> Option<Law> {
    let (word, has_year) = without_year(cursor.word(at));
    let head = word.to_lowercase();
    let is_shouted = is_acronym(word) && !cursor.is_shouting(at);
    if !is_capital(word) || is_shouted || !cursor.words.head.contains(&*head) || cursor.goes_on_as_head(at) {
        return None;
    }
    let start = cursor.left(at);
    let (end, is_numbered, is_titled) = cursor.right(at, &head, start < at);
    let section = cursor.section_before(start);
    let own = TokenRange::new(start, end);
    let sight = Sight {
        cursor,
        head: &head,
        at,
        own,
        capitals: (start..at).filter(|&at| is_capital(cursor.word(at))).count(),
        has_section: section.is_some(),
        is_numbered: is_numbered || has_year,
        is_titled,
    };
    sight.is_law().then(|| Law { tokens: TokenRange::new(section.unwrap_or(start), end), own })
}

/// A name around a head of law names, and what shows that it is a law's.
struct Sight<'a> {
    cursor: Cursor<'a>,
    /// In lower case.
    head: &'a str,
    /// Where the head stands.
    at: usize,
    own: TokenRange,
    /// Words with a capital before the head.
    capitals: usize,
    has_section: bool,
    /// Whether it has a number or a year.
    is_numbered: bool,
    /// Whether it has a subject after the head.
    is_titled: bool,
}

impl Sight<'_> {
    fn is_law(&self) -> bool {
        let end = self.own.end as usize;
        (self.is_named() || self.is_alone())
            && !self.is_weak()
            && !self.is_listed_as_other()
            && !self.is_quoted()
            && !self.cursor.begins_name(end, self.is_numbered || self.is_titled)
    }

    /// Whether more than the bare head is there; "Act 4" is part of a play.
    fn is_named(&self) -> bool {
        self.capitals > 0 || self.is_titled || self.is_numbered && !self.cursor.is_play(self.at)
    }

    /// "the Constitution": a head that names a law without more.
    fn is_alone(&self) -> bool {
        let start = self.own.start as usize;
        self.cursor.words.alone.contains(self.head) && (self.has_section || self.cursor.has_article(start))
    }

    /// Whether the head is of many things, and nothing else tells of a law.
    fn is_weak(&self) -> bool {
        let words = self.cursor.words;
        let is_told = self.has_section || self.is_numbered || self.is_titled || self.capitals > 1;
        let is_short_title =
            self.capitals == 1 && words.titled.contains(self.head) && self.head != "regulation";
        words.weak.contains(self.head) && !is_told && !is_short_title
    }

    /// Whether the name, with or without what follows its head, is listed as that of something else.
    fn is_listed_as_other(&self) -> bool {
        let is_listed = |tokens: TokenRange| {
            self.cursor.words.not_law.contains(&*text(self.cursor.doc, tokens).to_lowercase())
        };
        let to_head = TokenRange::new(self.own.start as usize, self.at + 1);
        !self.has_section && !self.is_numbered && (is_listed(self.own) || is_listed(to_head))
    }

    /// Whether it begins a quotation, as titles of works do.
    fn is_quoted(&self) -> bool {
        let before = (self.own.start as usize).checked_sub(1).map_or("", |at| self.cursor.word(at));
        matches!(before, "\"" | "“") && !self.has_section
    }
}

/// A law after a section where no capitalised head shows it: "Section 420 PPC", "article 41-bis of the prison law".
fn by_section(cursor: Cursor<'_>, at: usize, known: &impl Fn(&str) -> bool) -> Option<Law> {
    let after = cursor.section_at(at)?;
    let mut start = after;
    let has_of = cursor.word(start) == "of";
    if has_of {
        start += 1 + usize::from(cursor.word(start + 1) == "the");
    }
    if is_short_form(cursor.word(start)) && known(cursor.word(start)) {
        let year = usize::from(is_year(cursor.word(start + 1)));
        let own = TokenRange::new(start, start + 1 + year);
        return Some(Law { tokens: TokenRange::new(at, own.end as usize), own });
    }
    let reach = (start..(start + 4).min(cursor.doc.len())).take_while(|&at| cursor.is_plain(at));
    let head = reach.filter(|&at| cursor.words.lower.contains(cursor.word(at))).last().filter(|_| has_of)?;
    let own = TokenRange::new(start, head + 1);
    Some(Law { tokens: TokenRange::new(at, head + 1), own })
}

/// Whether the word is a short form as those of laws are: two capitals and more ("PPC").
fn is_short_form(word: &str) -> bool {
    is_acronym(word) || word.len() < 7 && word.chars().filter(|letter| letter.is_uppercase()).count() > 1
}

/// A title of the United States Code or of the federal regulations: "18 U.S.C. § 371", "40 CFR Part 60".
fn us_code(cursor: Cursor<'_>, at: usize) -> Option<Law> {
    let code = at + 1;
    let is_code = |at: usize| cursor.words.titles.contains(&*cursor.word(at).replace('.', ""));
    if !is_number(cursor.word(at)) || !is_code(code) {
        return None;
    }
    let first = (code + 1..code + 4).find(|&at| is_number(cursor.word(at)))?;
    let is_mark =
        |at: usize| matches!(cursor.word(at), "§" | "§§" | "." | "Part" | "part" | "Section" | "section");
    if !(code + 1..first).all(is_mark) {
        return None;
    }
    let mut end = cursor.more_counts(first + 1);
    // "21 CFR 117 and 40 CFR 60": the last number is the next title.
    end -= 2 * usize::from(is_code(end));
    Some(Law { tokens: TokenRange::new(at, end), own: TokenRange::new(code, code + 1) })
}

/// Numbers before the short form of a code, as the police write ("302/34 IPC"), and a law by its kind and number
/// ("RA 9165", "Batas Pambansa Blg. 22").
fn numbered(cursor: Cursor<'_>, at: usize, known: &impl Fn(&str) -> bool) -> Option<Law> {
    if is_number(cursor.word(at)) {
        let code = cursor.counts(at)?;
        let form = cursor.word(code);
        return (cursor.words.numbered.contains(form) && known(form))
            .then(|| Law { tokens: TokenRange::new(at, code + 1), own: TokenRange::new(code, code + 1) });
    }
    let two = format!("{} {}", cursor.word(at), cursor.word(at + 1));
    let words = if cursor.words.by_number.contains(&*two) { 2 } else { 1 };
    let is_kind = words == 2 || cursor.words.by_number.contains(&*cursor.word(at).replace('.', ""));
    let is_mark = |at: usize| matches!(cursor.word(at).trim_end_matches('.'), "No" | "Blg" | "Bilang" | "");
    let number = (at + words..at + words + 3).find(|&at| !is_mark(at)).filter(|_| is_kind)?;
    let is_long = words == 2 || cursor.word(number).len() > 2;
    let tokens = TokenRange::new(at, number + 1);
    (is_number(cursor.word(number)) && is_reference(cursor.word(number)) && is_long)
        .then_some(Law { tokens, own: tokens })
}

/// A short number in brackets after a law: "(Act 1079)", "(L.I. 2180)".
pub(super) fn numbers_behind(doc: &Doc, laws: &[Law]) -> Vec<TokenRange> {
    let number = |law: &Law| {
        let open = law.tokens.end as usize;
        let is_open = open < doc.len() && doc.token_text(open) == "(";
        let close = (open + 1..(open + 6).min(doc.len())).find(|&at| doc.token_text(at) == ")")?;
        let inside = open + 1..close;
        let has_word = is_capital(doc.token_text(open + 1));
        let has_number = inside.clone().any(|at| is_number(doc.token_text(at)));
        (is_open && has_word && has_number).then(|| TokenRange::new(open + 1, close))
    };
    laws.iter().filter_map(number).collect()
}

/// Whether a mention that the model takes for a law may be one: it has a head of law names, or is a short form.
pub(super) fn may_be(doc: &Doc, words: &LawWords, tokens: TokenRange) -> bool {
    let is_head = |at: usize| words.head.contains(&*doc.token_text(at).to_lowercase());
    let is_short = tokens.len() == 1 && is_acronym(text(doc, tokens));
    let is_named =
        |at: usize| is_capital(doc.token_text(at)) && !is_head(at) && doc.node(at).tag() != Tag::Cd;
    is_short || tokens.range().any(is_head) && tokens.range().any(is_named)
}
