//! Where names end that a lower-case type word belongs to: stations, borders, parties; and numbers of roads.

use super::Knowledge;
use super::agreement;
use super::board::{self, Board, Mention, is_acronym, is_capital};
use super::fold::fold;
use super::people;
use super::trim;
use super::words::Words;
use crate::article::{By, Doc, Label, TokenRange};

/// Takes in the type word of a party, of a building ("[Arvo police station]") and of a border ("[Arvo-Kells border]"),
/// and cuts the title of those who turned out to be people.
pub(super) fn settle(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    let words = &knowledge.words;
    for party in parties(knowledge, doc, board) {
        board.put(party);
    }
    for mention in board.all_mut().filter(|mention| mention.label == Label::Fac) {
        let last = doc.token_text(mention.tokens.end as usize - 1);
        if last.eq_ignore_ascii_case("station") && acts(doc, words, mention.tokens) {
            mention.label = Label::Org;
            mention.fixed = true;
        }
    }
    for disease in diseases(doc, words, board) {
        board.clear(disease);
    }
    let wholes = saints(knowledge, doc, board).into_iter().chain(people::with_nicknames(doc, board));
    for whole in wholes.collect::<Vec<_>>() {
        board.put(whole);
    }
    for border in borders(doc, board) {
        board.put(Mention::settled(border, Label::Loc, By::Pattern, 0.85));
    }
    let changed: Vec<Mention> = board
        .all()
        .filter_map(|mention| building(doc, words, board, mention).or_else(|| untitled(doc, words, mention)))
        .collect();
    for mention in changed {
        board.put(mention);
    }
}

/// Names before "fever", "virus" and the like: viruses and their variants have no label by the guide.
fn diseases(doc: &Doc, words: &Words, board: &Board) -> Vec<TokenRange> {
    let is_one = |tokens: &TokenRange| {
        (tokens.end as usize) < doc.len() && words.disease.has(doc.token_text(tokens.end as usize))
    };
    let named = board.all().filter(|mention| mention.label != Label::Norp && mention.label != Label::Org);
    named.map(|mention| mention.tokens).filter(is_one).collect()
}

/// Towns named for a saint whose short form stands apart, as in datelines ("[ST. LOUIS] (AP)").
fn saints(knowledge: &Knowledge, doc: &Doc, board: &Board) -> Vec<Mention> {
    let takes = |mention: &Mention| {
        let start = mention.tokens.start as usize;
        let back = 1 + usize::from(start > 0 && doc.token_text(start - 1) == ".");
        let first = start.checked_sub(back)?;
        let tokens = TokenRange::new(first, mention.tokens.end as usize);
        let is_saint = doc.token_text(first).trim_end_matches('.').eq_ignore_ascii_case("st");
        let is_place = |name: &str| !knowledge.gazetteer.find(&fold(name)).is_empty();
        // In a dateline's capitals the recogniser sees no town.
        let is_town = mention.label == Label::Gpe || is_acronym(board::text(doc, mention.tokens));
        (is_saint && is_town && is_place(board::text(doc, tokens)))
            .then(|| Mention::settled(tokens, Label::Gpe, By::Lexicon, 0.9))
    };
    board.all().filter_map(takes).collect()
}

/// The mention with the type word of a building that follows it.
fn building(doc: &Doc, words: &Words, board: &Board, mention: &Mention) -> Option<Mention> {
    if !matches!(mention.label, Label::Gpe | Label::Fac | Label::Person | Label::Org | Label::Loc) {
        return None;
    }
    let tokens = trim::with_building(doc, words, mention.tokens)?;
    let added = TokenRange::new(mention.tokens.end as usize, tokens.end as usize);
    board.is_free(added).then(|| {
        let is_org = mention.label == Label::Org || acts(doc, words, tokens);
        let label = if is_org { Label::Org } else { Label::Fac };
        Mention { name: None, ..Mention::settled(tokens, label, mention.by, mention.whole * 0.85) }
    })
}

/// The mention without the title before a person's name, where the model took the whole for a place.
fn untitled(doc: &Doc, words: &Words, mention: &Mention) -> Option<Mention> {
    let tokens = trim::trimmed(doc, words, mention.tokens, Label::Person);
    let is_longer = mention.label == Label::Person && !tokens.is_empty() && tokens != mention.tokens;
    is_longer.then(|| Mention { tokens, ..mention.clone() })
}

/// Parties and unions with their lower-case type word ("the [Conservative party]").
fn parties(knowledge: &Knowledge, doc: &Doc, board: &Board) -> Vec<Mention> {
    let takes = |mention: &&Mention| {
        let end = mention.tokens.end as usize;
        let is_nation =
            knowledge.nations.get(board::text(doc, mention.tokens)).is_some_and(|entry| entry.country != 0);
        matches!(mention.label, Label::Org | Label::Norp)
            && !is_nation
            && !is_acronym(board::text(doc, mention.tokens))
            && end < doc.len()
            && knowledge.words.party.has(doc.token_text(end))
            && !is_capital(doc.token_text(end))
            && board.at(end).is_none()
    };
    let longer = |mention: &Mention| {
        let tokens = TokenRange::new(mention.tokens.start as usize, mention.tokens.end as usize + 1);
        Mention { name: None, ..Mention::settled(tokens, Label::Org, mention.by, mention.whole * 0.9) }
    };
    board.all().filter(takes).map(longer).collect()
}

/// Numbers of roads: "NH-9".
pub(super) fn put_roads(doc: &Doc, board: &mut Board) {
    for at in 0..doc.len() {
        for count in 1..=3.min(doc.len() - at) {
            let tokens = TokenRange::new(at, at + count);
            let is_seen = board.at(at).is_some_and(|mention| mention.tokens == tokens);
            let is_open = is_seen || board.is_free(tokens) && doc.node(at).tag().is_noun();
            if is_open && agreement::is_road(board::text(doc, tokens)) {
                board.put(Mention::settled(tokens, Label::Fac, By::Pattern, 0.85));
            }
        }
    }
}

/// Whether a station or hospital is named for its people: "an inspector of [Arvo police station]".
fn acts(doc: &Doc, words: &Words, tokens: TokenRange) -> bool {
    let Some(of) = (tokens.start as usize).checked_sub(1).filter(|&at| at > 0 && doc.token_text(at) == "of")
    else {
        return false;
    };
    let officer = doc.token_text(of - 1);
    words.title.has(officer) || is_acronym(officer) || officer == ")"
}

/// Borders between two places: "Arvo-Kells border".
fn borders(doc: &Doc, board: &Board) -> Vec<TokenRange> {
    let is_place = |at: usize| board.at(at).is_some_and(|mention| mention.label.is_place());
    (1..doc.len())
        .filter(|&at| doc.token_text(at) == "border" && is_place(at - 1))
        .filter_map(|at| {
            let last = board.at(at - 1)?.tokens;
            let dash = (last.start as usize).checked_sub(1)?;
            let is_joined = matches!(doc.token_text(dash), "-" | "–") && dash > 0 && is_place(dash - 1);
            let first = if is_joined { board.at(dash - 1)?.tokens.start } else { last.start };
            let is_pair = is_joined || last.range().any(|at| matches!(doc.token_text(at), "-" | "–"));
            is_pair.then(|| TokenRange::new(first as usize, at + 1))
        })
        .collect()
}
