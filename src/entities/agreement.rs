//! One article, one reading: all mentions of a name agree in label, decided by the model's votes and the evidence of
//! the whole article.

mod described;
mod evidence;

use std::collections::{HashMap, HashSet};

use self::evidence::Evidence;
pub(super) use self::evidence::{is_climate_conference, is_road};
use super::Knowledge;
use super::board::{Board, Mention, is_acronym, is_capital, text};
use super::fold::fold;
use super::gazetteer::Country;
use super::proposer::Odds;
use crate::article::{By, Doc, Label, Tag, TokenRange};

/// Names that begin with one word, of which so many are looked for: the cost stays linear in the article's length.
const FORMS: usize = 200;
/// The longest list whose members pull one another.
const LONGEST_LIST: usize = 200;

/// All mentions of one name.
#[derive(Debug)]
struct Group {
    key: String,
    /// Positions in the order of [`Board::all`].
    members: Vec<usize>,
    /// Logarithm of each label's odds.
    log: Odds,
    /// The label that pattern or list settle.
    fixed: Option<Label>,
}

impl Group {
    fn label(&self) -> Label {
        let best =
            Label::ALL.into_iter().max_by(|&a, &b| self.log[a as usize].total_cmp(&self.log[b as usize]));
        self.fixed.or(best).unwrap_or(Label::Org)
    }

    /// Probability of each label.
    fn odds(&self) -> Odds {
        let top = self.log.iter().copied().fold(f32::MIN, f32::max);
        let shares = self.log.map(|log| (log - top).exp());
        let total: f32 = shares.iter().sum();
        shares.map(|share| share / total)
    }

    fn add(&mut self, more: Odds) {
        self.log.iter_mut().zip(more).for_each(|(log, more)| *log += more);
    }
}

/// Gives every name one label. `countries`: those that the article is about.
pub(super) fn decide(doc: &Doc, knowledge: &Knowledge, board: &mut Board, countries: &[(Country, f32)]) {
    let mut groups = groups(doc, board);
    let evidence = Evidence { doc, knowledge, countries };
    let mentions: Vec<&Mention> = board.all().collect();
    for group in &mut groups {
        let count = group.members.len() as f32;
        for &member in &group.members {
            let tokens = mentions[member].tokens;
            let mut context = evidence.context(tokens);
            let described = described::label(evidence, tokens).unwrap_or_default();
            context.iter_mut().zip(described).for_each(|(sum, more)| *sum += more);
            group.log.iter_mut().zip(context).for_each(|(log, context)| *log += context / count);
        }
        group.add(evidence.form(mentions[group.members[0]].tokens));
        if group.members.iter().any(|&member| evidence.has_title(mentions[member].tokens)) {
            group.add(one(Label::Person, evidence::TITLE));
        }
        group.add(one(Label::Product, evidence::PRODUCT));
    }
    let persons = person_words(&groups);
    for group in &mut groups {
        let is_part = persons.contains(&*group.key);
        let place = evidence.place(mentions[group.members[0]].tokens);
        group.add(if is_part { one(Label::Person, evidence::PART_OF_PERSON) } else { place });
    }
    agree_in_lists(doc, &mentions, &mut groups);
    write_back(board, &groups);
}

/// The names of the article, in the order of their first mention.
fn groups(doc: &Doc, board: &Board) -> Vec<Group> {
    let (mut groups, mut index) = (Vec::<Group>::new(), HashMap::<String, usize>::new());
    for (at, mention) in board.all().enumerate() {
        let key = key(text(doc, mention.tokens));
        let number = *index.entry(key.clone()).or_insert(groups.len());
        if number == groups.len() {
            groups.push(Group { key, members: Vec::new(), log: [0.0; Label::ALL.len()], fixed: None });
        }
        let group = &mut groups[number];
        group.members.push(at);
        group.fixed = group.fixed.or_else(|| mention.fixed.then_some(mention.label));
        group.log.iter_mut().zip(mention.odds).for_each(|(sum, odds)| *sum += odds);
    }
    for group in &mut groups {
        let count = group.members.len() as f32;
        group.log = group.log.map(|sum| (sum / count + 0.02).ln());
    }
    groups
}

/// Names are one where their keys are; short forms in capitals keep their case ("US" is not "us").
fn key(name: &str) -> String {
    if is_acronym(name) && !name.contains(' ') { name.to_owned() } else { fold(name) }
}

/// First and last words of the people's full names: "Mashatile" is a person where "Paul Mashatile" is.
fn person_words(groups: &[Group]) -> HashSet<String> {
    let full = groups.iter().filter(|group| group.label() == Label::Person && group.odds()[0] > 0.5);
    full.flat_map(|group| {
        let words: Vec<&str> = group.key.split(' ').collect();
        let parts = if words.len() < 2 { 0..0 } else { 1..words.len() };
        let ends = parts.map(|from| words[from..].join(" ")).collect::<Vec<_>>();
        ends.into_iter().chain((words.len() > 1).then(|| words[0].to_owned()))
    })
    .filter(|part| part.chars().count() > 2)
    .collect()
}

/// `value` for one label, 0 for the others.
fn one(label: Label, value: f32) -> Odds {
    let mut odds = [0.0; Label::ALL.len()];
    odds[label as usize] = value;
    odds
}

/// Pulls the members of a list to the label of most: "Peshawar, Rawalpindi, Gujar Khan, Jehlum".
fn agree_in_lists(doc: &Doc, mentions: &[&Mention], groups: &mut [Group]) {
    let mut group_of = vec![0; mentions.len()];
    for (number, group) in groups.iter().enumerate() {
        group.members.iter().for_each(|&member| group_of[member] = number);
    }
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&at| mentions[at].tokens.start);
    let runs = order.chunk_by(|&a, &b| is_listed(doc, mentions[a].tokens, mentions[b].tokens));
    for run in runs.flat_map(|run| run.chunks(LONGEST_LIST)) {
        if run.len() < 2 {
            continue;
        }
        let odds: Vec<Odds> = run.iter().map(|&at| groups[group_of[at]].odds()).collect();
        let pull = if run.len() > 2 { evidence::LIST } else { 0.35 * evidence::LIST };
        for (&at, own) in run.iter().zip(&odds) {
            let others = odds.iter().fold(own.map(|odds| -odds), |mut sum, odds| {
                sum.iter_mut().zip(odds).for_each(|(sum, odds)| *sum += odds);
                sum
            });
            let count = (run.len() - 1) as f32;
            groups[group_of[at]].add(others.map(|odds| pull * (odds / count - 0.5).max(0.0) * 2.0));
        }
    }
}

/// Whether only commas and "and" stand between two mentions.
fn is_listed(doc: &Doc, a: TokenRange, b: TokenRange) -> bool {
    let between = a.end as usize..b.start as usize;
    let is_joint = |at: usize| matches!(doc.token_text(at), "," | ";" | "and" | "or" | "&" | "both");
    !between.is_empty() && between.len() <= 2 && between.clone().all(is_joint)
}

fn write_back(board: &mut Board, groups: &[Group]) {
    let mut decided: HashMap<usize, (Label, Odds)> = HashMap::new();
    for group in groups {
        let verdict = (group.label(), group.odds());
        decided.extend(group.members.iter().map(|&member| (member, verdict)));
    }
    for (at, mention) in board.all_mut().enumerate().filter(|(_, mention)| !mention.fixed) {
        if let Some(&(label, odds)) = decided.get(&at) {
            mention.label = label;
            mention.odds = odds;
        }
    }
}

/// Adds organisations whose first word is written apart: "Cyber Crime" for the "Cybercrime Circle (CCC)".
pub(super) fn spelled_apart(doc: &Doc, board: &mut Board) {
    let defined = board
        .all()
        .filter(|mention| mention.fixed && mention.label == Label::Org && mention.tokens.len() > 1);
    let mut firsts: HashMap<String, Mention> = HashMap::new();
    for mention in defined {
        let first = fold(doc.token_text(mention.tokens.start as usize));
        if first.chars().count() > 7 {
            firsts.entry(first).or_insert_with(|| mention.clone());
        }
    }
    for at in 0..doc.len().saturating_sub(1) {
        let (a, b) = (doc.token_text(at), doc.token_text(at + 1));
        let here = TokenRange::new(at, at + 2);
        if !is_capital(a) || !is_capital(b) || !board.is_free(here) {
            continue;
        }
        let joined = fold(a) + &fold(b);
        if let Some(mention) = firsts.get(&joined) {
            board.add(Mention { tokens: here, by: By::Model, whole: mention.whole * 0.8, ..mention.clone() });
        }
    }
}

/// Adds the mentions that the model missed of names that it found elsewhere in the article, and last names.
pub(super) fn complete(doc: &Doc, board: &mut Board) {
    let known = known_names(doc, board);
    let mut at = 0;
    while at < doc.len() {
        let word = doc.token_text(at);
        let found = if is_capital(word) { known.get(&*fold(word)) } else { None };
        let fits = found.into_iter().flatten().take(FORMS).find(|(tokens, _)| {
            let here = TokenRange::new(at, at + tokens.len());
            here.end as usize <= doc.len()
                && board.is_free(here)
                && is_same(doc, *tokens, here)
                && stands_alone(doc, board, here)
        });
        if let Some((tokens, mention)) = fits {
            let here = TokenRange::new(at, at + tokens.len());
            board.add(Mention { tokens: here, whole: mention.whole * 0.85, ..mention.clone() });
            at = here.end as usize;
        } else {
            at += 1;
        }
    }
}

type Known = HashMap<String, Vec<(TokenRange, Mention)>>;

/// Names by their first word, the longest first; for people also the last word.
fn known_names(doc: &Doc, board: &Board) -> Known {
    let (mut known, mut seen) = (Known::new(), HashSet::new());
    for mention in board.all().filter(|mention| is_telling(doc, mention)) {
        let mut forms = vec![mention.tokens];
        let last = TokenRange::new(mention.tokens.end as usize - 1, mention.tokens.end as usize);
        if mention.label == Label::Person && mention.tokens.len() > 1 && text(doc, last).len() > 3 {
            forms.push(last);
        }
        for form in forms {
            if seen.insert(text(doc, form)) {
                let first = fold(doc.token_text(form.start as usize));
                known.entry(first).or_default().push((form, Mention { by: By::Model, ..mention.clone() }));
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for forms in known.values_mut() {
        forms.sort_by_key(|(tokens, _)| std::cmp::Reverse(tokens.len()));
    }
    known
}

/// Whether a mention is sure enough to look for its name elsewhere.
fn is_telling(doc: &Doc, mention: &Mention) -> bool {
    let name = text(doc, mention.tokens);
    let is_sure = mention.fixed || mention.whole * mention.odds[mention.label as usize] > 0.6;
    let is_long = mention.tokens.len() > 1 || name.chars().count() > 3 || is_acronym(name);
    is_sure && is_long && is_capital(name) && mention.label != Label::Law && mention.label != Label::Language
}

fn is_same(doc: &Doc, a: TokenRange, b: TokenRange) -> bool {
    a.range().zip(b.range()).all(|(a, b)| doc.token_text(a) == doc.token_text(b))
}

/// Whether no other capitalised word that is in no mention stands beside, as part of a longer name.
fn stands_alone(doc: &Doc, board: &Board, tokens: TokenRange) -> bool {
    let is_name = |at: usize| {
        at < doc.len()
            && board.at(at).is_none()
            && is_capital(doc.token_text(at))
            && doc.node(at).tag().is_name()
    };
    let is_noun = tokens.range().all(|at| doc.node(at).tag().is_noun() || doc.node(at).tag() == Tag::Jj);
    let before = tokens
        .start
        .checked_sub(1)
        .is_some_and(|at| is_name(at as usize) && !is_sentence_start(doc, at as usize));
    is_noun && !before && !is_name(tokens.end as usize)
}

fn is_sentence_start(doc: &Doc, at: usize) -> bool {
    doc.sentence(at).tokens.start as usize == at
}
