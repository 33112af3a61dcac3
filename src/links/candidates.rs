//! The phrases that a quantity could be about: noun phrases of its sentence, and earlier ones that it may continue.

use crate::article::{Dep, Kind, Pos, Tag};
use crate::links::groups::Groups;
use crate::links::route::Route;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// How far from the number a phrase of the same sentence is looked for, in tokens each way.
const REACH: usize = 48;

/// A phrase that a quantity could be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Token of its head.
    pub(super) head: usize,
    /// Sentences back; 0 for the quantity's own sentence.
    pub(super) back: usize,
    /// Rank among the earlier phrases, 0 for the nearest.
    pub(super) rank: usize,
}

/// How a quantity hangs on its sentence.
#[derive(Debug)]
pub(super) struct Anchor {
    /// Index of the quantity.
    pub(super) quantity: usize,
    /// The token through which it hangs on the tree.
    pub(super) top: usize,
    /// Verb of its clause.
    pub(super) verb: Option<usize>,
    /// Whether the number stands before a noun that it modifies, or before "of" and a noun.
    pub(super) attached: bool,
}

impl Anchor {
    /// Anchors quantity `index`.
    pub(super) fn new(scene: &Scene<'_>, quantity: usize) -> Self {
        let top = scene.top(quantity);
        let head = scene.doc.head(top);
        let verb = scene.clause_verb(top);
        let modifies = head != top
            && scene.is_noun(head)
            && matches!(
                scene.dep(top),
                Dep::Nummod | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss | Dep::Quantmod
            );
        let partitive = scene.doc.children(top).any(|child| {
            scene.reads(child, "of")
                && scene.doc.child(child, Dep::Pobj).is_some_and(|object| scene.is_noun(object))
        });
        Self { quantity, top, verb, attached: modifies || partitive }
    }
}

/// The phrases that the quantity at `anchor` could be about, those of its own sentence first.
pub(super) fn of(scene: &Scene<'_>, anchor: &Anchor, groups: &Groups) -> Vec<Candidate> {
    let range = scene.quantities[anchor.quantity].tokens;
    let sentence = scene.sentence(anchor.top);
    let from = sentence.range().start.max((range.start as usize).saturating_sub(REACH));
    let to = sentence.range().end.min(range.end as usize + REACH);
    let mut found: Vec<_> = (from..to)
        .filter(|&at| !range.contains(at) && heads_phrase(scene, anchor, at))
        .map(|head| Candidate { head, back: 0, rank: 0 })
        .collect();
    if continues(scene, anchor) {
        found.extend(groups.before(scene, anchor.top));
    }
    found
}

/// Whether a quantity may take its phrase from an earlier sentence.
fn continues(scene: &Scene<'_>, anchor: &Anchor) -> bool {
    !anchor.attached && scene.quantities[anchor.quantity].kind != Kind::Identifier
}

/// Whether token `at` heads a noun phrase of its own.
pub(super) fn heads_phrase(scene: &Scene<'_>, anchor: &Anchor, at: usize) -> bool {
    if let Some(index) = scene.quantity_at(at) {
        // The unit of another quantity; a name with digits in it is a name.
        if scene.entity_at(at).is_none() || scene.quantities[index].kind != Kind::Identifier {
            return false;
        }
    }
    let direct = scene.doc.head(anchor.top) == at;
    let hyphenated = at > 0 && direct;
    if tallied(scene, at).is_some() || scene.is_dateline(at) {
        return false;
    }
    let nominal = scene.is_noun(at) || (direct && matches!(scene.pos(at), Pos::Adj | Pos::Num | Pos::X));
    nominal && (hyphenated || is_phrase_head(scene, at)) || is_used_as_noun(scene, anchor, at)
}

/// Whether an adjective or participle stands behind the number in the place of a noun: "19 wounded", "hundreds of dead".
fn is_used_as_noun(scene: &Scene<'_>, anchor: &Anchor, at: usize) -> bool {
    let end = scene.quantities[anchor.quantity].tokens.end as usize;
    let of = end < scene.doc.len() && scene.reads(end, "of");
    let follows = at == end || (of && at == end + 1);
    let next = at + 1;
    let ends_phrase = next == scene.doc.len()
        || !(scene.is_noun(next)
            || matches!(scene.pos(next), Pos::Adj | Pos::Num | Pos::Part)
            || scene.tag(next) == Tag::Hyph);
    follows && matches!(scene.tag(at), Tag::Jj | Tag::Vbn | Tag::Vbd) && ends_phrase
}

/// Whether token `at` is no mere part of another noun's phrase.
pub(super) fn is_phrase_head(scene: &Scene<'_>, at: usize) -> bool {
    let inner = matches!(
        scene.dep(at),
        Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod | Dep::Quantmod | Dep::Case
    );
    let inside_name = scene.entity_at(at).is_some_and(|index| {
        let range = scene.entities[index].tokens;
        range.contains(scene.doc.head(at)) && scene.doc.head(at) != at
    });
    !inside_name && (!inner || !scene.is_noun(scene.doc.head(at)))
}

/// What "the number of" at token `at` counts: then that, and not the number, is the candidate.
fn tallied(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let of = scene.doc.children(at).find(|&child| child > at && scene.reads(child, "of"))?;
    let object = scene.doc.child(of, Dep::Pobj).filter(|&object| scene.is_noun(object))?;
    let tally = scene.is(at, Class::Tally) && !is_numbered(scene, at);
    (tally && scene.quantity_at(object).is_none()).then_some(object)
}

/// Whether a number stands before the noun at `at`: "three counts of fraud" are counts.
fn is_numbered(scene: &Scene<'_>, at: usize) -> bool {
    scene
        .doc
        .children(at)
        .any(|child| child < at && scene.dep(child) == Dep::Nummod && scene.quantity_at(child).is_some())
}

/// The tally noun of which token `at` is the of-phrase.
fn tally(scene: &Scene<'_>, at: usize) -> Option<usize> {
    let noun = scene.doc.head(scene.doc.head(at));
    (tallied(scene, noun) == Some(at)).then_some(noun)
}

/// The way through the tree from the quantity to a candidate of its own sentence, to a tallied one by its tally noun.
pub(super) fn route(scene: &Scene<'_>, anchor: &Anchor, candidate: Candidate) -> Option<Route> {
    let end = tally(scene, candidate.head).unwrap_or(candidate.head);
    (candidate.back == 0).then(|| Route::between(scene, anchor.top, end))
}
