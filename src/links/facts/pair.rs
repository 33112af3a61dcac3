//! What speaks for and against two mentions telling one fact, as named features.

use crate::article::{Circumstance, Referent, TokenRange};
use crate::links::facts::amount::{Relation, weight};
use crate::links::facts::mention::{FactMention, Moment};
use crate::links::facts::words::{Lists, Signal};
use crate::links::model::Sink;
use crate::links::scene::Scene;

/// Most tokens between two amounts that are told at once ("80 kilometres (50 miles)").
const BRACKET: usize = 4;
/// Sentences that are near each other.
const NEAR: usize = 3;

/// Two mentions of one article; `earlier` stands first.
#[derive(Debug, Clone, Copy)]
pub(super) struct MentionPair<'a> {
    /// The article.
    pub(super) scene: &'a Scene<'a>,
    /// Which words may tell the same.
    pub(super) lists: &'a Lists,
    /// The one that stands first.
    pub(super) earlier: &'a FactMention<'a>,
    /// The other.
    pub(super) later: &'a FactMention<'a>,
}

impl MentionPair<'_> {
    /// Calls `sink` with every feature.
    pub(super) fn describe(&self, sink: &mut Sink<'_>) {
        let relation = Relation::of(self.earlier.quantity, self.later.quantity);
        let (value, coarse) = (relation.as_str(), relation.coarse());
        let (size, kind) = (weight(self.later.quantity), self.later.family.as_str());
        let (head, words, event) = (self.head(), self.words(), self.event());
        let (distance, taken) = (self.distance(), self.later.taken.as_str());
        sink(&["bias"]);
        sink(&["value", value]);
        sink(&["value", value, "size", size]);
        sink(&["kind", kind, "value", coarse]);
        sink(&["kind", kind, "value", coarse, "head", head]);
        sink(&["value", value, "head", head]);
        sink(&["value", coarse, "head", head, "size", size]);
        sink(&["value", coarse, "head", head, "taken", taken]);
        sink(&["value", coarse, "head", head, "words", words]);
        sink(&["value", coarse, "head", head, "event", event]);
        sink(&["value", coarse, "words", words]);
        sink(&["value", coarse, "event", event]);
        sink(&["distance", distance, "value", coarse]);
        sink(&["distance", distance, "head", head]);
        sink(&["taken", taken, "distance", distance, "value", coarse]);
        self.circumstances(coarse, sink);
        self.cues(coarse, head, sink);
        self.retold(coarse, sink);
    }

    /// Whether the later one says the same of the same, taken together.
    fn retold(&self, value: &str, sink: &mut Sink<'_>) {
        let (one, other) = (self.earlier, self.later);
        let head = match self.head() {
            "same" | "copied" => "same",
            "people" | "other" => "other",
            "no nouns" | "one noun" => "bare",
            _ => "like",
        };
        let event = match self.event() {
            "same" | "synonym" | "topic" => "same",
            _ if self.lists.is(other.event, Signal::Update) || self.lists.is(other.event, Signal::Stated) => {
                "update"
            }
            "other" => "other",
            _ => "open",
        };
        let clash = match self.wheres() {
            _ if other.has(Signal::Added)
                || other.has(Signal::Other)
                || self.are_apart()
                || self.part().is_some()
                || self.is_change() =>
            {
                "group"
            }
            [places, around, ..] if places == "differs" || around == "differs" => "place",
            [_, _, time, dates] if time == "differs" || dates == "differs" => "time",
            _ => "fits",
        };
        let near = if one.sentence == other.sentence { "sentence" } else { "text" };
        let source = self.pointing(Circumstance::Source);
        let told = if other.has(Signal::Update) { "update" } else { "state" };
        sink(&["retold", head, event, clash, near, "value", value]);
        sink(&["retold", head, event, clash, near, "source", source, "value", value]);
        sink(&["retold", head, event, clash, near, "told", told, "value", value]);
    }

    fn circumstances(&self, value: &str, sink: &mut Sink<'_>) {
        let [places, around, time, dates] = self.wheres();
        for (name, state) in [("places", places), ("around", around), ("time", time), ("dates", dates)] {
            sink(&[name, state, "value", value]);
        }
        sink(&["where", places, around, "when", time, dates]);
        for pointing in [Circumstance::Of, Circumstance::Agent, Circumstance::Source] {
            sink(&[pointing.as_str(), self.pointing(pointing), "value", value]);
        }
        if let Some(part) = self.part() {
            sink(&["part", part]);
            sink(&["part", part, "value", value]);
        }
    }

    /// How places and times stand to each other: those of the events, and those in their sentences.
    fn wheres(&self) -> [&'static str; 4] {
        let (one, other) = (self.earlier, self.later);
        [
            shared(&one.places, &other.places, |a, b| a == b),
            shared(&one.places_around, &other.places_around, |a, b| a == b),
            shared(&one.time, &other.time, Moment::agrees),
            shared(&one.times_around, &other.times_around, Moment::agrees),
        ]
    }

    fn cues(&self, value: &str, head: &str, sink: &mut Sink<'_>) {
        let (one, other) = (self.earlier, self.later);
        for (name, there) in [
            ("added later", other.has(Signal::Added)),
            ("added earlier", one.has(Signal::Added)),
            ("other later", other.has(Signal::Other)),
            ("update", other.has(Signal::Update)),
            ("apart", self.are_apart()),
            ("events apart", self.lists.are_apart(one.event, other.event)),
            ("inherited earlier", one.link.entity.as_ref().is_some_and(|it| it.inherited)),
            ("inherited later", other.link.entity.as_ref().is_some_and(|it| it.inherited)),
            ("bound later", other.quantity.bound != crate::article::Bound::Exact),
        ] {
            if there {
                sink(&["cue", name, "value", value]);
                sink(&["cue", name, "head", head]);
            }
        }
        let told = if other.has(Signal::Update) { "update" } else { "state" };
        sink(&["told", told, "source", self.pointing(Circumstance::Source), "value", value]);
        for row in self.lists.names(one.rows & other.rows) {
            sink(&["row", row, "value", value]);
        }
        let change = |it: &FactMention<'_>| if it.quantity.change.is_some() { "change" } else { "level" };
        sink(&["change", change(one), change(other), "value", value]);
        if self.is_change() {
            sink(&["from"]);
        }
        let status = |it: &FactMention<'_>| it.quantity.stance.as_ref().map(|it| it.status);
        if status(one) != status(other) {
            sink(&["status differs", "value", value]);
        }
    }

    /// How the counted nouns stand to each other.
    fn head(&self) -> &'static str {
        let (one, other) = (self.earlier, self.later);
        let general = |it: &FactMention<'_>| self.lists.is(&it.head, Signal::General);
        match (&one.link.entity, &other.link.entity) {
            (Some(first), Some(second)) if first.span == second.span => "copied",
            (None, None) => "no nouns",
            (None, _) | (_, None) => "one noun",
            _ if one.head == other.head => "same",
            _ if one.noun_rows & other.noun_rows != 0 => "synonym",
            _ if (general(one) || general(other)) && one.person == other.person => "general",
            _ if one.words.contains(&other.head) || other.words.contains(&one.head) => "word",
            _ if (one.noun_rows & other.rows) | (one.rows & other.noun_rows) != 0 => "topic",
            _ if one.person && other.person => "people",
            _ => "other",
        }
    }

    /// How the phrases' other words stand to each other.
    fn words(&self) -> &'static str {
        let (one, other) = (&self.earlier.words, &self.later.words);
        let common = one.iter().filter(|word| other.contains(word)).count();
        match (one.len(), other.len()) {
            (0, 0) => "none",
            (0, _) | (_, 0) => "one",
            (first, second) if common == first && common == second => "same",
            (first, second) if common == first.min(second) => "inside",
            _ if common > 0 => "some",
            _ => "other",
        }
    }

    fn event(&self) -> &'static str {
        let (one, other) = (self.earlier, self.later);
        match (one.event, other.event) {
            ("", "") => "none",
            ("", _) | (_, "") => "one",
            (first, second) if first == second => "same",
            _ if one.event_rows & other.event_rows != 0 => "synonym",
            _ if one.rows & other.rows & (one.event_rows | other.event_rows) != 0 => "topic",
            _ => "other",
        }
    }

    /// Whether a word of one is never said of what the other tells.
    fn are_apart(&self) -> bool {
        let sets = [self.earlier, self.later].map(|it| {
            let words = it.words.iter().map(String::as_str);
            words.chain([it.head.as_str(), it.event]).filter(|word| !word.is_empty())
        });
        let [one, other] = sets;
        let other: Vec<&str> = other.collect();
        let one: Vec<&str> = one.collect();
        let new = |word: &&&str| !one.contains(word);
        let odd: Vec<&str> = other.iter().filter(new).copied().collect();
        one.iter()
            .filter(|word| !other.contains(word))
            .any(|a| odd.iter().any(|b| self.lists.are_apart(a, b)))
    }

    fn distance(&self) -> &'static str {
        let (one, other) = (self.earlier, self.later);
        let (end, start) = (one.quantity.tokens.end as usize, other.quantity.tokens.start as usize);
        let between = TokenRange::new(end, start.max(end)).range();
        let reads = |word: &str| self.scene.all(between.clone()).any(|at| at.reads(word));
        match other.sentence.abs_diff(one.sentence) {
            _ if between.len() <= BRACKET && reads("(") => "bracket",
            _ if between.len() <= BRACKET && reads("or") => "or",
            0 if self.scene.at(end.saturating_sub(1)).is_broken(self.scene.at(start)) => "line",
            0 if between.len() <= BRACKET => "beside",
            0 => "sentence",
            1 => "next",
            2..=NEAR => "near",
            _ => "far",
        }
    }

    /// Whether one is part of the other, or both are parts of one whole.
    fn part(&self) -> Option<&'static str> {
        let (one, other) = (self.earlier, self.later);
        match (one.whole(), other.whole()) {
            (Some(whole), _) if whole == other.link.quantity => Some("earlier"),
            (_, Some(whole)) if whole == one.link.quantity => Some("later"),
            (Some(first), Some(second)) if first == second => Some("both"),
            (Some(_), Some(_)) => Some("of others"),
            (Some(_), _) | (_, Some(_)) => Some("one"),
            _ => None,
        }
    }

    /// Whether the text says that one changed to the other.
    fn is_change(&self) -> bool {
        let (one, other) = (self.earlier, self.later);
        other.quantity.from == Some(one.link.quantity) || one.quantity.from == Some(other.link.quantity)
    }

    /// Whether a circumstance of both points at the same.
    fn pointing(&self, circumstance: Circumstance) -> &'static str {
        let name = |it: Referent| match it {
            Referent::Entity(index) => self.scene.entities[index].name.to_lowercase(),
            Referent::Quantity(index) => format!("quantity {index}"),
            Referent::Phrase(span) => span.of(&self.scene.doc.text).to_lowercase(),
        };
        match [self.earlier, self.later].map(|it| it.link.referent(circumstance)) {
            [Some(one), Some(other)] if name(one) == name(other) => "same",
            [Some(_), Some(_)] => "differs",
            [None, None] => "none",
            _ => "one",
        }
    }
}

/// Whether both lists have something in common.
fn shared<T>(one: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> &'static str {
    match (one.is_empty(), other.is_empty()) {
        (true, true) => "none",
        (true, false) => "later",
        (false, true) => "earlier",
        _ if one.iter().any(|a| other.iter().any(|b| same(a, b))) => "same",
        _ => "differs",
    }
}
