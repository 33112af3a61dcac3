//! Names of people in forms that the recogniser cuts: an initial without a blank ("L.Oyun"), a nickname in quotes inside.

use super::board::{Board, Mention, is_capital};
use crate::article::{By, Doc, Label, TokenRange};

/// Names with an initial and no blank behind it, as the press of Mongolia and of southern India writes them.
pub(super) fn put_initials(doc: &Doc, board: &mut Board) {
    for at in 0..doc.len() {
        let parts: Vec<&str> = (at..doc.len().min(at + 3)).map(|at| doc.token_text(at)).collect();
        let is_joined = |count: usize| {
            let span = doc.span_of(TokenRange::new(at, at + count));
            span.len() as usize == parts[..count].iter().map(|part| part.len()).sum::<usize>()
        };
        let count = match parts[..] {
            [word, ..]
                if word.split_once('.').is_some_and(|(first, last)| is_initial(first) && is_name(last)) =>
            {
                1
            }
            [first, ".", last] if is_initial(first) && is_name(last) && is_joined(3) => 3,
            _ => continue,
        };
        board.add(Mention::likely(TokenRange::new(at, at + count), Label::Person, By::Pattern, 0.85));
    }
}

fn is_initial(word: &str) -> bool {
    is_capital(word) && word.chars().count() < 3 && word.chars().skip(1).all(char::is_lowercase)
}

fn is_name(word: &str) -> bool {
    is_capital(word) && word.chars().count() > 2 && word.chars().skip(1).all(char::is_lowercase)
}

/// People with a nickname in quotes between their names: "[José “Pepe” Mujica]".
pub(super) fn with_nicknames(doc: &Doc, board: &Board) -> Vec<Mention> {
    (1..doc.len().saturating_sub(3)).filter_map(|open| with_nickname(doc, board, open)).collect()
}

fn with_nickname(doc: &Doc, board: &Board, open: usize) -> Option<Mention> {
    let is_quote = |at: usize| matches!(doc.token_text(at), "\"" | "“" | "”" | "'" | "‘" | "’");
    let close = (open + 2..(open + 4).min(doc.len() - 1)).find(|&at| is_quote(at))?;
    let (before, after) = (open - 1, close + 1);
    let is_written =
        [before, after].into_iter().chain(open + 1..close).all(|at| is_capital(doc.token_text(at)));
    let sides = [before, after].map(|at| board.at(at));
    let is_person = |mention: &&Mention| mention.label == Label::Person;
    let is_meant = sides.iter().flatten().any(is_person) && sides.iter().flatten().all(is_person);
    if !is_quote(open) || !is_written || !is_meant || doc.sentence_index(before) != doc.sentence_index(after)
    {
        return None;
    }
    let start = sides[0].map_or(before, |mention| mention.tokens.start as usize);
    let end = sides[1].map_or(after + 1, |mention| mention.tokens.end as usize);
    Some(Mention::settled(TokenRange::new(start, end), Label::Person, By::Pattern, 0.9))
}
