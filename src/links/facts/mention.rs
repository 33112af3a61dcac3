//! What is compared of a figure: the number with what it counts, its circumstances and the words around it.

use crate::article::{Circumstance, Kind, Link, Pos, Quantity, Value};
use crate::links::facts::amount::family;
use crate::links::facts::words::{Lists, Signal};
use crate::links::scene::Scene;

/// How many tokens of a phrase are compared.
const PHRASE: usize = 24;
/// How many tokens before and after a number say whether it tells of others.
const NEARBY: usize = 2;
/// How many names of one sentence are compared.
const NAMES: usize = 16;

/// How a number takes up what was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// "All four", "all of the four".
    All,
    /// "Of the 33", "of these 33".
    Of,
    /// "The 33", "those 33", "his three".
    The,
    /// It does not.
    No,
}

impl Taken {
    /// Its name in features.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Of => "of",
            Self::The => "the",
            Self::No => "no",
        }
    }
}

/// One figure with what is compared of it.
#[derive(Debug)]
pub(super) struct FactMention<'a> {
    /// The link.
    pub(super) link: &'a Link,
    /// Its quantity.
    pub(super) quantity: &'a Quantity,
    /// Kinds that may tell one fact are one family.
    pub(super) family: Kind,
    /// Index of its sentence.
    pub(super) sentence: usize,
    /// Lemma of the counted noun in lower case; empty for bare money.
    pub(super) head: String,
    /// Whether that noun means people.
    pub(super) person: bool,
    /// Lemmas of the phrase's other nouns, names, adjectives and verbs, in lower case, each once.
    pub(super) words: Vec<String>,
    /// The event's lemma; empty without one.
    pub(super) event: &'a str,
    /// Rows of synonyms of the noun.
    pub(super) noun_rows: u128,
    /// Rows of synonyms of the event.
    pub(super) event_rows: u128,
    /// Rows of synonyms of the noun, the event and the phrase's words.
    pub(super) rows: u128,
    /// How the number takes up an earlier group.
    pub(super) taken: Taken,
    /// Whether it comes on top of others or tells of other ones ([`Signal::Added`], [`Signal::Other`]), and whether its sentence tells a
    /// later state ([`Signal::Update`]).
    cues: Vec<Signal>,
    /// Places of the event, by name.
    pub(super) places: Vec<&'a str>,
    /// Places that its sentence names, by name.
    pub(super) places_around: Vec<&'a str>,
    /// When; at most one.
    pub(super) time: Vec<Moment<'a>>,
    /// Dates that its sentence gives.
    pub(super) times_around: Vec<Moment<'a>>,
}

/// A date, or the words that give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moment<'a> {
    /// ISO 8601.
    Known(&'a str),
    /// Words in lower case ("monday").
    Words(String),
}

impl Moment<'_> {
    /// Whether both may be one time: one lies in the other, or they cannot be compared.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(one), Self::Known(other)) => one.starts_with(other) || other.starts_with(one),
            (Self::Words(one), Self::Words(other)) => one == other,
            _ => false,
        }
    }
}

impl<'a> FactMention<'a> {
    /// Looks up what is compared of a link.
    pub(super) fn new(scene: &'a Scene<'a>, lists: &Lists, link: &'a Link) -> Self {
        let quantity = &scene.quantities[link.quantity];
        let at = quantity.tokens.start as usize;
        let head = link.entity.as_ref().map(|it| it.head.to_lowercase()).unwrap_or_default();
        let (words, person) = phrase(scene, link, &head);
        let event = link.event.as_ref().map_or("", |it| it.lemma.as_str());
        let (noun_rows, event_rows) = (lists.synonyms(&head), lists.synonyms(event));
        let rows = words.iter().fold(noun_rows | event_rows, |rows, word| rows | lists.synonyms(word));
        Self {
            link,
            quantity,
            family: family(quantity.kind),
            sentence: scene.at(at).sentence_index(),
            person,
            words,
            event,
            noun_rows,
            event_rows,
            rows,
            taken: taken(scene, lists, quantity),
            cues: cues(scene, lists, quantity),
            places: link
                .entities(Circumstance::Places)
                .map(|index| scene.entities[index].name.as_str())
                .collect(),
            places_around: places_around(scene, at),
            time: link
                .quantity_of(Circumstance::Time)
                .iter()
                .map(|&index| moment(scene, &scene.quantities[index]))
                .collect(),
            times_around: times_around(scene, at),
            head,
        }
    }

    /// Whether a cue says so.
    pub(super) fn has(&self, cue: Signal) -> bool {
        self.cues.contains(&cue)
    }

    /// Index of the quantity that it is part of.
    pub(super) fn whole(&self) -> Option<usize> {
        self.link.quantity_of(Circumstance::Of)
    }
}

/// Lemmas of a phrase's words without its head, and whether its head means people.
fn phrase(scene: &Scene<'_>, link: &Link, head: &str) -> (Vec<String>, bool) {
    let Some(entity) = &link.entity else { return (Vec::new(), false) };
    let (mut words, mut person) = (Vec::new(), false);
    for token in scene.all(scene.doc.tokens_in(entity.span).range()).take(PHRASE) {
        let lemma = token.lemma().to_lowercase();
        if lemma == head {
            person |= token.is_person();
        } else if matches!(token.pos(), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Verb)
            && token.quantity().is_none()
            && !words.contains(&lemma)
        {
            words.push(lemma);
        }
    }
    (words, person)
}

/// How the words before a number take up what was there before.
fn taken(scene: &Scene<'_>, lists: &Lists, quantity: &Quantity) -> Taken {
    let start = quantity.tokens.start as usize;
    let before = |back: usize| start.checked_sub(back).filter(|&at| at < scene.doc.len());
    let reads = |at: Option<usize>, word: &str| at.is_some_and(|at| scene.at(at).reads(word));
    let definite = before(1).is_some_and(|at| lists.is(&scene.at(at).text().to_lowercase(), Signal::Taken));
    if reads(Some(start).filter(|&at| at < scene.doc.len()), "all") || reads(before(1), "all") {
        Taken::All
    } else if definite && reads(before(2), "of") {
        Taken::Of
    } else if definite {
        Taken::The
    } else {
        Taken::No
    }
}

/// The cues beside the number ("another 12", "12 more"), and in its sentence ("rose").
fn cues(scene: &Scene<'_>, lists: &Lists, quantity: &Quantity) -> Vec<Signal> {
    let range = quantity.tokens.range();
    let beside = range.start.saturating_sub(NEARBY)..(range.end + NEARBY).min(scene.doc.len());
    let near = |cue| scene.all(beside.clone()).any(|at| lists.is(&at.text().to_lowercase(), cue));
    let told = |cue| scene.all(scene.at(range.start).around().range()).any(|at| lists.is(at.lemma(), cue));
    let mut cues: Vec<Signal> = [Signal::Added, Signal::Other].into_iter().filter(|&cue| near(cue)).collect();
    cues.extend(Some(Signal::Update).filter(|&cue| told(cue)));
    cues
}

/// Places that the sentence of token `at` names, without its dateline.
fn places_around<'a>(scene: &'a Scene<'a>, at: usize) -> Vec<&'a str> {
    let sentence = scene.at(at).around();
    let from = scene.entities.partition_point(|entity| entity.tokens.start < sentence.start);
    let inside =
        (from..scene.entities.len()).take_while(|&it| scene.entities[it].tokens.start < sentence.end);
    let place = |&it: &usize| scene.entities[it].label.is_place() && !scene.opens_dateline(it);
    inside.filter(place).take(NAMES).map(|it| scene.entities[it].name.as_str()).collect()
}

/// Dates that the sentence of token `at` gives.
fn times_around<'a>(scene: &'a Scene<'a>, at: usize) -> Vec<Moment<'a>> {
    let sentence = scene.at(at).around();
    let from = scene.quantities.partition_point(|quantity| quantity.tokens.start < sentence.start);
    let inside = scene.quantities[from..].iter().take_while(|quantity| quantity.tokens.start < sentence.end);
    inside.filter(|it| it.kind == Kind::Date).take(NAMES).map(|it| moment(scene, it)).collect()
}

fn moment<'a>(scene: &Scene<'_>, quantity: &'a Quantity) -> Moment<'a> {
    match &quantity.value {
        Value::Text(value) => Moment::Known(value),
        _ => Moment::Words(quantity.span.of(&scene.doc.text).to_lowercase()),
    }
}
