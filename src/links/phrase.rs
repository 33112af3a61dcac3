//! How far a noun phrase reaches: modifiers, of-phrases and short restrictive phrases belong to it; articles,
//! possessive pronouns, relative clauses, numbers, and the place and time of the event do not.

use crate::article::{Dep, Pos, Span, Tag, TokenRange};
use crate::links::event;
use crate::links::scene::Node;
use crate::links::words::Class;

/// The longest restrictive phrase after the head that is still taken in, in tokens.
const LONGEST_TAIL: usize = 12;
/// The longest list of nouns that one number counts.
const LONGEST_LIST: usize = 32;

/// The span of the noun phrase headed by `head`, without the tokens of quantity `number` and without its article, as far as the
/// rules say.
pub(super) fn span(head: Node<'_>, number: Option<usize>) -> Span {
    span_to(head, number, right_edge(head, number))
}

/// The span of the noun phrase that ends before token `end`.
pub(super) fn span_to(head: Node<'_>, number: Option<usize>, mut end: usize) -> Span {
    let scene = head.scene();
    let mut start = left_edge(head, number);
    if let Some(index) = head.entity() {
        let range = scene.entities[index].tokens;
        start = start.min(range.start as usize);
        end = end.max(range.end as usize);
    }
    let (start, end) = trimmed(start, end, head);
    scene.doc.span_of(TokenRange::new(start, end))
}

/// One past the last token of the phrase that `number` counts, as the rules say.
pub(super) fn end(head: Node<'_>, number: usize) -> usize {
    right_edge(head, Some(number))
}

/// The end without marks and function words before it.
pub(super) fn trimmed_end(end: usize, head: Node<'_>) -> usize {
    trimmed(head.index(), end, head).1
}

/// Leftmost token of the phrase: over modifiers, up to an article, a pronoun, or a number.
fn left_edge(head: Node<'_>, number: Option<usize>) -> usize {
    let mut left = head.index();
    for child in head.children().filter(|&child| child < head) {
        let modifier = matches!(
            child.dep(),
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
        if modifier && !is_outside(child) {
            left = left.min(child.subtree().start as usize);
        }
    }
    // Nothing before a number belongs to the phrase that it counts, nor what the number counts inside a compound.
    let before = || head.all(left..head.index()).rev();
    let barrier = before().find_map(|at| {
        let index = at.quantity()?;
        let ends = Some(index) == number || at.entity().is_none();
        let counted = at.scene().top(index).head();
        ends.then_some(if (at..head).contains(&counted) { counted } else { at })
    });
    let hard = before().find(|&at| {
        matches!(
            at.tag(),
            Tag::PrpPoss | Tag::Dt | Tag::Pdt | Tag::WpPoss | Tag::Comma | Tag::Colon | Tag::Cc
        ) && is_flat(at, head)
    });
    [barrier, hard].into_iter().flatten().map(|at| at.index() + 1).max().unwrap_or(left).min(head.index())
}

/// Whether a break at `at` is one of the phrase's own level, not inside a possessor or a coordinated modifier.
fn is_flat(at: Node<'_>, head: Node<'_>) -> bool {
    let above = at.head();
    above == head || !matches!(at.tag(), Tag::Dt | Tag::Cc | Tag::Comma)
}

fn is_outside(child: Node<'_>) -> bool {
    matches!(child.tag(), Tag::PrpPoss | Tag::WpPoss | Tag::Dt)
        || (matches!(child.dep(), Dep::Advmod | Dep::Punct | Dep::Npadvmod | Dep::Quantmod)
            && matches!(
                child.tag(),
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

/// One past the rightmost token of the phrase.
fn right_edge(head: Node<'_>, number: Option<usize>) -> usize {
    edge_of(head, number, LONGEST_LIST)
}

/// The same for a member of a list of which `more` may follow.
fn edge_of(head: Node<'_>, number: Option<usize>, more: usize) -> usize {
    let mut right = head.index() + 1;
    for child in head.children().filter(|&child| child > head) {
        // What does not follow directly is no part of the phrase.
        if child.index() != right && !child.subtree().contains(right) {
            if matches!(child.dep(), Dep::Prep | Dep::Acl | Dep::Cc | Dep::Conj | Dep::Amod | Dep::Advmod) {
                break;
            }
            continue;
        }
        match tail(head, child, number, more) {
            Some(end) => right = right.max(end),
            None => break,
        }
    }
    misread(head).unwrap_or(right)
}

/// Where the phrase ends when its participle was read as the finite verb: "blackmailers engaged in fraud | have been".
fn misread(head: Node<'_>) -> Option<usize> {
    let verb = head.after().filter(|next| next.is_verb())?;
    let finite = event::finite(verb);
    if finite == verb || finite.index() - head.index() > 2 * LONGEST_TAIL {
        return None;
    }
    let end = finite.children().find(|&child| child.dep().is_auxiliary() && child > verb)?;
    let next = verb.all(verb.index()..end.index()).find(|&at| begins_next_item(at));
    Some(next.unwrap_or(end).index())
}

/// Whether a list goes on here with the next counted thing: "... and 28 blackmailers".
fn begins_next_item(at: Node<'_>) -> bool {
    at.tag() == Tag::Cc && at.after().is_some_and(|next| next.quantity().is_some())
}

/// Where the phrase ends after the dependent `child`; `None` where `child` is no part of it.
fn tail(head: Node<'_>, child: Node<'_>, number: Option<usize>, more: usize) -> Option<usize> {
    let long = child.subtree().end as usize - child.index() > LONGEST_TAIL;
    match child.dep() {
        Dep::Prep if child.reads("of") => (!is_own_amount(child, number)).then(|| clipped(child, number)),
        Dep::Prep if !long && restricts(head, child) => Some(clipped(child, number)),
        Dep::Acl if !long && child.tag() != Tag::To && !child.is_infinitive() => {
            let adds = measures(child) || counts_another(child, number);
            (!adds).then(|| clipped(child, number))
        }
        Dep::Cc => Some(child.index() + 1),
        Dep::Conj if more > 0 && child.is_noun() && bare_conjunct(child) => {
            Some(edge_of(child, number, more - 1))
        }
        _ => None,
    }
}

/// Whether what follows "of" is the number itself: "a fine of 5,000 euros".
fn is_own_amount(of: Node<'_>, number: Option<usize>) -> bool {
    number.is_some() && of.after().is_some_and(|next| next.quantity() == number)
}

/// Whether the dependent at `child` holds another countable number.
fn counts_another(child: Node<'_>, number: Option<usize>) -> bool {
    let countable = |index: usize| child.scene().quantities[index].kind.is_countable();
    child.branch().filter_map(Node::quantity).any(|index| Some(index) != number && countable(index))
}

/// Whether a prepositional phrase after the head tells which ones, and not where or when it happened.
fn restricts(head: Node<'_>, preposition: Node<'_>) -> bool {
    const RESTRICTING: [&str; 8] = ["in", "at", "on", "with", "for", "under", "without", "against"];
    let Some(object) = preposition.child(Dep::Pobj) else { return false };
    let known = preposition.reads_any(&RESTRICTING);
    let dated = object.is(Class::Period) || object.quantity().is_some();
    let placed = head.is(Class::Happening) && object.branch().any(Node::is_place);
    let counted = !dated && counts_another(preposition, None);
    let named = object.is_place() && !preposition.reads("for");
    known && !dated && !placed && !named && !counted && !object.is(Class::Vague)
}

/// Whether a participle only adds an amount ("totalling 5 million", "aged 16 to 21") or another clause.
fn measures(verb: Node<'_>) -> bool {
    verb.reads_any(&["aged", "including"])
        || (verb.is(Class::Amount) && verb.branch().any(|at| at.quantity().is_some()))
}

/// Whether a conjunct has no number or article of its own: "countries and territories".
fn bare_conjunct(conjunct: Node<'_>) -> bool {
    !conjunct.children().any(|child| {
        matches!(child.dep(), Dep::Nummod | Dep::Det | Dep::Poss | Dep::Nsubj | Dep::Appos)
            || child.quantity().is_some()
    })
}

/// The end of a dependent, cut before a relative clause, an apposition, a comma, another quantity.
fn clipped(child: Node<'_>, number: Option<usize>) -> usize {
    let end = child.subtree().end as usize;
    let stop = child.all(child.index() + 1..end).find(|&at| {
        let clause = matches!(at.dep(), Dep::Relcl | Dep::Appos | Dep::Advcl | Dep::Ccomp | Dep::Parataxis);
        let mark = matches!(
            at.tag(),
            Tag::Comma | Tag::Colon | Tag::Stop | Tag::OpenBracket | Tag::Wdt | Tag::Wp | Tag::WpPoss
        ) || at.pos() == Pos::Space;
        let list = begins_next_item(at);
        let quantity = at.quantity().is_some_and(|index| Some(index) != number)
            && at.entity().is_none()
            && !at.head().is_noun();
        (clause && at.is_verb()) || mark || list || quantity
    });
    match stop {
        Some(at) if at.is_verb() => (at.subtree().start as usize).max(child.index() + 1),
        Some(at) => at.index(),
        None => end,
    }
}

/// Drops marks, articles, function words at both ends.
fn trimmed(mut start: usize, mut end: usize, head: Node<'_>) -> (usize, usize) {
    while start < head.index() && is_leading(head.at(start), head) {
        start += 1;
    }
    while end > head.index() + 1 && is_trailing(head.at(end - 1)) {
        end -= 1;
    }
    (start, end)
}

/// Whether a token opens a phrase without being part of it.
fn is_leading(at: Node<'_>, head: Node<'_>) -> bool {
    match at.pos() {
        Pos::Det | Pos::Punct | Pos::Space | Pos::Cconj | Pos::Sconj | Pos::Sym => return true,
        Pos::Adp if at < head => return true,
        _ => {}
    }
    matches!(at.tag(), Tag::PrpPoss | Tag::Pos) || is_counting_word(at, head)
}

/// "another 12", "a further 12", "a total 12": a determiner that says only that is counted.
fn is_counting_word(at: Node<'_>, head: Node<'_>) -> bool {
    let counting = matches!(at.lemma(), "another" | "further" | "total");
    let free = at.before().unwrap_or(at).quantity().is_none();
    counting && free && at < head && at.dep() == Dep::Det
}

/// Whether a token after a phrase's last word is no part of it.
fn is_trailing(at: Node<'_>) -> bool {
    let function =
        matches!(at.pos(), Pos::Punct | Pos::Space | Pos::Cconj | Pos::Sconj | Pos::Adp | Pos::Det);
    function || at.tag() == Tag::Pos
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::scene::tests::with_scene;

    fn phrase(text: &str, head: &str) -> String {
        let mut found = String::new();
        with_scene(text, |scene| {
            let head = scene.all(0..scene.doc.len()).find(|at| at.reads(head)).unwrap();
            found = span(head, Some(0)).of(&scene.doc.text).to_owned();
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
