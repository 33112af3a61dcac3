//! How far a noun phrase reaches: modifiers, of-phrases and short restrictive phrases belong to it; articles,
//! possessive pronouns, relative clauses, numbers, and the place and time of the event do not.

use crate::article::{Dep, Pos, Span, Tag, TokenRange};
use crate::links::event;
use crate::links::scene::Scene;
use crate::links::words::Class;

/// The longest restrictive phrase after the head that is still taken in, in tokens.
const LONGEST_TAIL: usize = 12;
/// The longest list of nouns that one number counts.
const LONGEST_LIST: usize = 32;

/// The span of the noun phrase headed by `head`, without the tokens of quantity `number` and without its article, as far as the
/// rules say.
pub(super) fn span(scene: &Scene<'_>, head: usize, number: Option<usize>) -> Span {
    span_to(scene, head, number, right_edge(scene, head, number))
}

/// The span of the noun phrase that ends before token `end`.
pub(super) fn span_to(scene: &Scene<'_>, head: usize, number: Option<usize>, mut end: usize) -> Span {
    let mut start = left_edge(scene, head, number);
    if let Some(index) = scene.entity_at(head) {
        let range = scene.entities[index].tokens;
        start = start.min(range.start as usize);
        end = end.max(range.end as usize);
    }
    let (start, end) = trimmed(scene, start, end, head);
    scene.doc.span_of(TokenRange::new(start, end))
}

/// One past the last token of the phrase that `number` counts, as the rules say.
pub(super) fn end(scene: &Scene<'_>, head: usize, number: usize) -> usize {
    right_edge(scene, head, Some(number))
}

/// The end without marks and function words before it.
pub(super) fn trimmed_end(scene: &Scene<'_>, end: usize, head: usize) -> usize {
    trimmed(scene, head, end, head).1
}

/// Leftmost token of the phrase: over modifiers, up to an article, a pronoun, or a number.
fn left_edge(scene: &Scene<'_>, head: usize, number: Option<usize>) -> usize {
    let doc = scene.doc;
    let mut left = head;
    for child in doc.children(head).filter(|&child| child < head) {
        let modifier = matches!(
            scene.dep(child),
            Dep::Amod
                | Dep::Compound
                | Dep::Nmod
                | Dep::Poss
                | Dep::Advmod
                | Dep::Nummod
                | Dep::Npadvmod
                | Dep::Punct
                | Dep::Case
                | Dep::Quantmod
        );
        if modifier && !is_outside(scene, child) {
            left = left.min(doc.subtree(child).start as usize);
        }
    }
    // Nothing before a number belongs to the phrase that it counts, nor what the number counts inside a compound.
    let barrier = (left..head).rev().find_map(|at| {
        let index = scene.quantity_at(at)?;
        let ends = Some(index) == number || !is_inside_name(scene, at);
        let counted = scene.doc.head(scene.top(index));
        ends.then_some(if (at..head).contains(&counted) { counted } else { at })
    });
    let hard = (left..head).rev().find(|&at| {
        matches!(
            scene.tag(at),
            Tag::PrpPoss | Tag::Dt | Tag::Pdt | Tag::WpPoss | Tag::Comma | Tag::Colon | Tag::Cc
        ) && is_flat(scene, at, head)
    });
    [barrier, hard].into_iter().flatten().map(|at| at + 1).max().unwrap_or(left).min(head)
}

/// Whether a break at `at` is one of the phrase's own level, not inside a possessor or a coordinated modifier.
fn is_flat(scene: &Scene<'_>, at: usize, head: usize) -> bool {
    let above = scene.doc.head(at);
    above == head || !matches!(scene.tag(at), Tag::Dt | Tag::Cc | Tag::Comma)
}

fn is_outside(scene: &Scene<'_>, child: usize) -> bool {
    matches!(scene.tag(child), Tag::PrpPoss | Tag::WpPoss | Tag::Dt)
        || (matches!(scene.dep(child), Dep::Advmod | Dep::Punct | Dep::Npadvmod | Dep::Quantmod)
            && matches!(
                scene.tag(child),
                Tag::Comma
                    | Tag::Colon
                    | Tag::OpenQuote
                    | Tag::CloseQuote
                    | Tag::OpenBracket
                    | Tag::CloseBracket
                    | Tag::Rb
                    | Tag::Cc
                    | Tag::In
            ))
}

fn is_inside_name(scene: &Scene<'_>, at: usize) -> bool {
    scene.entity_at(at).is_some()
}

/// One past the rightmost token of the phrase.
fn right_edge(scene: &Scene<'_>, head: usize, number: Option<usize>) -> usize {
    edge_of(scene, head, number, LONGEST_LIST)
}

/// The same for a member of a list of which `more` may follow.
fn edge_of(scene: &Scene<'_>, head: usize, number: Option<usize>, more: usize) -> usize {
    let mut right = head + 1;
    for child in scene.doc.children(head).filter(|&child| child > head) {
        // What does not follow directly is no part of the phrase.
        if child != right && !scene.doc.subtree(child).contains(right) {
            if matches!(
                scene.dep(child),
                Dep::Prep | Dep::Acl | Dep::Cc | Dep::Conj | Dep::Amod | Dep::Advmod
            ) {
                break;
            }
            continue;
        }
        match tail(scene, head, child, number, more) {
            Some(end) => right = right.max(end),
            None => break,
        }
    }
    misread(scene, head).unwrap_or(right)
}

/// Where the phrase ends when its participle was read as the finite verb: "blackmailers engaged in fraud | have been".
fn misread(scene: &Scene<'_>, head: usize) -> Option<usize> {
    let verb = Some(head + 1).filter(|&at| at < scene.doc.len() && scene.is_verb(at))?;
    let finite = event::finite(scene, verb);
    if finite == verb || finite - head > 2 * LONGEST_TAIL {
        return None;
    }
    let end = scene.doc.children(finite).find(|&child| scene.dep(child).is_auxiliary() && child > verb)?;
    (verb..end).find(|&at| begins_next_item(scene, at)).or(Some(end))
}

/// Whether a list goes on here with the next counted thing: "... and 28 blackmailers".
fn begins_next_item(scene: &Scene<'_>, at: usize) -> bool {
    scene.tag(at) == Tag::Cc && at + 1 < scene.doc.len() && scene.quantity_at(at + 1).is_some()
}

/// Where the phrase ends after the dependent `child`; `None` where `child` is no part of it.
fn tail(scene: &Scene<'_>, head: usize, child: usize, number: Option<usize>, more: usize) -> Option<usize> {
    let doc = scene.doc;
    let end = doc.subtree(child).end as usize;
    let long = end - child > LONGEST_TAIL;
    match scene.dep(child) {
        Dep::Prep if scene.reads(child, "of") => {
            (!is_own_amount(scene, child, number)).then(|| clipped(scene, child, number))
        }
        Dep::Prep if !long && restricts(scene, head, child) => Some(clipped(scene, child, number)),
        Dep::Acl if !long && scene.tag(child) != Tag::To && !scene.is_infinitive(child) => {
            let adds = measures(scene, child) || counts_another(scene, child, number);
            (!adds).then(|| clipped(scene, child, number))
        }
        Dep::Cc => Some(child + 1),
        Dep::Conj if more > 0 && scene.is_noun(child) && bare_conjunct(scene, child) => {
            Some(edge_of(scene, child, number, more - 1))
        }
        Dep::Amod | Dep::Advmod if end == child + 1 && scene.pos(child) == Pos::Adv => None,
        _ => None,
    }
}

/// Whether what follows "of" is the number itself: "a fine of 5,000 euros".
fn is_own_amount(scene: &Scene<'_>, of: usize, number: Option<usize>) -> bool {
    number.is_some() && (of + 1..scene.doc.len()).take(1).any(|at| scene.quantity_at(at) == number)
}

/// Whether the dependent at `child` holds another countable number.
fn counts_another(scene: &Scene<'_>, child: usize, number: Option<usize>) -> bool {
    scene
        .doc
        .subtree(child)
        .range()
        .filter_map(|at| scene.quantity_at(at))
        .any(|index| Some(index) != number && scene.quantities[index].kind.is_countable())
}

/// Whether a prepositional phrase after the head tells which ones, and not where or when it happened.
fn restricts(scene: &Scene<'_>, head: usize, preposition: usize) -> bool {
    const RESTRICTING: [&str; 8] = ["in", "at", "on", "with", "for", "under", "without", "against"];
    let doc = scene.doc;
    let Some(object) = doc.child(preposition, Dep::Pobj) else { return false };
    let known = RESTRICTING.iter().any(|word| scene.reads(preposition, word));
    let dated = scene.is(object, Class::Period) || scene.quantity_at(object).is_some();
    let placed =
        scene.is(head, Class::Happening) && doc.subtree(object).range().any(|at| is_place(scene, at));
    let counted = !dated && counts_another(scene, preposition, None);
    let named = is_place(scene, object) && !scene.reads(preposition, "for");
    known && !dated && !placed && !named && !counted && !scene.is(object, Class::Vague)
}

/// Whether token `at` names a place: then it tells where, and is one of the link's places.
fn is_place(scene: &Scene<'_>, at: usize) -> bool {
    scene.entity_at(at).is_some_and(|index| scene.entities[index].label.is_place())
}

/// Whether a participle only adds an amount ("totalling 5 million", "aged 16 to 21") or another clause.
fn measures(scene: &Scene<'_>, verb: usize) -> bool {
    let range = scene.doc.subtree(verb);
    scene.reads(verb, "aged")
        || scene.reads(verb, "including")
        || (scene.is(verb, Class::Amount) && range.range().any(|at| scene.quantity_at(at).is_some()))
}

/// Whether a conjunct has no number or article of its own: "countries and territories".
fn bare_conjunct(scene: &Scene<'_>, conjunct: usize) -> bool {
    !scene.doc.children(conjunct).any(|child| {
        matches!(scene.dep(child), Dep::Nummod | Dep::Det | Dep::Poss | Dep::Nsubj | Dep::Appos)
            || scene.quantity_at(child).is_some()
    })
}

/// The end of a dependent, cut before a relative clause, an apposition, a comma, another quantity.
fn clipped(scene: &Scene<'_>, child: usize, number: Option<usize>) -> usize {
    let range = scene.doc.subtree(child);
    let stop = (child + 1..range.end as usize).find(|&at| {
        let clause =
            matches!(scene.dep(at), Dep::Relcl | Dep::Appos | Dep::Advcl | Dep::Ccomp | Dep::Parataxis);
        let mark = matches!(
            scene.tag(at),
            Tag::Comma | Tag::Colon | Tag::Stop | Tag::OpenBracket | Tag::Wdt | Tag::Wp | Tag::WpPoss
        ) || scene.pos(at) == Pos::Space;
        let list = begins_next_item(scene, at);
        let quantity = scene.quantity_at(at).is_some_and(|index| Some(index) != number)
            && scene.entity_at(at).is_none()
            && !scene.is_noun(scene.doc.head(at));
        (clause && scene.is_verb(at)) || mark || list || quantity
    });
    let end = stop.unwrap_or(range.end as usize);
    match stop {
        Some(at) if scene.is_verb(at) => scene.doc.subtree(at).start.max(child as u32 + 1) as usize,
        _ => end,
    }
}

/// Drops marks, articles, function words at both ends.
fn trimmed(scene: &Scene<'_>, mut start: usize, mut end: usize, head: usize) -> (usize, usize) {
    let leading = |at: usize| {
        matches!(scene.pos(at), Pos::Det | Pos::Punct | Pos::Space | Pos::Cconj | Pos::Sconj | Pos::Sym)
            || (scene.pos(at) == Pos::Adp && at < head)
            || matches!(scene.tag(at), Tag::PrpPoss | Tag::Pos)
            || matches!(scene.lemma(at), "another" | "further" | "total")
                && scene.quantity_at(at.saturating_sub(1)).is_none()
                && at < head
                && scene.dep(at) == Dep::Det
    };
    while start < head && leading(start) {
        start += 1;
    }
    let trailing = |at: usize| {
        matches!(scene.pos(at), Pos::Punct | Pos::Space | Pos::Cconj | Pos::Sconj | Pos::Adp | Pos::Det)
            || scene.tag(at) == Tag::Pos
    };
    while end > head + 1 && trailing(end - 1) {
        end -= 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    fn phrase(text: &str, head: &str) -> String {
        let mut found = String::new();
        with_scene(text, |scene| {
            let head = (0..scene.doc.len()).find(|&at| scene.reads(at, head)).unwrap();
            found = span(scene, head, Some(0)).of(&scene.doc.text).to_owned();
        });
        found
    }

    #[test]
    fn the_number_itself_is_outside() {
        assert_eq!(phrase("He faces a fine of 5,000 euros.", "fine"), "fine");
        assert_eq!(phrase("She got 14 years' imprisonment.", "imprisonment"), "imprisonment");
    }

    #[test]
    fn the_place_and_another_count_are_outside() {
        assert_eq!(phrase("Police arrested 17 men in Nairobi.", "men"), "men");
        assert_eq!(phrase("We saw 310 firefighters with 80 engines.", "firefighters"), "firefighters");
        assert_eq!(phrase("The 12 workers at the mill left.", "workers"), "workers at the mill");
    }
}
