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
use crate::links::scene::{Node, Scene};
use crate::links::words::Class;

/// What is the same for all candidates of one quantity.
#[derive(Debug)]
pub(super) struct Setting<'a> {
    scene: &'a Scene<'a>,
    anchor: &'a Anchor<'a>,
    groups: &'a Groups,
    kind: &'static str,
    form: String,
    follower: Option<Node<'a>>,
    role: &'static str,
    beside: Option<Node<'a>>,
    list: (usize, usize),
    pronoun: Option<Node<'a>>,
}

impl<'a> Setting<'a> {
    /// Describes the quantity at `anchor`.
    pub(super) fn new(anchor: &'a Anchor<'a>, groups: &'a Groups) -> Self {
        let scene = anchor.top.scene();
        let quantity = &scene.quantities[anchor.quantity];
        let kind = family(quantity.kind);
        let subject = anchor.verb.and_then(Node::own_subject);
        Self {
            scene,
            anchor,
            groups,
            kind,
            form: form(anchor.top),
            follower: follower(anchor),
            role: if anchor.attached { "attached" } else { frame::role(anchor.top).0 },
            beside: frame::noun_beside(scene, anchor.quantity),
            list: frame::number_in_list(scene, anchor.quantity),
            pronoun: subject.filter(|&it| it.tag() == Tag::Prp && it != anchor.top),
        }
    }

    /// Features of the answer "it has no link".
    pub(super) fn none(&self, sink: &mut Sink<'_>) {
        sink(&["none", self.kind]);
        sink(&["none", self.kind, &self.form]);
        sink(&["none", &self.form]);
        if let Some(verb) = self.anchor.verb {
            sink(&["none", self.kind, verb_class(verb)]);
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
        let sentence = top.around().range();
        let word = |at: Option<usize>| {
            at.filter(|at| sentence.contains(at)).map_or("-", |at| scene.at(at).lemma_in_name())
        };
        let (before, after) = (word(range.start.checked_sub(1)), word(Some(range.end)));
        let unit = scene.at(range.end - 1).lemma_in_name();
        sink(&["none", kind, "before", before]);
        sink(&["none", kind, "after", after]);
        sink(&["none", kind, "around", before, after]);
        sink(&["none", kind, "unit", unit]);
        sink(&["none", kind, "unit", unit, "before", before]);
        sink(&["none", kind, "governor", top.dep().as_str(), top.head().lemma_in_name()]);
        sink(&["none", kind, "hangs", top.dep().as_str(), top.head().pos().as_str()]);
        if let Some(verb) = self.anchor.verb {
            sink(&["none", kind, "verb", verb.lemma_in_name()]);
        }
    }

    /// Features of a phrase.
    pub(super) fn phrase(&self, candidate: Candidate<'_>, route: Option<&Route>, sink: &mut Sink<'_>) {
        match route {
            Some(route) => self.near(candidate, route, sink),
            None => self.far(candidate, sink),
        }
        self.noun(candidate, sink);
        self.parallel(candidate, sink);
        self.frame(candidate, sink);
        self.deal(candidate.head, sink);
        self.amount(candidate.head, sink);
        let pair = Pair { question: "target", kind: self.kind };
        pair.describe("number", self.anchor.top, candidate.head, sink);
        pair.between(self.anchor.top, candidate.head, sink);
        pair.token(candidate.head, sink);
    }

    /// The parts that number and phrase play, and how their clauses stand to each other.
    fn frame(&self, candidate: Candidate<'_>, sink: &mut Sink<'_>) {
        let (kind, head) = (self.kind, candidate.head);
        let (part, on) = frame::role(head);
        let verb = head.clause_verb();
        let relation = if candidate.back == 0 { frame::relation(self.anchor.verb, verb) } else { "earlier" };
        sink(&["frame", self.role, relation, part, on]);
        sink(&["frame", kind, self.role, relation, part]);
        sink(&["frame", kind, relation, part, on]);
        if let Some(own) = self.anchor.verb.filter(|_| relation == "same") {
            sink(&["verb", own.lemma_in_name(), self.role, part]);
            sink(&["verb", own.lemma_in_name(), kind, part]);
        }
        if let Some(pronoun) = self.pronoun {
            let word = pronoun.lemma_in_name();
            let who = if head.is_person() { "person" } else { "thing" };
            let many = if head.is_plural() { "plural" } else { "singular" };
            let near = digit(bucket(candidate.rank));
            sink(&["pronoun", word, relation, part]);
            sink(&["pronoun", word, who, many, relation]);
            sink(&["pronoun", word, many, near, relation]);
        }
    }

    /// Whether phrase and number have the same place in lists of the same length ("respectively"), and whether the
    /// phrase stands directly before the number.
    fn deal(&self, head: Node<'_>, sink: &mut Sink<'_>) {
        let (scene, kind) = (self.scene, self.kind);
        let (place, length) = frame::noun_in_list(head);
        if self.list.1 > 1 && length == self.list.1 {
            sink(&["deal", if place == self.list.0 { "same" } else { "other" }]);
        }
        if self.beside == Some(head) {
            let end = scene.quantities[self.anchor.quantity].tokens.end as usize;
            let next = scene.at(if end < scene.doc.len() { end } else { end - 1 });
            sink(&["beside", kind, next.pos().as_str()]);
            sink(&["beside", kind, self.dimension().unwrap_or("none"), next.pos().as_str()]);
            sink(&["beside", kind, self.dimension().unwrap_or("none"), next.lemma_in_name()]);
        }
    }

    /// Whether this number is smaller or larger than the one that last counted the phrase.
    fn amount(&self, head: Node<'_>, sink: &mut Sink<'_>) {
        let Some(counted) = self.groups.quantity_of(head) else { return };
        let other = &self.scene.quantities[counted];
        let compared = frame::compared(self.scene, self.anchor.quantity, counted);
        let role = if self.anchor.attached { "attached" } else { "bare" };
        sink(&["amount", self.kind, family(other.kind), compared]);
        sink(&["amount", self.kind, compared, role]);
    }

    /// Whether the last linked number before this one was about the same phrase.
    fn parallel(&self, candidate: Candidate<'_>, sink: &mut Sink<'_>) {
        let Some((quantity, _)) = self.groups.last().filter(|&(_, head)| head == candidate.head.index())
        else {
            return;
        };
        let scene = self.scene;
        let (last, this) = (&scene.quantities[quantity], &scene.quantities[self.anchor.quantity]);
        let apart = scene.at(this.tokens.start as usize).sentence_index()
            - scene.at(last.tokens.start as usize).sentence_index();
        let near = digit(apart.min(2));
        let kinds = if last.kind == this.kind { "same" } else { family(last.kind) };
        let shape = if form(scene.top(quantity)) == self.form { "alike" } else { "unlike" };
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
    fn near(&self, candidate: Candidate<'_>, route: &Route, sink: &mut Sink<'_>) {
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
        sink(&["near", kind, &self.form, candidate.head.dep().as_str(), side]);
        sink(&["near", &self.form, candidate.head.dep().as_str(), side]);
        if route.steps <= 4 {
            for class in candidate.head.classes().names() {
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
        let mut seen = [false; 4];
        for token in self.scene.all(between) {
            seen[0] |= matches!(token.tag(), Tag::Comma | Tag::Colon);
            seen[1] |= token.is_verb();
            seen[2] |= token.quantity().is_some();
            seen[3] |= token.tag() == Tag::Cc;
        }
        for (name, seen) in ["comma", "verb", "quantity", "and"].into_iter().zip(seen) {
            if seen {
                sink(&["between", name, side]);
                sink(&["between", name, side, self.kind]);
            }
        }
    }

    /// Subject or object of the number's own verb.
    fn role(&self, verb: Node<'_>, head: Node<'_>, sink: &mut Sink<'_>) {
        let class = verb_class(verb);
        if verb.subject() == Some(head) {
            sink(&["subject", self.kind, class]);
            sink(&["subject", &self.form]);
            sink(&["subject", self.kind, &self.form]);
        } else if head.head() == verb {
            sink(&["argument", self.kind, class, head.dep().as_str()]);
        }
    }

    /// A phrase of an earlier sentence.
    fn far(&self, candidate: Candidate<'_>, sink: &mut Sink<'_>) {
        let head = candidate.head;
        let back = digit(candidate.back.min(4));
        sink(&["back", back]);
        sink(&["back", self.kind, &self.form]);
        sink(&["back", self.kind, if self.follower.is_some() { "follower" } else { "bare" }]);
        sink(&["rank", digit(bucket(candidate.rank))]);
        sink(&["earlier", head.dep().as_str()]);
        if self.groups.is_counted(head) {
            sink(&["counted", back]);
            sink(&["counted", self.kind]);
        }
        if let Some(verb) = self.anchor.verb.filter(|&verb| verb.is(Class::AnimateVerb)) {
            let subject = verb.subject().is_some_and(|at| at == self.anchor.top);
            let who = if head.is_person() { "person" } else { "thing" };
            sink(&["animate", who, if subject { "subject" } else { "other" }]);
        }
    }

    /// The noun itself.
    fn noun(&self, candidate: Candidate<'_>, sink: &mut Sink<'_>) {
        let (head, kind) = (candidate.head, self.kind);
        let place = if candidate.back == 0 { "here" } else { "there" };
        let classes = head.classes();
        for class in classes.names() {
            sink(&["class", kind, class, place]);
        }
        if classes.is_empty() {
            sink(&["class", kind, "other", place]);
        }
        if let Some(label) = head.label() {
            sink(&["name", kind, label.as_str()]);
        }
        sink(&["tag", kind, head.tag().as_str()]);
        sink(&["lemma", kind, head.lemma_in_name()]);
        sink(&["lemma", head.lemma_in_name()]);
        sink(&["dep", kind, head.dep().as_str(), place]);
        if let Some(number) = self.number() {
            let form = if head.is_plural() { "plural" } else { "singular" };
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
    fn is_claimed(&self, head: Node<'_>) -> bool {
        let scene = self.scene;
        head.children().any(|child| {
            child < head
                && child.quantity().is_some_and(|index| {
                    index != self.anchor.quantity && scene.quantities[index].kind.is_countable()
                })
        })
    }

    /// The tokens between number and phrase, and on which side of the number the phrase stands.
    fn between(&self, head: Node<'_>) -> (std::ops::Range<usize>, &'static str) {
        let range = self.scene.quantities[self.anchor.quantity].tokens.range();
        let head = head.index();
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
fn form(top: Node<'_>) -> String {
    let mut form = String::from(top.dep().as_str());
    let mut head = top.head();
    if top.dep() == Dep::Pobj || top.dep() == Dep::Pcomp {
        form.push(':');
        form.push_str(preposition_of(head));
        head = head.head();
    }
    form.push(':');
    form.push_str(if head.is_verb() {
        verb_class(head)
    } else if head.is_noun() {
        "N"
    } else {
        "x"
    });
    if let Some(preposition) = top.children().find(|&child| child.dep() == Dep::Prep && child > top) {
        form.push('+');
        form.push_str(preposition_of(preposition));
        if preposition.child(Dep::Pobj).is_some_and(|object| object.pos() == Pos::Pron) {
            form.push('~');
        }
    }
    form
}

/// The noun that ends the run of modifiers directly after the number: "33 armed gangsters".
fn follower<'a>(anchor: &Anchor<'a>) -> Option<Node<'a>> {
    let scene = anchor.top.scene();
    let end = scene.quantities[anchor.quantity].tokens.range().end;
    let limit = anchor.top.around().range().end.min(end + 8);
    let mut last = None;
    for token in scene.all(end..limit) {
        let first = token.index() == end;
        let inside = matches!(token.pos(), Pos::Noun | Pos::Propn | Pos::Adj)
            || matches!(token.tag(), Tag::Vbn | Tag::Vbg | Tag::Rbs | Tag::Rbr | Tag::Hyph | Tag::Jj)
            || (first && token.reads_any(&["of", "the", "more"]))
            || (token.index() == end + 1 && token.tag() == Tag::Dt && scene.at(end).reads("of"));
        if !inside || token.quantity().is_some() {
            break;
        }
        if token.is_noun() {
            last = Some(token);
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
