//! What the recogniser proposes, cut to the guide's form and without what names nothing.

use super::Knowledge;
use super::board::{self, Board, Mention};
use super::fold::fold;
use super::proposer::Proposal;
use super::{laws, trim};
use crate::article::{By, Doc, Label, Tag, TokenRange};

/// Puts the recogniser's names on the board.
pub(super) fn put(knowledge: &Knowledge, doc: &Doc, proposed: &[Proposal], board: &mut Board) {
    for found in proposed {
        let Some(label) = Label::parse(found.label) else { continue };
        let tokens = trim::trimmed(doc, &knowledge.words, found.tokens, label);
        if tokens.is_empty() || is_none(knowledge, doc, tokens, label) {
            continue;
        }
        let total: f32 = found.labels.iter().sum();
        for tokens in pieces(knowledge, doc, tokens, label) {
            board.add(Mention {
                whole: found.whole() * total.min(1.0),
                odds: found.labels.map(|odds| odds / total.max(f32::MIN_POSITIVE)),
                ..Mention::likely(tokens, label, By::Model, 1.0)
            });
        }
    }
}

/// Whether the words name nothing: a plan, an adjective or a word without capital taken for a person, a law without a law's head, a weekday.
fn is_none(knowledge: &Knowledge, doc: &Doc, tokens: TokenRange, label: Label) -> bool {
    let (first, last) = (tokens.start as usize, tokens.end as usize - 1);
    let may_be_plan =
        matches!(label, Label::Org | Label::Law | Label::Event | Label::WorkOfArt | Label::Product);
    let is_plan = tokens.len() > 1 && may_be_plan && knowledge.words.plan.has(doc.token_text(last));
    let is_adjective = matches!(
        doc.node(first).tag(),
        Tag::Jj | Tag::Rb | Tag::Vbn | Tag::Vbg | Tag::In | Tag::Dt | Tag::Prp
    );
    let is_small = board::text(doc, tokens).chars().all(|letter| !letter.is_uppercase());
    let is_no_person = label == Label::Person && (tokens.len() == 1 && is_adjective || is_small);
    // A policy or plan is no law, nor is a section alone; the patterns know those that are.
    let is_no_law = label == Label::Law && !laws::may_be(doc, &knowledge.law_words, tokens);
    is_no_law || is_plan || is_no_person || trim::is_no_name(doc, &knowledge.words, tokens)
}

/// The names that a proposal holds: "Sino-British", "Nairobi, Kenya" are two.
fn pieces(knowledge: &Knowledge, doc: &Doc, tokens: TokenRange, label: Label) -> Vec<TokenRange> {
    let is_listed = || !knowledge.gazetteer.find(&fold(board::text(doc, tokens))).is_empty();
    match pair(knowledge, doc, tokens) {
        Some(pair) => pair,
        None if is_listed() => vec![tokens],
        None => trim::apart(doc, tokens, label),
    }
}

/// The two peoples of "Sino-British", where the second is in the list and the pair itself is not.
fn pair(knowledge: &Knowledge, doc: &Doc, tokens: TokenRange) -> Option<Vec<TokenRange>> {
    let (start, end) = (tokens.start as usize, tokens.end as usize);
    let is_pair = tokens.len() == 3 && doc.token_text(start + 1) == "-";
    let nations = &knowledge.nations;
    let second = is_pair.then(|| nations.get(doc.token_text(end - 1))).flatten()?;
    let whole = doc.span_of(tokens).of(&doc.text);
    (second.country != 0 && nations.get(whole).is_none())
        .then(|| vec![TokenRange::new(start, start + 1), TokenRange::new(end - 1, end)])
}
