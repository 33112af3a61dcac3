//! The possible names: those that recogniser and rules propose, and what stands near them.

use super::class::is_left_alone;
use super::view::{Reviewed, WordShape};
use crate::article::TokenRange;
use crate::entities::board::text;
use crate::entities::fold::fold;
use crate::entities::trim;

/// Most words of a possible name beyond those that were proposed.
const LONGEST: usize = 12;
/// By how many words a proposed name may grow or shrink at either side.
const MOVE: usize = 3;

/// The possible names of an article, by their first words, each once.
pub(super) fn of(view: &Reviewed<'_>) -> Vec<TokenRange> {
    let mut found = Vec::new();
    let anchors = anchors(view);
    for &anchor in &anchors {
        around(view, anchor, &mut found);
    }
    for pair in anchors.windows(2) {
        let gap = TokenRange::new(pair[0].end as usize, pair[1].start as usize);
        let whole = TokenRange::new(pair[0].start as usize, pair[1].end as usize);
        if pair[0].end <= pair[1].start && gap.len() <= 2 && whole.len() <= LONGEST {
            found.push(whole);
        }
    }
    found.retain(|&tokens| is_possible(view, tokens));
    found.extend(view.board.all().filter(|name| !is_left_alone(name)).map(|name| name.tokens));
    found.sort_unstable();
    found.dedup();
    found
}

/// Names of the board and of the recogniser, and capitals that are in neither.
fn anchors(view: &Reviewed<'_>) -> Vec<TokenRange> {
    let mut anchors: Vec<TokenRange> =
        view.board.all().filter(|name| !is_left_alone(name)).map(|name| name.tokens).collect();
    anchors.extend(view.raw.iter().map(|(tokens, ..)| *tokens));
    let mut at = 0;
    while at < view.doc.len() {
        let is_free = |at: usize| view.board.at(at).is_none() && view.raw(at).is_none();
        let is_open = |at: usize| at < view.doc.len() && view.shapes[at].is_capital() && is_free(at);
        let start = at;
        while is_open(at) {
            at += 1;
        }
        if at > start && at - start <= LONGEST {
            anchors.push(TokenRange::new(start, at));
        }
        at = at.max(start + 1);
    }
    anchors.sort_unstable();
    anchors.dedup();
    anchors
}

/// The words of `anchor`, some more, some less.
fn around(view: &Reviewed<'_>, anchor: TokenRange, found: &mut Vec<TokenRange>) {
    let (start, end) = (anchor.start as usize, anchor.end as usize);
    let first = before(view, start);
    let last = behind(view, end);
    for from in first..(start + MOVE + 1).min(end) {
        for to in (from + 1).max(end.saturating_sub(MOVE))..=last {
            if from == start || to == end || to - from <= LONGEST && from > start && to < end {
                found.push(TokenRange::new(from, to));
            }
        }
    }
}

/// The first word to which a name that begins at `start` may grow.
fn before(view: &Reviewed<'_>, start: usize) -> usize {
    let mut first = start;
    for at in (start.saturating_sub(MOVE)..start).rev() {
        if view.shapes[at] == WordShape::Break {
            break;
        }
        if view.shapes[at].is_capital() {
            first = at;
        }
    }
    first
}

/// One past the last word to which a name that ends before `end` may grow.
fn behind(view: &Reviewed<'_>, end: usize) -> usize {
    let mut last = end;
    for at in end..(end + MOVE).min(view.doc.len()) {
        match view.shapes[at] {
            WordShape::Break => break,
            WordShape::Capital | WordShape::Loud | WordShape::Initial | WordShape::Number => last = at + 1,
            // "[Kisumu police station]"
            WordShape::Lower if at < end + 2 => last = at + 1,
            _ => {}
        }
    }
    last
}

/// Whether words that nobody proposed may be a name: they begin with a capital, end with a word, stand in one line and
/// leave laws alone. Diseases have no label.
fn is_possible(view: &Reviewed<'_>, tokens: TokenRange) -> bool {
    let (start, last) = (tokens.start as usize, tokens.end as usize - 1);
    let ends = !matches!(view.shapes[last], WordShape::Small | WordShape::Mark | WordShape::Break);
    let is_law = |at: usize| view.board.at(at).is_some_and(is_left_alone);
    let breaks = |at: usize| view.shapes[at] == WordShape::Break || is_law(at);
    view.shapes[start].is_capital()
        && ends
        && !tokens.range().any(breaks)
        && !is_article(view, start, last)
        && !is_several(view, tokens)
        && !trim::is_no_name(view.doc, &view.knowledge.words, tokens)
        && !view.knowledge.words.disease.has(view.word(Some(last + 1)))
}

/// Whether the words hold several names: with a comma between them, or places that no list knows as one ("[Teknaf] upazila of
/// [Cox's Bazar]"). The labels that the weights are fitted to join many of these, but each has its own place on a map.
fn is_several(view: &Reviewed<'_>, tokens: TokenRange) -> bool {
    let places = view.board.over(tokens).take_while(|name| name.label.is_place()).count();
    let is_listed = || !view.knowledge.gazetteer.find(&fold(text(view.doc, tokens))).is_empty();
    let has_comma = tokens.range().any(|at| view.word(Some(at)) == ",");
    has_comma || places > 1 && places == view.board.over(tokens).count() && !is_listed()
}

/// Whether the first word is an article, which is no part of a name.
fn is_article(view: &Reviewed<'_>, start: usize, last: usize) -> bool {
    start < last && matches!(view.word(Some(start)), "the" | "a" | "an")
}
