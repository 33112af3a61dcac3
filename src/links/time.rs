//! When it happened.

use crate::article::{Dep, Kind, Pos, REACH, TokenRange};
use crate::links::answer::Filler;
use crate::links::clause;
use crate::links::given::Given;
use crate::links::saying;
use crate::links::scene::{Node, Scene};
use crate::links::words::Class;

/// Longest climb from a date to the event's verb, in steps.
const CLIMB: usize = 8;
/// How near a number its noun, and the dash after a dateline, must stand, in tokens.
const BESIDE: usize = 8;

/// The date, clock time or duration that hangs on the event's verb, on the counted phrase, or on a clause that shares
/// its circumstances. Where there is no event, the number's own verb is asked.
pub(super) fn of(given: &Given<'_>) -> Vec<Filler> {
    period(given).map(Filler::quantity).into_iter().collect()
}

fn period(given: &Given<'_>) -> Option<usize> {
    let (quantity, head) = (given.anchor.quantity, given.head);
    if given.kind() == Kind::Age {
        return None;
    }
    if let Some(beside) = beside(quantity, head) {
        return Some(beside);
    }
    let anchor = given.event.or(given.anchor.verb)?;
    let near = || clause::around(anchor).into_iter().find_map(|verb| near(quantity, verb, head));
    same_period(quantity, anchor).or_else(near).or_else(|| compiled(anchor))
}

/// The date or clock time directly after the number or its noun: "from 41 on Saturday", "12 arrests in May".
fn beside(quantity: usize, head: Node<'_>) -> Option<usize> {
    const PREPOSITIONS: [&str; 5] = ["in", "on", "at", "during", "since"];
    let scene = head.scene();
    let end = scene.quantities[quantity].tokens.end as usize;
    let limit = scene.at(end - 1).around().range().end;
    let after = |from: usize| {
        let preposition = from < limit && scene.at(from).reads_any(&PREPOSITIONS);
        let found = scene.all(from + 1..limit.min(from + 3)).find_map(Node::quantity)?;
        let dated = matches!(scene.quantities[found].kind, Kind::Date | Kind::Time);
        (preposition && dated && found != quantity).then_some(found)
    };
    let noun = (end..end + BESIDE).contains(&head.index()).then_some(head.index() + 1);
    after(end).or_else(|| after(noun?))
}

/// Whether time `index` is part of a dateline: "MAPUTO, March 13 -".
fn is_dateline(scene: &Scene<'_>, index: usize) -> bool {
    let range = scene.quantities[index].tokens.range();
    let start = scene.doc.sentence(range.start).tokens.start as usize;
    let end = (range.end + BESIDE).min(scene.doc.len());
    let dash = |at: Node<'_>| matches!(at.text(), "-" | "–" | "—" | "--" | ":");
    range.start < start + 2 * BESIDE && scene.at(start).is_dateline() && scene.all(range.end..end).any(dash)
}

/// Of the times that hang on `verb` the first, or in a list of figures the one beside this figure.
fn near(quantity: usize, verb: Node<'_>, head: Node<'_>) -> Option<usize> {
    let scene = verb.scene();
    let sentence = verb.around().range();
    let start = |index: usize| scene.quantities[index].tokens.start as usize;
    let from = scene.quantities.partition_point(|other| (other.tokens.start as usize) < sentence.start);
    let hanging: Vec<usize> = (from..scene.quantities.len())
        .take_while(|&index| start(index) < sentence.end)
        .filter(|&index| {
            index != quantity && is_time(scene.quantities[index].kind) && !is_dateline(scene, index)
        })
        .filter(|&index| hangs_on(index, verb, head))
        .collect();
    let own = scene.quantities[quantity].tokens.end as usize;
    let beside = hanging
        .iter()
        .copied()
        .find(|&index| start(index) >= own && !scene.is_cut_off(quantity, start(index)));
    let cut = hanging.iter().any(|&index| scene.is_cut_off(quantity, start(index)));
    if cut { beside.or(hanging.first().copied()) } else { hanging.first().copied() }
}

fn is_time(kind: Kind) -> bool {
    matches!(kind, Kind::Date | Kind::Time | Kind::Duration)
}

/// Whether time `index` leads up to the verb or to the phrase without passing another verb or noun of its own.
fn hangs_on(index: usize, verb: Node<'_>, head: Node<'_>) -> bool {
    let scene = verb.scene();
    let range = scene.quantities[index].tokens;
    let lasting = scene.quantities[index].kind == Kind::Duration;
    let mut at = scene.top(index);
    for _ in 0..CLIMB {
        let above = at.head();
        if above == at || at.is_broken(above) {
            return false;
        }
        if above == verb {
            return matches!(
                at.dep(),
                Dep::Prep | Dep::Npadvmod | Dep::Advmod | Dep::Nmod | Dep::Dep | Dep::Pobj | Dep::Appos
            );
        }
        if above == head {
            return !lasting && matches!(at.dep(), Dep::Prep | Dep::Npadvmod | Dep::Acl);
        }
        if !leads_up(at, above, range) {
            return false;
        }
        at = above;
    }
    false
}

/// Whether the climb from a time, which has the tokens `own`, goes on from `at` to `above`: over its own words, prepositions, periods, and
/// nouns that are an object.
fn leads_up(at: Node<'_>, above: Node<'_>, own: TokenRange) -> bool {
    let inside = own.contains(above.index());
    let passes = matches!(
        at.dep(),
        Dep::Pobj
            | Dep::Prep
            | Dep::Npadvmod
            | Dep::Advmod
            | Dep::Conj
            | Dep::Nmod
            | Dep::Nummod
            | Dep::Pcomp
            | Dep::Appos
    );
    if above.is_verb() || !(passes || inside) {
        return false;
    }
    let word = matches!(above.pos(), Pos::Adp | Pos::Adv | Pos::Sconj);
    inside || word || above.is(Class::Period) || is_dated_object(at, above)
}

/// "killed 12 in clashes on Monday": a noun that is an object, with a time that does not define it.
fn is_dated_object(at: Node<'_>, noun: Node<'_>) -> bool {
    let object = noun.is_noun() && matches!(noun.dep(), Dep::Dobj | Dep::Pobj);
    let loose = matches!(at.dep(), Dep::Prep | Dep::Nummod | Dep::Npadvmod);
    object && loose && !at.reads_any(&["of", "since"])
}

/// "during the same period": the last time that was named before.
fn same_period(quantity: usize, verb: Node<'_>) -> Option<usize> {
    let scene = verb.scene();
    let said = verb.branch().any(|at| {
        at.reads("same")
            && at.head().is(Class::Period)
            && at.head().quantity().is_none()
            && at.is_under(verb)
            && at.clause_verb() == Some(verb)
    });
    let lasts = |&index: &usize| scene.quantities[index].kind == Kind::Duration;
    let dates = |&index: &usize| is_time(scene.quantities[index].kind);
    let before = || (quantity.saturating_sub(REACH)..quantity).rev();
    said.then(|| before().find(lasts).or_else(|| before().find(dates))).flatten()
}

/// The time that the figures are of, where figures say it: "One week statistics said".
fn compiled(verb: Node<'_>) -> Option<usize> {
    let figures = saying::framing(verb).filter(|subject| subject.is(Class::Speech))?;
    let left = figures.subtree().start as usize;
    let mut before = verb.all(left..figures.index()).filter_map(Node::quantity);
    before.find(|&index| is_time(verb.scene().quantities[index].kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    #[test]
    fn the_date_beside_the_number_and_no_dateline() {
        with_scene("Greece recorded 64 fires on Sunday, compared with 41 on Saturday.", |scene| {
            let texts: Vec<_> = scene.quantities.iter().map(|it| it.span.of(&scene.doc.text)).collect();
            assert_eq!(texts, ["64", "Sunday", "41", "Saturday"]);
            assert_eq!(beside(2, scene.at(3)), Some(3));
        });
        with_scene("MAPUTO, March 13 - Floods killed 21 people.", |scene| assert!(is_dateline(scene, 0)));
    }
}
