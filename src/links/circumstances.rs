//! The circumstances of a fact: for each circumstance the possible answers and what speaks for them.
//!
//! Every circumstance is asked in the same way: [`Asked`] lists the possible answers and gives their features (the hand-made rules'
//! proposals among them), the trained model gives each a probability. A later circumstance sees the answers of
//! the earlier ones.

use crate::article::{Circumstance, Dep, Kind, Label, Pos, Referent, Tag};
use crate::links::answer::{Answer, Filler};
use crate::links::candidates::is_phrase_head;
use crate::links::features::family;
use crate::links::given::{Before, Given};
use crate::links::model::Sink;
use crate::links::pair::{Pair, bucket};
use crate::links::precedent::stance;
use crate::links::scene::{Node, Scene};
use crate::links::surroundings::Surroundings;
use crate::links::words::Class;
use crate::links::{agent, event, frame, law, places, referent, source, time, voices, whole};

/// How far from the number an answer is looked for in its own sentence, in tokens each way.
const REACH: usize = 60;
/// How many sentences before the number's own, and after it, a speaker or a whole may stand.
const AROUND: usize = 2;
/// How many heads are climbed from a phrase to the verb that governs it.
const STEPS: usize = 6;

/// One circumstance asked of a number, with what is the same for all its answers.
#[derive(Debug)]
pub(super) struct Asked<'a> {
    given: Given<'a>,
    circumstance: Circumstance,
    /// The possible answers, one for each name, number or phrase.
    pub(super) answers: Vec<Answer>,
    before: Option<Before<'a>>,
    surroundings: Surroundings<'a>,
}

impl<'a> Asked<'a> {
    /// Lists the answers to `circumstance` and looks at the number before.
    pub(super) fn new(given: Given<'a>, circumstance: Circumstance) -> Self {
        let answers = answers(&given, circumstance);
        let before = if answers.is_empty() { None } else { given.before(circumstance) };
        let (anchor, kind) = (given.anchor, family(given.kind()));
        let verbs = [anchor.verb, given.event];
        let surroundings =
            Surroundings::new(given.scene, circumstance, kind, anchor.quantity, verbs, &answers);
        Self { given, circumstance, answers, before, surroundings }
    }
}

/// What the hand-made rules say.
fn proposals(given: &Given<'_>, circumstance: Circumstance) -> Vec<Filler> {
    match circumstance {
        Circumstance::Event => event::of(given),
        Circumstance::Agent => agent::of(given),
        Circumstance::Places => places::of(given),
        Circumstance::Time => time::of(given),
        Circumstance::Source => source::of(given),
        Circumstance::Of => whole::of(given),
        Circumstance::Law => law::of(given),
    }
}

/// The possible answers to one circumstance, one for each name, number or phrase; for the event one for each verb.
fn answers(given: &Given<'_>, circumstance: Circumstance) -> Vec<Answer> {
    let scene = given.scene;
    let proposed = proposals(given, circumstance);
    let mut found: Vec<Answer> = Vec::new();
    for (token, filler) in within_reach(given, circumstance) {
        if circumstance == Circumstance::Event || !is_among(scene, filler, &found) {
            let proposed = proposed.iter().any(|&it| same_filler(scene, it, filler));
            found.push(Answer { token: token.index(), filler, proposed });
        }
    }
    if circumstance != Circumstance::Event {
        for (token, filler) in given.precedents.answers(given.anchor.top, circumstance) {
            if !is_own(given, filler) && !is_among(scene, filler, &found) {
                found.push(Answer { token, filler, proposed: false });
            }
        }
    }
    for filler in proposed {
        if !found.iter().any(|it| it.proposed && same_filler(scene, it.filler, filler)) {
            found.push(Answer { token: token_of(scene, filler), filler, proposed: true });
        }
    }
    found
}

/// What stands within reach and may fill a circumstance, each with the token that stands for it.
fn within_reach<'a>(given: &Given<'a>, circumstance: Circumstance) -> Vec<(Node<'a>, Filler)> {
    let scene = given.scene;
    let referent = |at: Node<'a>| Some((at, Filler::Referent(referent::of(at)?)));
    let number = |index: usize| (scene.top(index), Filler::quantity(index));
    let name = |index: usize| (scene.anchor(index), Filler::entity(index));
    match circumstance {
        Circumstance::Event => verbs(given).map(|at| (at, Filler::Verb(at.index()))).collect(),
        Circumstance::Agent => nouns(given).filter_map(referent).collect(),
        Circumstance::Places => named(given, Label::is_place).map(name).collect(),
        Circumstance::Time => times(given).map(number).collect(),
        Circumstance::Source => {
            let meant = |at: Node<'a>| voices::behind(at).map(move |index| (at, Filler::entity(index)));
            let all = |at: Node<'a>| referent(at).into_iter().chain(meant(at));
            let mut found: Vec<_> = speakers(given).flat_map(all).collect();
            // "It said": the word in the number's own sentence stands for the name, not the mention of the name before.
            let here = given.anchor.top.sentence_index();
            found.sort_by_key(|(at, _)| at.sentence_index() != here);
            found
        }
        Circumstance::Of => {
            let wholes = nouns(given).chain(possessors(given)).filter_map(referent);
            numbers(given).map(number).chain(wholes).collect()
        }
        Circumstance::Law => named(given, |label| label == Label::Law).map(name).collect(),
    }
}

/// Whether an answer says the same.
fn is_among(scene: &Scene<'_>, filler: Filler, answers: &[Answer]) -> bool {
    answers.iter().any(|it| same_filler(scene, it.filler, filler))
}

/// Whether a filler is the number itself.
fn is_own(given: &Given<'_>, filler: Filler) -> bool {
    filler == Filler::quantity(given.anchor.quantity)
}

/// Whether two fillers say the same: the same words, or two mentions of one name.
fn same_filler(scene: &Scene<'_>, one: Filler, other: Filler) -> bool {
    match (one, other) {
        (Filler::Referent(Referent::Entity(first)), Filler::Referent(Referent::Entity(second))) => {
            first == second || scene.entities[first].name == scene.entities[second].name
        }
        _ => one == other,
    }
}

/// The token that stands for a filler.
fn token_of(scene: &Scene<'_>, filler: Filler) -> usize {
    match filler {
        Filler::Verb(at) => at,
        Filler::Referent(Referent::Entity(index)) => scene.anchor(index).index(),
        Filler::Referent(Referent::Quantity(index)) => scene.top(index).index(),
        Filler::Referent(Referent::Phrase(span)) => {
            let range = scene.doc.tokens_in(span).range();
            let top = |at: &Node<'_>| !range.contains(&at.head().index()) || at.is_root();
            scene.all(range.clone()).find(top).map_or(range.start, Node::index)
        }
    }
}

/// The tokens of the number's sentence within reach.
fn window(given: &Given<'_>) -> std::ops::Range<usize> {
    let scene = given.scene;
    let sentence = given.anchor.top.around().range();
    let range = scene.quantities[given.anchor.quantity].tokens.range();
    sentence.start.max(range.start.saturating_sub(REACH))..sentence.end.min(range.end + REACH)
}

/// The tokens of the sentences around the number's, its own included, within reach.
fn neighbourhood(given: &Given<'_>, before: usize, after: usize) -> std::ops::Range<usize> {
    let scene = given.scene;
    let own = window(given);
    let here = given.anchor.top.sentence_index();
    let first = here.saturating_sub(before);
    let last = (here + after).min(scene.doc.sentences.len() - 1);
    let start = if first == here { own.start } else { scene.doc.sentences[first].tokens.start as usize };
    let end = if last == here { own.end } else { scene.doc.sentences[last].tokens.end as usize };
    start.max(own.start.saturating_sub(2 * REACH))..end.min(own.end + 2 * REACH)
}

fn verbs<'a>(given: &Given<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    let scene = given.scene;
    let own = scene.quantities[given.anchor.quantity].tokens;
    scene.all(window(given)).filter(move |at| {
        let verbal = at.pos() == Pos::Verb || at.tag().is_verb() && at.pos() != Pos::Aux;
        verbal && !own.contains(at.index()) && at.quantity().is_none()
    })
}

/// Nouns and pronouns that could act or be a whole.
fn nouns<'a>(given: &Given<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    given.scene.all(window(given)).filter(|&at| is_nominal(at))
}

fn is_nominal(at: Node<'_>) -> bool {
    let pronoun = matches!(at.tag(), Tag::Prp | Tag::Wp | Tag::Wdt);
    let noun = at.is_noun() && is_phrase_head(at);
    let number = at.quantity().is_some() && at.entity().is_none();
    (pronoun || noun) && !number
}

/// Possessors: "its", "Kenya's".
fn possessors<'a>(given: &Given<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    given.scene.all(window(given)).filter(|at| {
        let adjective = at.entity().is_some() && matches!(at.dep(), Dep::Amod | Dep::Compound | Dep::Nmod);
        (at.dep() == Dep::Poss || adjective) && at.quantity().is_none()
    })
}

/// Who could say what the sentence says: its nouns, and the subjects of saying in the sentences around it.
fn speakers<'a>(given: &Given<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    let here = window(given);
    let around = neighbourhood(given, AROUND, 1);
    let quoted = beside_quotation(given).filter({
        let around = around.clone();
        move |at| !around.contains(&at.index())
    });
    given.scene.all(around).chain(quoted).filter(move |&at| {
        if !is_nominal(at) {
            return false;
        }
        let subject = at.dep().is_subject();
        let object = at.dep() == Dep::Pobj;
        let says = at.head().is(Class::Report) || at.head().reads("to");
        if here.contains(&at.index()) {
            subject || object || at.is_person()
        } else {
            (subject || object) && says
        }
    })
}

/// The tokens of the sentences in which the number's quotation begins and ends, and of the one behind it.
fn beside_quotation<'a>(given: &Given<'a>) -> impl Iterator<Item = Node<'a>> + use<'a> {
    let scene = given.scene;
    let quotation = given.anchor.top.quotation().filter(|it| !it.is_empty());
    quotation.into_iter().flat_map(move |it| {
        let (first, last) = (scene.at(it.start as usize), scene.at(it.end as usize - 1));
        let next = scene.doc.sentences.get(last.sentence_index() + 1);
        let next = next.map_or(0..0, |it| scene.at(it.tokens.start as usize).around().range());
        let next = if next.len() > REACH { 0..0 } else { next };
        scene.all(first.around().range()).chain(scene.all(last.around().range())).chain(scene.all(next))
    })
}

/// The quantities that begin within `range`.
fn quantities<'a>(
    scene: &'a Scene<'a>,
    range: std::ops::Range<usize>,
) -> impl Iterator<Item = usize> + use<'a> {
    let start = |index: usize| scene.quantities[index].tokens.start as usize;
    let from = scene.quantities.partition_point(|it| (it.tokens.start as usize) < range.start);
    (from..scene.quantities.len()).take_while(move |&index| start(index) < range.end)
}

/// Numbers that the counted ones may be a part of.
fn numbers<'a>(given: &Given<'a>) -> impl Iterator<Item = usize> + use<'a> {
    let scene = given.scene;
    let own = given.anchor.quantity;
    quantities(scene, neighbourhood(given, AROUND, 0)).filter(move |&index| {
        index != own
            && scene.quantities[index].kind.is_countable()
            && !scene.quantities[index].tokens.is_empty()
    })
}

fn times<'a>(given: &Given<'a>) -> impl Iterator<Item = usize> + use<'a> {
    let scene = given.scene;
    let own = given.anchor.quantity;
    quantities(scene, neighbourhood(given, 1, 1)).filter(move |&index| {
        let timely = matches!(scene.quantities[index].kind, Kind::Date | Kind::Time | Kind::Duration);
        index != own && timely && !scene.quantities[index].tokens.is_empty()
    })
}

fn named<'a, F: Fn(Label) -> bool>(given: &Given<'a>, fits: F) -> impl Iterator<Item = usize> + use<'a, F> {
    let scene = given.scene;
    let range = neighbourhood(given, 1, 0);
    let from = scene.entities.partition_point(|it| (it.tokens.start as usize) < range.start);
    (from..scene.entities.len())
        .take_while(move |&index| (scene.entities[index].tokens.start as usize) < range.end)
        .filter(move |&index| fits(scene.entities[index].label))
}

impl Asked<'_> {
    /// Features of the answer "the text does not say".
    pub(super) fn none(&self, sink: &mut Sink<'_>) {
        let Given { anchor, head, .. } = self.given;
        let (name, kind, top) = (self.circumstance.as_str(), family(self.given.kind()), anchor.top);
        let proposed = if self.answers.iter().any(|it| it.proposed) { "proposed" } else { "unproposed" };
        sink(&[name, "none"]);
        sink(&[name, "none", kind]);
        sink(&[name, "none", proposed]);
        sink(&[name, "none", proposed, kind]);
        sink(&[name, "none", "many", bucket(self.answers.len())]);
        sink(&[name, "none", "dep", top.dep().as_str(), top.head().pos().as_str()]);
        sink(&[name, "none", "head", head.dep().as_str()]);
        sink(&[name, "none", "noun", head.lemma_in_name()]);
        if self.given.inherited {
            sink(&[name, "none", "inherited", kind]);
        }
        if top.quotation().is_some() {
            sink(&[name, "none", "quoted"]);
        }
        for class in head.classes().names() {
            sink(&[name, "none", "is", class]);
        }
        match self.given.event {
            Some(verb) => {
                let voice = verb.voice();
                sink(&[name, "none", "event", verb.lemma_in_name()]);
                sink(&[name, "none", "event", verb.dep().as_str(), voice]);
            }
            None => sink(&[name, "none", "eventless", kind]),
        }
        if let Some(verb) = anchor.verb {
            sink(&[name, "none", "clause", verb.lemma_in_name()]);
        }
        match &self.before {
            Some(before) => {
                let told = if before.told.is_empty() { "silent" } else { "told" };
                sink(&[name, "none", "precedent", told]);
                sink(&[name, "none", "precedent", told, &before.relation]);
                sink(&[name, "none", "precedent", told, &before.relation, kind]);
            }
            None => sink(&[name, "none", "first"]),
        }
    }

    /// Features of answer `index`.
    pub(super) fn answer(&self, index: usize, sink: &mut Sink<'_>) {
        let Given { scene, anchor, head, .. } = self.given;
        let answer = &self.answers[index];
        let (name, at, top) = (self.circumstance.as_str(), scene.at(answer.token), anchor.top);
        let pair = Pair { question: name, kind: family(self.given.kind()) };
        pair.describe("number", top, at, sink);
        pair.between(top, at, sink);
        pair.token(at, sink);
        if let Some(head) = self.given.near_head().filter(|&head| head != at && head != top) {
            pair.describe("phrase", head, at, sink);
        }
        if let Some(verb) = self.given.event.filter(|&verb| verb != at) {
            pair.describe("event", verb, at, sink);
            parts(verb, top, at, pair, sink);
        }
        self.surroundings.describe(index, at, sink);
        if answer.proposed {
            sink(&[name, "proposed"]);
            sink(&[name, "proposed", pair.kind]);
            sink(&[name, "proposed", at.dep().as_str()]);
        }
        if at == head {
            sink(&[name, "itself"]);
        } else if at.is_under(head) {
            sink(&[name, "inside", at.dep().as_str()]);
        }
        if let Some(before) = &self.before {
            self.precedent(before, answer, pair.kind, sink);
        }
        particulars(&self.given, self.circumstance, answer, pair, sink);
    }

    /// Whether the number before had the same answer, and whether this one stands to its number as that one did to its.
    fn precedent(&self, before: &Before<'_>, answer: &Answer, kind: &str, sink: &mut Sink<'_>) {
        let (scene, name, relation) =
            (self.given.scene, self.circumstance.as_str(), before.relation.as_str());
        let same = before.told.iter().any(|&(_, filler)| same_filler(scene, filler, answer.filler));
        let itself = answer.filler == Filler::quantity(before.quantity);
        let told_so = match (before.told.is_empty(), same) {
            (_, true) => "same",
            (true, false) if itself => "itself",
            (true, false) => "new",
            (false, false) => "other",
        };
        sink(&[name, "precedent", told_so]);
        sink(&[name, "precedent", told_so, relation]);
        sink(&[name, "precedent", told_so, relation, kind]);
        if before.stances.is_empty() {
            return;
        }
        let parallel = match stance(self.given.anchor.quantity, scene.at(answer.token)) {
            Some(stance) if before.stances.contains(&stance) => "parallel",
            Some(_) => "crooked",
            None => "far",
        };
        sink(&[name, "order", parallel, told_so]);
        sink(&[name, "order", parallel, told_so, relation]);
    }
}

/// The parts that number and answer play under the event: who is subject where the number is in the object.
fn parts(verb: Node<'_>, number: Node<'_>, answer: Node<'_>, pair: Pair, sink: &mut Sink<'_>) {
    let name = pair.question;
    let voice = verb.voice();
    let (own, its) = (frame::part_in(verb, number), frame::part_in(verb, answer));
    sink(&[name, "parts", own, its]);
    sink(&[name, "parts", own, its, voice]);
    sink(&[name, "parts", own, its, pair.kind]);
    sink(&[name, "parts", verb.lemma_in_name(), its]);
}

/// How a verb stands to the counted phrase: as a part of it ("men engaged in fraud") or as that of which it is an argument, and
/// which part the phrase plays there; of both there may be one, and the part tells which is meant.
fn stands(given: &Given<'_>, verb: Node<'_>, pair: Pair, sink: &mut Sink<'_>) {
    let (name, head) = (pair.question, given.head);
    let (part, on) = frame::role(head);
    let governs = head.ancestors().take(STEPS).find(|at| at.is_verb());
    let stands = if governs == Some(verb) {
        "above"
    } else if verb.is_under(head) {
        "inside"
    } else {
        "aside"
    };
    let voice = governs.map_or("verbless", Node::voice);
    let inherited = if given.inherited { "inherited" } else { "own" };
    let dep = if stands == "inside" { verb.dep().as_str() } else { "-" };
    sink(&[name, "stands", stands, part, on]);
    sink(&[name, "stands", stands, part, voice, inherited]);
    sink(&[name, "stands", stands, part, dep, verb.tag().as_str()]);
    sink(&[name, "stands", stands, part, pair.kind]);
    if let Some(governor) = governs {
        sink(&[name, "stands", stands, part, governor.lemma_in_name()]);
    }
}

/// How a name stands to the pronoun or description at `at` that it is the answer by: as the last speaker, as an earlier one, or as
/// neither.
fn spoken_for(scene: &Scene<'_>, entity: usize, at: Node<'_>, pair: Pair, sink: &mut Sink<'_>) {
    if at.entity() == Some(entity) {
        return;
    }
    let same = |other: usize| scene.entities[other].name == scene.entities[entity].name;
    let voice = match voices::behind(at).position(same) {
        Some(0) => "last",
        Some(_) => "earlier",
        None => "none",
    };
    let word = if at.is_noun() { "noun" } else { at.lemma_in_name() };
    sink(&[pair.question, "voice", voice]);
    sink(&[pair.question, "voice", voice, word]);
    sink(&[pair.question, "voice", voice, scene.entities[entity].label.as_str()]);
}

/// Features that only one circumstance has.
fn particulars(
    given: &Given<'_>,
    circumstance: Circumstance,
    answer: &Answer,
    pair: Pair,
    sink: &mut Sink<'_>,
) {
    let (scene, name, at) = (given.scene, circumstance.as_str(), answer.token);
    match answer.filler {
        Filler::Verb(verb) => {
            let verb = scene.at(verb);
            let subject = if verb.own_subject().is_some() { "subject" } else { "bare" };
            let voice = verb.voice();
            let relation = frame::relation(given.anchor.verb, Some(verb));
            sink(&[name, "form", verb.tag().as_str(), verb.dep().as_str(), subject]);
            sink(&[name, "form", voice, subject]);
            stands(given, verb, pair, sink);
            sink(&[name, "clause", relation, pair.kind]);
            sink(&[name, "clause", relation, verb.dep().as_str()]);
            sink(&[name, "clause", relation, verb.lemma_in_name()]);
        }
        Filler::Referent(Referent::Entity(index)) => {
            sink(&[name, "label", scene.entities[index].label.as_str()]);
            if scene.opens_dateline(index) {
                sink(&[name, "dateline"]);
            }
            spoken_for(scene, index, scene.at(at), pair, sink);
            let first = if scene.is_first_mention(index) { "first" } else { "again" };
            sink(&[name, "mention", first, scene.at(at).dep().as_str()]);
        }
        Filler::Referent(Referent::Quantity(index)) => {
            let other = &scene.quantities[index];
            let cut = if scene.is_cut_off(given.anchor.quantity, at) { "cut" } else { "clear" };
            let soft = if other.soft { "soft" } else { "hard" };
            sink(&[name, "kind", pair.kind, other.kind.as_str()]);
            sink(&[name, "kind", pair.kind, other.kind.as_str(), cut]);
            sink(&[name, "kind", other.kind.as_str(), soft]);
            sink(&[name, "compared", pair.kind, frame::compared(scene, given.anchor.quantity, index)]);
            if let Some(head) = given.groups.head_of(index) {
                let alike = scene.at(head).lemma_in_name() == given.head.lemma_in_name();
                sink(&[name, "counted", if alike { "same" } else { "other" }, pair.kind]);
            }
        }
        Filler::Referent(Referent::Phrase(_)) => sink(&[name, "phrase"]),
    }
    if circumstance.is_plural() || circumstance == Circumstance::Time {
        let cut = if scene.is_cut_off(given.anchor.quantity, at) { "cut" } else { "clear" };
        sink(&[name, "cut", cut, pair.kind]);
    }
}
