//! What speaks for and against a phrase, as named features; the ranker weighs them.
//!
//! A feature is a list of parts; its name joins them with `|`. The same function serves training and use.

use rust_decimal::Decimal;

use crate::article::{Dep, Kind, Pos, Tag, Value};
use crate::links::candidates::{Anchor, Candidate};
use crate::links::frame;
use crate::links::groups::Groups;
use crate::links::model::Sink;
use crate::links::pair::Pair;
use crate::links::route::{Route, preposition_of, verb_class};
use crate::links::scene::Scene;
use crate::links::words::Class;

/// What is the same for all candidates of one quantity.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    scene: &'a Scene<'a>,
    anchor: &'a Anchor,
    groups: &'a Groups,
    kind: &'static str,
    form: String,
    follower: Option<usize>,
    role: &'static str,
    beside: Option<usize>,
    list: (usize, usize),
    pronoun: Option<usize>,
}

impl<'a> Setting<'a> {
    /// Describes the quantity at `anchor`.
    pub(super) fn new(scene: &'a Scene<'a>, anchor: &'a Anchor, groups: &'a Groups) -> Self {
        let quantity = &scene.quantities[anchor.quantity];
        let kind = family(quantity.kind);
        let subject = anchor.verb.and_then(|verb| scene.own_subject(verb));
        Self {
            scene,
            anchor,
            groups,
            kind,
            form: form(scene, anchor.top),
            follower: follower(scene, anchor),
            role: if anchor.attached { "attached" } else { frame::role(scene, anchor.top).0 },
            beside: frame::noun_beside(scene, anchor.quantity),
            list: frame::number_in_list(scene, anchor.quantity),
            pronoun: subject.filter(|&at| scene.tag(at) == Tag::Prp && at != anchor.top),
        }
    }

    /// Features of the answer "it has no link".
    pub(super) fn none(&self, sink: &mut Sink<'_>) {
        sink(&["none", self.kind]);
        sink(&["none", self.kind, &self.form]);
        sink(&["none", &self.form]);
        if let Some(verb) = self.anchor.verb {
            sink(&["none", self.kind, verb_class(self.scene, verb)]);
        }
        if self.follower.is_some() {
            sink(&["none", self.kind, "follower"]);
        }
        if self.anchor.attached {
            sink(&["none", self.kind, "attached"]);
        }
        self.surroundings(sink);
    }

    /// The words around the number, as they speak for it counting nothing ("ten years ago").
    fn surroundings(&self, sink: &mut Sink<'_>) {
        let (scene, kind, top) = (self.scene, self.kind, self.anchor.top);
        let range = scene.quantities[self.anchor.quantity].tokens.range();
        let sentence = scene.sentence(top).range();
        let word =
            |at: Option<usize>| at.filter(|at| sentence.contains(at)).map_or("-", |at| scene.lemma(at));
        let (before, after) = (word(range.start.checked_sub(1)), word(Some(range.end)));
        let unit = scene.lemma(range.end - 1);
        sink(&["none", kind, "before", before]);
        sink(&["none", kind, "after", after]);
        sink(&["none", kind, "around", before, after]);
        sink(&["none", kind, "unit", unit]);
        sink(&["none", kind, "unit", unit, "before", before]);
        sink(&["none", kind, "governor", scene.dep(top).as_str(), scene.lemma(scene.doc.head(top))]);
        sink(&["none", kind, "hangs", scene.dep(top).as_str(), scene.pos(scene.doc.head(top)).as_str()]);
        if let Some(verb) = self.anchor.verb {
            sink(&["none", kind, "verb", scene.lemma(verb)]);
        }
    }

    /// Features of a phrase.
    pub(super) fn phrase(&self, candidate: Candidate, route: Option<&Route>, sink: &mut Sink<'_>) {
        match route {
            Some(route) => self.near(candidate, route, sink),
            None => self.far(candidate, sink),
        }
        self.noun(candidate, sink);
        self.parallel(candidate, sink);
        self.frame(candidate, sink);
        self.deal(candidate.head, sink);
        self.amount(candidate.head, sink);
        let pair = Pair { scene: self.scene, role: "target", kind: self.kind };
        pair.describe("number", self.anchor.top, candidate.head, sink);
        pair.between(self.anchor.top, candidate.head, sink);
        pair.token(candidate.head, sink);
    }

    /// The parts that number and phrase play, and how their clauses stand to each other.
    fn frame(&self, candidate: Candidate, sink: &mut Sink<'_>) {
        let (scene, kind, head) = (self.scene, self.kind, candidate.head);
        let (part, on) = frame::role(scene, head);
        let verb = scene.clause_verb(head);
        let relation =
            if candidate.back == 0 { frame::relation(scene, self.anchor.verb, verb) } else { "earlier" };
        sink(&["frame", self.role, relation, part, on]);
        sink(&["frame", kind, self.role, relation, part]);
        sink(&["frame", kind, relation, part, on]);
        if let Some(own) = self.anchor.verb.filter(|_| relation == "same") {
            sink(&["verb", scene.lemma(own), self.role, part]);
            sink(&["verb", scene.lemma(own), kind, part]);
        }
        if let Some(pronoun) = self.pronoun {
            let word = scene.lemma(pronoun);
            let who = if scene.is_person(head) { "person" } else { "thing" };
            let many = if scene.is_plural(head) { "plural" } else { "singular" };
            let near = digit(bucket(candidate.rank));
            sink(&["pronoun", word, relation, part]);
            sink(&["pronoun", word, who, many, relation]);
            sink(&["pronoun", word, many, near, relation]);
        }
    }

    /// Whether phrase and number have the same place in lists of the same length ("respectively"), and whether the
    /// phrase stands directly before the number.
    fn deal(&self, head: usize, sink: &mut Sink<'_>) {
        let (scene, kind) = (self.scene, self.kind);
        let (place, length) = frame::noun_in_list(scene, head);
        if self.list.1 > 1 && length == self.list.1 {
            sink(&["deal", if place == self.list.0 { "same" } else { "other" }]);
        }
        if self.beside == Some(head) {
            let end = scene.quantities[self.anchor.quantity].tokens.end as usize;
            let next = if end < scene.doc.len() { end } else { end - 1 };
            sink(&["beside", kind, scene.pos(next).as_str()]);
            sink(&["beside", kind, self.dimension().unwrap_or("none"), scene.pos(next).as_str()]);
            sink(&["beside", kind, self.dimension().unwrap_or("none"), scene.lemma(next)]);
        }
    }

    /// Whether this number is smaller or larger than the one that last counted the phrase.
    fn amount(&self, head: usize, sink: &mut Sink<'_>) {
        let Some(counted) = self.groups.quantity_of(head) else { return };
        let other = &self.scene.quantities[counted];
        let compared = frame::compared(self.scene, self.anchor.quantity, counted);
        let role = if self.anchor.attached { "attached" } else { "bare" };
        sink(&["amount", self.kind, family(other.kind), compared]);
        sink(&["amount", self.kind, compared, role]);
    }

    /// Whether the last linked number before this one was about the same phrase.
    fn parallel(&self, candidate: Candidate, sink: &mut Sink<'_>) {
        let Some((quantity, _)) = self.groups.last().filter(|&(_, head)| head == candidate.head) else {
            return;
        };
        let scene = self.scene;
        let (last, this) = (&scene.quantities[quantity], &scene.quantities[self.anchor.quantity]);
        let apart = scene.doc.sentence_index(this.tokens.start as usize)
            - scene.doc.sentence_index(last.tokens.start as usize);
        let near = digit(apart.min(2));
        let kinds = if last.kind == this.kind { "same" } else { family(last.kind) };
        let shape = if form(scene, scene.top(quantity)) == self.form { "alike" } else { "unlike" };
        let attached = if self.anchor.attached { "attached" } else { "bare" };
        sink(&["last", near, kinds]);
        sink(&["last", near, self.kind, kinds]);
        sink(&["last", near, kinds, shape, attached]);
        let gap = this.tokens.start.saturating_sub(last.tokens.end);
        if apart == 0 && gap <= 2 {
            // Two numbers of one token, the last of the text, have no token after them.
            let mark =
                scene.doc.tokens.get(last.tokens.end as usize).map(|token| token.span.of(&scene.doc.text));
            let bracket = matches!(mark, Some("(" | "["));
            sink(&["next", self.kind, kinds, if bracket { "bracket" } else { "list" }]);
        }
    }

    /// A phrase of the same sentence: the way to it.
    fn near(&self, candidate: Candidate, route: &Route, sink: &mut Sink<'_>) {
        let kind = self.kind;
        sink(&["route", &route.full]);
        sink(&["route", kind, &route.full]);
        sink(&["smooth", &route.smooth]);
        sink(&["smooth", kind, &route.smooth]);
        sink(&["steps", kind, digit(route.steps.min(6))]);
        let (between, side) = self.between(candidate.head);
        sink(&["gap", side, digit(bucket(between.len()))]);
        sink(&["gap", kind, side, digit(bucket(between.len()))]);
        self.interruptions(between, side, sink);
        sink(&["near", kind, &self.form, self.scene.dep(candidate.head).as_str(), side]);
        sink(&["near", &self.form, self.scene.dep(candidate.head).as_str(), side]);
        if route.steps <= 4 {
            for class in self.scene.classes(candidate.head).names() {
                sink(&["via", kind, &route.smooth, class]);
                sink(&["via", &route.full, class]);
            }
        }
        if self.follower == Some(candidate.head) {
            sink(&["follower"]);
            sink(&["follower", kind]);
            sink(&["follower", kind, &self.form]);
        }
        if let Some(verb) = self.anchor.verb {
            self.role(verb, candidate.head, sink);
        }
    }

    /// What stands between number and phrase.
    fn interruptions(&self, between: std::ops::Range<usize>, side: &str, sink: &mut Sink<'_>) {
        let scene = self.scene;
        let mut seen = [false; 4];
        for at in between {
            seen[0] |= matches!(scene.tag(at), Tag::Comma | Tag::Colon);
            seen[1] |= scene.is_verb(at);
            seen[2] |= scene.quantity_at(at).is_some();
            seen[3] |= scene.tag(at) == Tag::Cc;
        }
        for (name, seen) in ["comma", "verb", "quantity", "and"].into_iter().zip(seen) {
            if seen {
                sink(&["between", name, side]);
                sink(&["between", name, side, self.kind]);
            }
        }
    }

    /// Subject or object of the number's own verb.
    fn role(&self, verb: usize, head: usize, sink: &mut Sink<'_>) {
        let scene = self.scene;
        let class = verb_class(scene, verb);
        if scene.subject(verb) == Some(head) {
            sink(&["subject", self.kind, class]);
            sink(&["subject", &self.form]);
            sink(&["subject", self.kind, &self.form]);
        } else if scene.doc.head(head) == verb {
            sink(&["argument", self.kind, class, scene.dep(head).as_str()]);
        }
    }

    /// A phrase of an earlier sentence.
    fn far(&self, candidate: Candidate, sink: &mut Sink<'_>) {
        let (scene, head) = (self.scene, candidate.head);
        let back = digit(candidate.back.min(4));
        sink(&["back", back]);
        sink(&["back", self.kind, &self.form]);
        sink(&["back", self.kind, if self.follower.is_some() { "follower" } else { "bare" }]);
        sink(&["rank", digit(bucket(candidate.rank))]);
        sink(&["earlier", scene.dep(head).as_str()]);
        if self.groups.is_counted(head) {
            sink(&["counted", back]);
            sink(&["counted", self.kind]);
        }
        if let Some(verb) = self.anchor.verb.filter(|&verb| scene.is(verb, Class::AnimateVerb)) {
            let subject = scene.subject(verb).is_some_and(|at| at == self.anchor.top);
            let who = if scene.is_person(head) { "person" } else { "thing" };
            sink(&["animate", who, if subject { "subject" } else { "other" }]);
        }
    }

    /// The noun itself.
    fn noun(&self, candidate: Candidate, sink: &mut Sink<'_>) {
        let (scene, head, kind) = (self.scene, candidate.head, self.kind);
        let place = if candidate.back == 0 { "here" } else { "there" };
        let classes = scene.classes(head);
        for class in classes.names() {
            sink(&["class", kind, class, place]);
        }
        if classes.is_empty() {
            sink(&["class", kind, "other", place]);
        }
        if let Some(index) = scene.entity_at(head) {
            sink(&["name", kind, scene.entities[index].label.as_str()]);
        }
        sink(&["tag", kind, scene.tag(head).as_str()]);
        sink(&["lemma", kind, scene.lemma(head)]);
        sink(&["lemma", scene.lemma(head)]);
        sink(&["dep", kind, scene.dep(head).as_str(), place]);
        if let Some(number) = self.number() {
            let form = if scene.is_plural(head) { "plural" } else { "singular" };
            sink(&["number", number, form, place]);
        }
        if self.is_claimed(head) {
            sink(&["claimed", kind, place]);
        }
        if let Some(dimension) = self.dimension() {
            for class in classes.names() {
                sink(&["dimension", dimension, class]);
            }
        }
    }

    /// Whether a count is of one or of more; `None` for other kinds.
    fn number(&self) -> Option<&'static str> {
        let quantity = &self.scene.quantities[self.anchor.quantity];
        let counts = quantity.kind == Kind::Count;
        counts.then(|| if quantity.value == Value::Number(Decimal::ONE) { "one" } else { "more" })
    }

    fn dimension(&self) -> Option<&str> {
        self.scene.quantities[self.anchor.quantity].unit.as_ref()?.dimension.as_deref()
    }

    /// Whether another quantity stands directly before this noun.
    fn is_claimed(&self, head: usize) -> bool {
        let scene = self.scene;
        scene.doc.children(head).any(|child| {
            child < head
                && scene.quantity_at(child).is_some_and(|index| {
                    index != self.anchor.quantity && scene.quantities[index].kind.is_countable()
                })
        })
    }

    /// The tokens between number and phrase, and on which side of the number the phrase stands.
    fn between(&self, head: usize) -> (std::ops::Range<usize>, &'static str) {
        let range = self.scene.quantities[self.anchor.quantity].tokens.range();
        if head >= range.end { (range.end..head, "after") } else { (head + 1..range.start, "before") }
    }
}

/// Kinds that behave alike.
pub(super) fn family(kind: Kind) -> &'static str {
    match kind {
        Kind::Rank | Kind::Ordinal => "ordinal",
        other => other.as_str(),
    }
}

/// How the token `top` hangs on its sentence: its label, preposition, and what governs it.
fn form(scene: &Scene<'_>, top: usize) -> String {
    let mut form = String::from(scene.dep(top).as_str());
    let mut head = scene.doc.head(top);
    if scene.dep(top) == Dep::Pobj || scene.dep(top) == Dep::Pcomp {
        form.push(':');
        form.push_str(preposition_of(scene, head));
        head = scene.doc.head(head);
    }
    form.push(':');
    form.push_str(if scene.is_verb(head) {
        verb_class(scene, head)
    } else if scene.is_noun(head) {
        "N"
    } else {
        "x"
    });
    if let Some(preposition) =
        scene.doc.children(top).find(|&child| scene.dep(child) == Dep::Prep && child > top)
    {
        form.push('+');
        form.push_str(preposition_of(scene, preposition));
        if scene.doc.child(preposition, Dep::Pobj).is_some_and(|object| scene.pos(object) == Pos::Pron) {
            form.push('~');
        }
    }
    form
}

/// The noun that ends the run of modifiers directly after the number: "33 armed gangsters".
fn follower(scene: &Scene<'_>, anchor: &Anchor) -> Option<usize> {
    let end = scene.quantities[anchor.quantity].tokens.range().end;
    let limit = scene.sentence(anchor.top).range().end.min(end + 8);
    let mut last = None;
    for at in end..limit {
        let inside = matches!(scene.pos(at), Pos::Noun | Pos::Propn | Pos::Adj)
            || matches!(scene.tag(at), Tag::Vbn | Tag::Vbg | Tag::Rbs | Tag::Rbr | Tag::Hyph | Tag::Jj)
            || (at == end && (scene.reads(at, "of") || scene.reads(at, "the") || scene.reads(at, "more")))
            || (at == end + 1 && scene.tag(at) == Tag::Dt && scene.reads(end, "of"));
        if !inside || scene.quantity_at(at).is_some() {
            break;
        }
        if scene.is_noun(at) {
            last = Some(at);
        }
    }
    last
}

fn bucket(distance: usize) -> usize {
    match distance {
        0..=3 => distance,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=20 => 7,
        _ => 8,
    }
}

fn digit(number: usize) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8"].get(number).copied().unwrap_or("9")
}
