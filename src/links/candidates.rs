//! The phrases that a quantity could be about: noun phrases of its sentence, and earlier ones that it may continue.

use crate::article::{self, Dep, Kind, Pos, Tag};
use crate::links::groups::Groups;
use crate::links::route::Route;
use crate::links::scene::{Node, Scene};
use crate::links::words::Class;

/// How far from the number a phrase of the same sentence is looked for, in tokens each way.
const REACH: usize = 48;
/// How many sentences back an uncounted phrase is still at hand.
const SENTENCES: usize = 3;
/// How many earlier phrases a number may choose from.
const CHOICE: usize = 16;

/// A phrase that a quantity could be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate<'a> {
    /// Its head.
    pub(super) head: Node<'a>,
    /// Sentences back; 0 for the quantity's own sentence.
    pub(super) back: usize,
    /// Rank among the earlier phrases, 0 for the nearest.
    pub(super) rank: usize,
}

/// How a quantity hangs on its sentence.
#[derive(Debug)]
pub(super) struct Anchor<'a> {
    /// Index of the quantity.
    pub(super) quantity: usize,
    /// The token through which it hangs on the tree.
    pub(super) top: Node<'a>,
    /// Verb of its clause.
    pub(super) verb: Option<Node<'a>>,
    /// Whether the number stands before a noun that it modifies, or before "of" and a noun.
    pub(super) attached: bool,
}

impl<'a> Anchor<'a> {
    /// Anchors quantity `index`.
    pub(super) fn new(scene: &'a Scene<'a>, quantity: usize) -> Self {
        let top = scene.top(quantity);
        let head = top.head();
        let verb = top.clause_verb();
        let modifies = head != top
            && head.is_noun()
            && matches!(
                top.dep(),
                Dep::Nummod | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss | Dep::Quantmod
            );
        let partitive = top
            .children()
            .any(|child| child.reads("of") && child.child(Dep::Pobj).is_some_and(Node::is_noun));
        Self { quantity, top, verb, attached: modifies || partitive }
    }
}

/// The phrases that the quantity at `anchor` could be about, those of its own sentence first.
pub(super) fn of<'a>(anchor: &Anchor<'a>, groups: &Groups) -> Vec<Candidate<'a>> {
    let scene = anchor.top.scene();
    let range = scene.quantities[anchor.quantity].tokens;
    let sentence = anchor.top.around();
    let from = sentence.range().start.max((range.start as usize).saturating_sub(REACH));
    let to = sentence.range().end.min(range.end as usize + REACH);
    let mut found: Vec<_> = scene
        .all(from..to)
        .filter(|&at| !range.contains(at.index()) && heads_phrase(anchor, at))
        .map(|head| Candidate { head, back: 0, rank: 0 })
        .collect();
    if continues(anchor) {
        found.extend(earlier(anchor.top, groups));
    }
    found
}

/// Whether a quantity may take its phrase from an earlier sentence.
fn continues(anchor: &Anchor<'_>) -> bool {
    !anchor.attached && anchor.top.scene().quantities[anchor.quantity].kind != Kind::Identifier
}

/// Phrases before the sentence of token `at` that its number may continue, nearest first.
fn earlier<'a>(at: Node<'a>, groups: &Groups) -> Vec<Candidate<'a>> {
    let scene = at.scene();
    let here = at.sentence_index();
    let first = scene.doc.sentences[here.saturating_sub(SENTENCES)].tokens.start as usize;
    let end = at.around().start as usize;
    let near = scene.all(first..end).rev().take(article::REACH);
    let mut heads: Vec<_> = near.filter(|&noun| is_antecedent(noun)).take(CHOICE).collect();
    let far = groups.lately_counted().map(|head| scene.at(head));
    for head in far.filter(|head| head.index() < end) {
        if !heads.contains(&head) {
            heads.push(head);
        }
    }
    let back = |head: Node<'_>| here - head.sentence_index();
    heads.into_iter().enumerate().map(|(rank, head)| Candidate { head, back: back(head), rank }).collect()
}

/// Whether the noun at `at` can be continued by a later number.
fn is_antecedent(at: Node<'_>) -> bool {
    at.is_noun()
        && is_phrase_head(at)
        && at.quantity().is_none()
        && !at.is(Class::Period)
        && !at.is(Class::Vague)
}

/// Whether token `at` heads a noun phrase of its own.
pub(super) fn heads_phrase(anchor: &Anchor<'_>, at: Node<'_>) -> bool {
    if let Some(index) = at.quantity() {
        // The unit of another quantity; a name with digits in it is a name.
        if at.entity().is_none() || at.scene().quantities[index].kind != Kind::Identifier {
            return false;
        }
    }
    let direct = anchor.top.head() == at;
    if tallied(at).is_some() || at.is_dateline() {
        return false;
    }
    let nominal = at.is_noun() || (direct && matches!(at.pos(), Pos::Adj | Pos::Num | Pos::X));
    nominal && (direct && at.index() > 0 || is_phrase_head(at)) || is_used_as_noun(anchor, at)
}

/// Whether an adjective or participle stands behind the number in the place of a noun: "19 wounded", "hundreds of dead".
fn is_used_as_noun(anchor: &Anchor<'_>, at: Node<'_>) -> bool {
    let scene = at.scene();
    let end = scene.quantities[anchor.quantity].tokens.end as usize;
    let of = end < scene.doc.len() && scene.at(end).reads("of");
    let follows = at.index() == end || (of && at.index() == end + 1);
    let ends_phrase = at.after().is_none_or(|next| {
        let goes_on = matches!(next.pos(), Pos::Adj | Pos::Num | Pos::Part) || next.tag() == Tag::Hyph;
        !goes_on && !next.is_noun()
    });
    follows && matches!(at.tag(), Tag::Jj | Tag::Vbn | Tag::Vbd) && ends_phrase
}

/// Whether token `at` is no mere part of another noun's phrase.
pub(super) fn is_phrase_head(at: Node<'_>) -> bool {
    let inner =
        matches!(at.dep(), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod | Dep::Quantmod | Dep::Case);
    let inside_name = at.entity().is_some_and(|index| {
        let range = at.scene().entities[index].tokens;
        range.contains(at.head().index()) && !at.is_root()
    });
    !inside_name && (!inner || !at.head().is_noun())
}

/// What "the number of" at token `at` counts: then that, and not the number, is the candidate.
fn tallied(at: Node<'_>) -> Option<Node<'_>> {
    let of = at.children().find(|&child| child > at && child.reads("of"))?;
    let object = of.child(Dep::Pobj).filter(|&object| object.is_noun())?;
    let tally = at.is(Class::Tally) && !is_numbered(at);
    (tally && object.quantity().is_none()).then_some(object)
}

/// Whether a number stands before the noun at `at`: "three counts of fraud" are counts.
fn is_numbered(at: Node<'_>) -> bool {
    at.children().any(|child| child < at && child.dep() == Dep::Nummod && child.quantity().is_some())
}

/// The tally noun of which token `at` is the of-phrase.
fn tally(at: Node<'_>) -> Option<Node<'_>> {
    let noun = at.head().head();
    (tallied(noun) == Some(at)).then_some(noun)
}

/// The way through the tree from the quantity to a candidate of its own sentence, to a tallied one by its tally noun.
pub(super) fn route(anchor: &Anchor<'_>, candidate: Candidate<'_>) -> Option<Route> {
    let end = tally(candidate.head).unwrap_or(candidate.head);
    (candidate.back == 0).then(|| Route::between(anchor.top, end))
}

/// Whether number and phrase stand in different phrases.
pub(super) fn is_inherited(anchor: &Anchor<'_>, phrase: Candidate<'_>) -> bool {
    route(anchor, phrase).is_none_or(|route| route.verbal)
}
