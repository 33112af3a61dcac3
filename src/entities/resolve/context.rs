//! What the text says of a place: in what it lies ("Paris, Texas", "in the Mexican state of Yucatán", "Bihar's Saran"), and of
//! what kind it is ("Plateau state").

use crate::article::{Doc, Label, TokenRange};
use crate::entities::Knowledge;
use crate::entities::board::{Board, Mention, is_capital, text};
use crate::entities::gazetteer::{Country, Kind};

/// How many words are read between a place and its whole.
const REACH: usize = 9;

/// One thing that the text says of a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Hint {
    /// It lies in this country.
    Country(Country),
    /// It lies in the place of this name.
    Name(String),
    /// It is of this kind.
    Kind(Kind),
}

/// A mention of a place with what is said of it there.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) name: String,
    /// Its first token.
    pub(super) start: u32,
    pub(super) hints: Vec<Hint>,
    /// Whether it stands in a list right after the mention before it.
    pub(super) is_beside_last: bool,
}

/// The name to look up: the canonical one where an acronym stands.
pub(super) fn name_of(doc: &Doc, mention: &Mention) -> String {
    mention.name.as_deref().unwrap_or_else(|| text(doc, mention.tokens)).to_owned()
}

/// All places of the board that are not resolved yet, in text order.
pub(super) fn read(doc: &Doc, knowledge: &Knowledge, board: &Board) -> Vec<Said> {
    let mut all: Vec<&Mention> = board.all().filter(|mention| is_place(mention)).collect();
    all.sort_by_key(|mention| mention.tokens.start);
    let reader = Reader { doc, knowledge, board };
    let mut last: Option<TokenRange> = None;
    let mut read = Vec::with_capacity(all.len());
    for mention in all {
        let hints = reader.hints(mention);
        let is_beside_last = last.is_some_and(|last| reader.is_list(last.end, mention.tokens.start));
        last = Some(mention.tokens);
        read.push(Said { name: name_of(doc, mention), start: mention.tokens.start, hints, is_beside_last });
    }
    read
}

fn is_place(mention: &Mention) -> bool {
    matches!(mention.label, Label::Gpe | Label::Loc) && mention.reference.is_none()
}

/// Reads the words around mentions; outside the text they are empty.
#[derive(Debug, Clone, Copy)]
struct Reader<'a> {
    doc: &'a Doc,
    knowledge: &'a Knowledge,
    board: &'a Board,
}

impl<'a> Reader<'a> {
    fn word(self, at: usize) -> &'a str {
        if at < self.doc.len() { self.doc.token_text(at) } else { "" }
    }

    fn hints(self, mention: &Mention) -> Vec<Hint> {
        let (start, end) = (mention.tokens.start as usize, mention.tokens.end as usize);
        let mut hints = self.short_form(end);
        if hints.is_empty() {
            hints = self.behind(mention, end);
        }
        hints.extend(self.before(start));
        hints.extend(self.kind(end).map(Hint::Kind));
        let mut kept: Vec<Hint> = Vec::new();
        for hint in hints {
            let is_itself = matches!(&hint, Hint::Name(name) if *name == name_of(self.doc, mention));
            if !is_itself && !kept.contains(&hint) {
                kept.push(hint);
            }
        }
        kept
    }

    /// A short form of a province right behind ("Ithaca, N.Y.").
    fn short_form(self, end: usize) -> Vec<Hint> {
        if self.word(end) != "," || end + 1 >= self.doc.len() {
            return Vec::new();
        }
        let from = self.doc.span_of(TokenRange::new(end + 1, end + 2)).start() as usize;
        let rest = &self.doc.text[from..];
        let form = rest.split(|letter: char| letter.is_whitespace() || ",;:()".contains(letter)).next();
        let form = form.unwrap_or_default();
        let follows = rest[form.len()..].trim_start();
        let is_open = form.ends_with('.') || !follows.starts_with(char::is_lowercase);
        let found = self.knowledge.short_regions.find(form);
        let hints = found.flat_map(|(country, name)| [Hint::Country(country), Hint::Name(name.to_owned())]);
        if is_open { hints.take(2).collect() } else { Vec::new() }
    }

    /// What follows: "[Paris], Texas,", "[Valencia] in eastern Spain", "[Valencia], the capital of the Venezuelan state of
    /// Carabobo".
    fn behind(self, mention: &Mention, end: usize) -> Vec<Hint> {
        let (mut hints, mut at, mut is_in) = (Vec::new(), end, false);
        at += usize::from(self.kind(at).is_some());
        let has_comma = self.word(at) == ",";
        let first = at + usize::from(has_comma);
        at = first;
        while at < self.doc.len().min(end + REACH) {
            let Some(other) = self.board.at(at) else {
                match self.word(at) {
                    "in" | "of" => is_in = true,
                    word if self.links(word) => {}
                    _ => break,
                }
                at += 1;
                continue;
            };
            let country = self.knowledge.nations.get(text(self.doc, other.tokens));
            let is_closed = has_comma && at == first && self.is_whole(mention, other);
            match other.label {
                Label::Norp if at > first || has_comma => {
                    hints.extend(
                        country.filter(|entry| entry.country != 0).map(|entry| Hint::Country(entry.country)),
                    );
                }
                Label::Gpe | Label::Loc if is_in || is_closed => {
                    hints.push(Hint::Name(name_of(self.doc, other)));
                    return hints;
                }
                _ => break,
            }
            at = other.tokens.end as usize;
        }
        // A people without "state of" and the like says nothing.
        hints.clear();
        hints
    }

    /// Whether `other`, right after `mention` and a comma, is its whole, not the next of a list: it closes with a mark, and no
    /// list goes on there.
    fn is_whole(self, mention: &Mention, other: &Mention) -> bool {
        let end = other.tokens.end as usize;
        let nation = |mention: &Mention| self.knowledge.nations.get(text(self.doc, mention.tokens));
        let is_nation = |mention: &Mention| nation(mention).is_some_and(|entry| entry.country != 0);
        let next = self.board.at(end + 1).filter(|next| matches!(next.label, Label::Gpe | Label::Loc));
        let goes_on = match (self.word(end), self.word(end + 1)) {
            (",", "and" | "or") => self.board.at(end + 2).is_some_and(|next| next.label == Label::Gpe),
            (",", _) => next.is_some_and(|next| !is_nation(next) || is_nation(other)),
            ("and" | "or" | "&", _) => next.is_some(),
            _ => false,
        };
        let start = mention.tokens.start as usize;
        let is_listed = start > 1
            && matches!(self.word(start - 1), "," | "and")
            && self.board.at(start - 2).is_some_and(|last| last.label == Label::Gpe)
            && !is_nation(other)
            && self.word(end) != ",";
        let are_countries = is_nation(mention) && is_nation(other);
        !goes_on && !is_listed && !are_countries
    }

    /// What stands before: "the Indian state of [Assam]", "Ghana's [Eastern Region]", "the state of [Plateau]".
    fn before(self, start: usize) -> Vec<Hint> {
        let mut hints = Vec::new();
        for back in 1..=REACH.min(start) {
            let at = start - back;
            let word = self.word(at);
            if let Some(other) = self.board.at(at) {
                let nation = self.knowledge.nations.get(text(self.doc, other.tokens));
                let country = nation.filter(|entry| entry.country != 0).map(|entry| entry.country);
                let has_s = matches!(self.word(at + 1), "'s" | "’s" | "'" | "’");
                match other.label {
                    Label::Norp if !has_s => hints.extend(country.map(Hint::Country)),
                    Label::Gpe | Label::Loc if has_s => hints.push(Hint::Name(name_of(self.doc, other))),
                    _ => {}
                }
                break;
            }
            if back == 2 && self.word(start - 1) == "of" {
                hints.extend(self.knowledge.words.kind_of_place(word).map(Hint::Kind));
            }
            if !(self.links(word) || matches!(word, "of" | "'s" | "’s" | "'" | "’")) {
                break;
            }
        }
        hints
    }

    /// The kind that a lower-case word behind a name tells: "[Plateau] state".
    fn kind(self, end: usize) -> Option<Kind> {
        self.knowledge.words.kind_of_place(self.word(end))
    }

    /// Whether a word may stand between a place and its whole: "the", "northern", "port".
    fn links(self, word: &str) -> bool {
        let words = &self.knowledge.words;
        !is_capital(word)
            && (words.place_link.has(word) || words.place_tail.has(word) || words.place_noun.has(word))
    }

    /// Whether only a comma or "and" stands between the tokens.
    fn is_list(self, from: u32, to: u32) -> bool {
        let between: Vec<&str> = (from as usize..to as usize).map(|at| self.word(at)).collect();
        matches!(between[..], ["," | "and" | "or" | "&"] | [",", "and" | "or"])
    }
}
