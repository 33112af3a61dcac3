//! What speaks for a label beside the model: the words around and inside a name, and the gazetteer. All numbers are
//! natural logarithms of odds; they were set by hand and tried on worldwide-dev.

use super::one;
use crate::article::{Dep, Doc, Label, TokenRange};
use crate::entities::Knowledge;
use crate::entities::board::{is_acronym, is_capital, text};
use crate::entities::fold::fold;
use crate::entities::gazetteer::{Country, Kind, Place};
use crate::entities::lists::Entry;
use crate::entities::proposer::Odds;

/// What the gazetteer's evidence counts: the recogniser knows place names too.
const GAZETTEER: f32 = 0.35;
/// For a name that is part of a person's full name.
pub(super) const PART_OF_PERSON: f32 = 3.5;
/// For a name that stands after a title somewhere in the article.
pub(super) const TITLE: f32 = 3.0;
/// Products are rare in the press, and the recogniser takes many organisations for them.
pub(super) const PRODUCT: f32 = -1.5;
/// For a well-known company, newspaper, club or tournament.
const KNOWN: f32 = 2.5;
/// Pull of a list's other members on each.
pub(super) const LIST: f32 = 1.2;

/// Weighs the evidence in one article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence<'a> {
    pub(super) doc: &'a Doc,
    pub(super) knowledge: &'a Knowledge,
    /// Countries that the article is about, with their shares.
    pub(super) countries: &'a [(Country, f32)],
}

const NONE: Odds = [0.0; Label::ALL.len()];

fn sum(parts: &[(Label, f32)]) -> Odds {
    let mut odds = NONE;
    for &(label, value) in parts {
        odds[label as usize] += value;
    }
    odds
}

impl Evidence<'_> {
    /// The words around one mention.
    pub(super) fn context(self, tokens: TokenRange) -> Odds {
        let mut odds = NONE;
        for part in [self.before(tokens), self.after(tokens), self.verb(tokens)] {
            odds.iter_mut().zip(part).for_each(|(sum, more)| *sum += more);
        }
        odds
    }

    fn before(self, tokens: TokenRange) -> Odds {
        let Some(at) = (tokens.start as usize).checked_sub(1) else { return NONE };
        let (word, words) = (self.doc.token_text(at), &self.knowledge.words);
        if word.eq_ignore_ascii_case("the") && !self.is_modifier(tokens) {
            sum(&[(Label::Person, -1.5), (Label::Gpe, -0.5)])
        } else if words.at.has(word) {
            sum(&[
                (Label::Gpe, 0.8),
                (Label::Loc, 0.5),
                (Label::Fac, 0.5),
                (Label::Person, -0.8),
                (Label::Norp, -0.5),
            ])
        } else if words.org_before.has(word) && !is_capital(word) {
            one(Label::Org, 1.5)
        } else if word == "of" && at > 0 && words.place_of.has(self.doc.token_text(at - 1)) {
            sum(&[(Label::Gpe, 1.2), (Label::Loc, 0.5)])
        } else {
            NONE
        }
    }

    /// Whether a title stands before the name. One such mention settles that the name is a person's.
    pub(super) fn has_title(self, tokens: TokenRange) -> bool {
        let word = tokens.start.checked_sub(1).map_or("", |at| self.doc.token_text(at as usize));
        self.knowledge.words.title.has(word.trim_end_matches('.'))
            && !self.knowledge.words.org_before.has(word)
    }

    /// Whether the name stands before a noun that it belongs to ("the Duterte government").
    fn is_modifier(self, tokens: TokenRange) -> bool {
        let last = tokens.end as usize - 1;
        matches!(self.doc.node(last).dep(), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss)
    }

    fn after(self, tokens: TokenRange) -> Odds {
        let (doc, end) = (self.doc, tokens.end as usize);
        let word = |at: usize| if at < doc.len() { doc.token_text(at) } else { "" };
        let is_age = |at: usize| word(at).parse().is_ok_and(|age: u32| (5..110).contains(&age));
        let follows_age =
            matches!(word(end), "," | "(") && is_age(end + 1) && matches!(word(end + 2), "," | ")" | ".");
        if follows_age {
            one(Label::Person, 1.5)
        } else if is_capital(word(end)) {
            NONE
        } else if self.knowledge.words.loc_tail.has(word(end)) {
            sum(&[(Label::Loc, 2.0), (Label::Gpe, -0.5)])
        } else if self.knowledge.words.family.has(word(end)) {
            sum(&[(Label::Person, 1.5), (Label::Norp, -0.5)])
        } else if self.knowledge.words.place_tail.has(word(end)) {
            sum(&[(Label::Gpe, 1.5), (Label::Loc, 0.5)])
        } else {
            NONE
        }
    }

    /// What the name does: people and organisations say things.
    fn verb(self, tokens: TokenRange) -> Odds {
        let last = tokens.end as usize - 1;
        let head = self.doc.head(last);
        if !self.doc.node(last).dep().is_subject() {
            return NONE;
        }
        let (lemma, words) = (self.doc.node(head).lemma(), &self.knowledge.words);
        if words.speech.has(lemma) {
            sum(&[
                (Label::Person, 1.2),
                (Label::Org, 0.8),
                (Label::Gpe, -0.5),
                (Label::Loc, -1.0),
                (Label::Norp, -0.8),
            ])
        } else if words.life.has(lemma) {
            one(Label::Person, 0.4)
        } else {
            NONE
        }
    }

    /// The words of the name itself.
    pub(super) fn form(self, tokens: TokenRange) -> Odds {
        let name = text(self.doc, tokens);
        if is_road(name) {
            one(Label::Fac, 4.0)
        } else if is_climate_conference(name) {
            one(Label::Event, 4.0)
        } else if let Some(entry) = self.knowledge.known.get(name) {
            one(entry.label, KNOWN)
        } else if tokens.len() > 1 {
            self.words_of(tokens)
        } else if is_acronym(name) && name.chars().count() <= 7 {
            sum(&[(Label::Person, -2.5), (Label::Norp, -1.0), (Label::Gpe, -0.5), (Label::Org, 0.5)])
        } else {
            NONE
        }
    }

    /// The words of a name of several words.
    fn words_of(self, tokens: TokenRange) -> Odds {
        let (doc, words) = (self.doc, &self.knowledge.words);
        let (first, last) = (doc.token_text(tokens.start as usize), doc.token_text(tokens.end as usize - 1));
        let is_org = |at: usize| is_capital(doc.token_text(at)) && words.org.has(doc.token_text(at));
        if words.company.has(last) {
            one(Label::Org, 2.5)
        } else if words.fac_head.has(first) {
            one(Label::Fac, 3.0)
        } else if words.fac.has(last) {
            one(Label::Fac, 2.0)
        } else if words.loc.has(last) || words.loc_head.has(first) {
            one(Label::Loc, 1.5)
        } else if words.event.has(first) {
            one(Label::Event, 4.0)
        } else if words.event.has(last) {
            one(Label::Event, 2.0)
        } else if tokens.range().any(is_org) || words.org_head.has(first) {
            one(Label::Org, 2.0)
        } else if self.is_unlisted(tokens) && words.title.has(first.trim_end_matches('.')) {
            one(Label::Person, 1.5)
        } else if self.is_unlisted(tokens) && self.knowledge.nations.get(first).is_some_and(is_country) {
            sum(&[(Label::Org, 1.0), (Label::Gpe, -1.5)])
        } else {
            NONE
        }
    }

    /// Whether no place has this name: "China Moly" is none, "South Sudan" is one.
    fn is_unlisted(self, tokens: TokenRange) -> bool {
        let is_name = |at: usize| is_capital(self.doc.token_text(at));
        tokens.range().all(is_name) && self.knowledge.gazetteer.find(&fold(text(self.doc, tokens))).is_empty()
    }

    /// The gazetteer: how far a place of this name, known and in the article's countries, is likely meant.
    pub(super) fn place(self, tokens: TokenRange) -> Odds {
        let name = text(self.doc, tokens);
        if !is_capital(name) || is_acronym(name) && name.chars().count() < 5 {
            return NONE;
        }
        let bonus = if tokens.len() > 1 { 0.6 } else { 0.0 };
        let found = self.knowledge.gazetteer.find(&fold(name)).into_iter();
        let best =
            found.map(|place| (self.strength(place) + bonus, place)).max_by(|a, b| a.0.total_cmp(&b.0));
        best.map_or(NONE, |(strength, place)| {
            let label = if place.kind == Kind::Region { Label::Loc } else { Label::Gpe };
            one(label, GAZETTEER * strength.clamp(0.0, 3.0))
        })
    }

    fn strength(self, place: Place) -> f32 {
        let share = self
            .countries
            .iter()
            .find(|(country, _)| *country == place.country)
            .map_or(0.0, |(_, share)| *share);
        let near = if share > 0.15 { 1.0 } else { -0.6 };
        (place.weight() - 3.0) * 0.5 + near - if place.main { 0.0 } else { 0.6 }
    }
}

fn is_country(entry: &Entry) -> bool {
    entry.label == Label::Gpe && entry.country != 0
}

/// Whether the name is the number of a road: "NH-9", "N1", "Route 66", "Highway 7".
pub(in crate::entities) fn is_road(name: &str) -> bool {
    let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let is_kind = matches!(
        stem.trim_end_matches(['-', ' ']),
        "NH" | "SH" | "Route" | "Highway" | "Motorway" | "RN" | "BR"
    );
    stem.len() < name.len() && is_kind
}

/// Whether the name is that of a climate conference: "COP26", "COP 27".
pub(in crate::entities) fn is_climate_conference(name: &str) -> bool {
    let number = name.strip_prefix("COP").map(str::trim_start);
    number.is_some_and(|number| number.parse().is_ok_and(|number: u32| (1..60).contains(&number)))
}
