//! Names of people, organisations, places, laws: found, typed, resolved.
//!
//! The recogniser proposes ([`recogniser`]); patterns find laws; the article's own definitions join short forms to long
//! ones; all mentions of a name agree; places are looked up in a gazetteer; the user's own list has the last word.

mod acronyms;
mod agreement;
mod board;
mod canon;
mod fold;
mod gazetteer;
mod laws;
mod lists;
pub mod own;
pub mod recogniser;
mod resolve;
pub mod spelling;
mod trim;
mod words;

use crate::article::{By, Doc, Entity, Label, Span, TokenRange};
use crate::error::Error;
use board::{Board, Mention, is_acronym, is_capital};
use gazetteer::{Country, Gazetteer};
use laws::LawWords;
use lists::{Laws, Names};
use own::OwnNames;
use recogniser::Recogniser;
use words::Words;

/// The lists that the room reads.
#[derive(Debug)]
struct Knowledge {
    words: Words,
    law_words: LawWords,
    laws: Laws,
    nations: Names,
    regions: Names,
    works: Names,
    gazetteer: Gazetteer,
}

/// Finds names.
#[derive(Debug)]
pub struct Namer {
    recogniser: Recogniser,
    knowledge: Knowledge,
    own: OwnNames,
}

impl Namer {
    /// Loads the embedded weights and lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        let knowledge = Knowledge {
            words: Words::new()?,
            law_words: LawWords::new()?,
            laws: Laws::new()?,
            nations: lists::nations()?,
            regions: lists::regions()?,
            works: lists::works()?,
            gazetteer: Gazetteer::new()?,
        };
        Ok(Self { recogniser: Recogniser::new()?, knowledge, own: OwnNames::default() })
    }

    /// Adds names of the user's own; they win over all others.
    pub fn add(&mut self, names: OwnNames) {
        self.own.extend(names);
    }

    /// The names in `doc`, in text order, without overlap.
    pub fn find(&self, doc: &Doc) -> Vec<Entity> {
        let mut board = Board::new(doc.len());
        self.put_model(doc, &mut board);
        self.put_laws(doc, &mut board);
        self.put_titles(doc, &mut board);
        self.put_works(doc, &mut board);
        self.put_nations(doc, &mut board);
        put_roads(doc, &mut board);
        let definitions = acronyms::definitions(doc, &self.knowledge.words, &board);
        acronyms::apply(doc, &self.knowledge.words, &mut board, &definitions);
        let countries = resolve::countries(doc, &self.knowledge, &board);
        self.put_short_laws(doc, &mut board, &countries);
        self.put_regions(doc, &mut board, &countries);
        agreement::decide(doc, &self.knowledge, &mut board, &countries);
        agreement::complete(doc, &mut board);
        agreement::spelled_apart(doc, &mut board);
        self.settle_edges(doc, &mut board);
        let countries = resolve::countries(doc, &self.knowledge, &board);
        canon::name_laws(&self.knowledge, &mut board, &countries);
        resolve::places(doc, &self.knowledge, &mut board, &countries);
        canon::name_all(doc, &self.knowledge, &mut board);
        self.own.put(doc, &mut board);
        board.into_sorted().into_iter().map(|mention| entity(doc, mention)).collect()
    }

    /// The model's names, cut to the guide's form.
    fn put_model(&self, doc: &Doc, board: &mut Board) {
        for found in self.recogniser.find(doc) {
            let Some(label) = Label::parse(found.label) else { continue };
            let tokens = trim::trimmed(doc, &self.knowledge.words, found.tokens, label);
            let is_plan = tokens.len() > 1
                && matches!(
                    label,
                    Label::Org | Label::Law | Label::Event | Label::WorkOfArt | Label::Product
                )
                && self.knowledge.words.plan.has(doc.token_text(tokens.end as usize - 1));
            let is_adjective = label == Label::Person
                && tokens.len() == 1
                && matches!(
                    doc.words[tokens.start as usize].tag,
                    "JJ" | "RB" | "VBN" | "VBG" | "IN" | "DT" | "PRP"
                );
            // A policy or plan is no law, nor is a section alone; the patterns know those that are.
            let is_no_law = label == Label::Law && !laws::may_be(doc, &self.knowledge.law_words, tokens);
            if tokens.is_empty()
                || is_no_law
                || is_plan
                || is_adjective
                || trim::is_no_name(doc, &self.knowledge.words, tokens)
            {
                continue;
            }
            let total: f32 = found.labels.iter().sum();
            let share = found.labels[label as usize].max(f32::MIN_POSITIVE);
            let is_listed = !self.knowledge.gazetteer.find(&fold::fold(board::text(doc, tokens))).is_empty();
            let pieces = match self.pair(doc, tokens) {
                Some(pair) => pair,
                None if is_listed => vec![tokens],
                None => trim::apart(doc, tokens, label),
            };
            for tokens in pieces {
                board.add(Mention {
                    whole: (found.score / share).min(1.0) * total.min(1.0),
                    odds: found.labels.map(|odds| odds / total.max(f32::MIN_POSITIVE)),
                    ..Mention::likely(tokens, label, By::Model, 1.0)
                });
            }
        }
    }

    /// The two peoples of "Sino-British", where the second is in the list and the pair itself is not.
    fn pair(&self, doc: &Doc, tokens: TokenRange) -> Option<Vec<TokenRange>> {
        let (start, end) = (tokens.start as usize, tokens.end as usize);
        let is_pair = tokens.len() == 3 && doc.token_text(start + 1) == "-";
        let nations = &self.knowledge.nations;
        let second = is_pair.then(|| nations.get(doc.token_text(end - 1))).flatten()?;
        let whole = doc.span_of(tokens).of(&doc.text);
        (second.country != 0 && nations.get(whole).is_none())
            .then(|| vec![TokenRange::new(start, start + 1), TokenRange::new(end - 1, end)])
    }

    /// Titles in quotes after "the song", "a film titled".
    fn put_titles(&self, doc: &Doc, board: &mut Board) {
        for open in (1..doc.len()).filter(|&at| matches!(doc.token_text(at), "\"" | "“" | "‘")) {
            let is_end = |&at: &usize| matches!(doc.token_text(at), "\"" | "”" | "’");
            let Some(close) = (open + 2..(open + 9).min(doc.len())).find(is_end) else { continue };
            let (from, words) = (open.saturating_sub(3), &self.knowledge.words);
            let is_told = (from..open).any(|at| words.work_before.has(doc.token_text(at)));
            let is_title = (open + 1..close).all(|at| {
                let word = doc.token_text(at);
                is_capital(word) || words.small.has(word) || !word.chars().any(char::is_alphabetic)
            });
            let tokens = TokenRange::new(open + 1, close);
            if is_told && is_title && is_capital(doc.token_text(open + 1)) {
                board.put(Mention::settled(tokens, Label::WorkOfArt, By::Pattern, 0.8));
            }
        }
    }

    /// Laws by pattern, in the place of what the model made of their words.
    fn put_laws(&self, doc: &Doc, board: &mut Board) {
        let knowledge = &self.knowledge;
        let is_person = |tokens: TokenRange| {
            board.over(tokens).any(|mention| {
                mention.label == Label::Person
                    && mention.whole > 0.8
                    && mention.tokens.end == tokens.end
                    && tokens.len() < 4
            })
        };
        let known = |form: &str| knowledge.laws.has_short(form);
        let found = laws::find(doc, &knowledge.law_words, &knowledge.nations, known, is_person);
        for law in &found {
            board.put(law.mention(doc));
        }
        for tokens in laws::numbers_behind(doc, &found) {
            let name = board.at(tokens.start as usize - 2).and_then(|law| law.name.clone());
            board.put(Mention { name, ..Mention::settled(tokens, Label::Law, By::Pattern, 0.9) });
        }
    }

    /// Countries and peoples: the model's label is corrected, what it missed is added.
    fn put_nations(&self, doc: &Doc, board: &mut Board) {
        let mut at = 0;
        while at < doc.len() {
            let found =
                is_capital(doc.token_text(at)).then(|| self.knowledge.nations.longest_at(doc, at)).flatten();
            let Some((tokens, entry)) = found else {
                at += 1;
                continue;
            };
            at = tokens.end as usize;
            let is_whole = board.at(tokens.start as usize).is_some_and(|mention| {
                let sure = mention.whole * mention.odds[mention.label as usize];
                // Chad is a first name, Jordan a last name, English a language.
                let is_other = match mention.label {
                    Label::Person => sure > 0.6,
                    Label::Org => sure > 0.85,
                    Label::Language => true,
                    _ => mention.fixed,
                };
                mention.tokens == tokens && !is_other
            });
            let is_noun = |at: usize| matches!(doc.words[at].tag, "NNP" | "NNPS" | "NN" | "NNS" | "JJ");
            if is_whole || board.is_free(tokens) && tokens.range().all(is_noun) && entry.country != 0 {
                board.put(Mention {
                    name: Some(entry.name.to_string()),
                    ..Mention::settled(tokens, entry.label, By::Lexicon, 0.96)
                });
            }
        }
    }

    /// Official lists and reports by their titles.
    fn put_works(&self, doc: &Doc, board: &mut Board) {
        for at in (0..doc.len()).filter(|&at| is_capital(doc.token_text(at))) {
            let Some((tokens, entry)) = self.knowledge.works.longest_at(doc, at) else { continue };
            if board
                .over(tokens)
                .all(|mention| tokens.contains(mention.tokens.start as usize) && !mention.fixed)
            {
                board.put(Mention {
                    name: Some(entry.name.to_string()),
                    ..Mention::settled(tokens, entry.label, By::Lexicon, 0.9)
                });
            }
        }
    }

    /// Short forms of provinces ("KPK") in an article about their country.
    fn put_regions(&self, doc: &Doc, board: &mut Board, countries: &[(Country, f32)]) {
        for at in 0..doc.len() {
            let tokens = TokenRange::new(at, at + 1);
            let is_open = board.at(at).is_none_or(|mention| !mention.fixed && mention.tokens == tokens);
            let entry = self.knowledge.regions.get(doc.token_text(at)).filter(|_| is_open);
            let is_here = |country| countries.iter().any(|&(other, share)| other == country && share > 0.3);
            if let Some(entry) = entry.filter(|entry| is_here(entry.country) && is_placed(doc, board, at)) {
                board.put(Mention {
                    name: Some(entry.name.to_string()),
                    ..Mention::settled(tokens, Label::Gpe, By::Lexicon, 0.85)
                });
            }
        }
    }

    /// Short forms of listed laws ("the PTPA"), where the article is about their country and speaks of a law.
    fn put_short_laws(&self, doc: &Doc, board: &mut Board, countries: &[(Country, f32)]) {
        let countries: Vec<Country> = countries.iter().take(3).map(|&(country, _)| country).collect();
        for at in 0..doc.len() {
            let (word, tokens) = (doc.token_text(at), TokenRange::new(at, at + 1));
            let is_open = board.at(at).is_none_or(|mention| !mention.fixed && mention.tokens == tokens);
            if !is_open || !self.knowledge.laws.has_short(word) {
                continue;
            }
            let listed = self.knowledge.laws.find(word, &countries).is_some();
            let is_form = is_acronym(word) && word.len() > 2 || is_capital(word) && word.len() > 4;
            if listed && is_form && speaks_of_law(doc, at) {
                board.put(Mention {
                    name: Some(word.to_owned()),
                    ..Mention::settled(tokens, Label::Law, By::Lexicon, 0.85)
                });
            }
        }
    }

    /// Parties and unions with their lower-case type word ("the [Conservative party]").
    fn parties(&self, doc: &Doc, board: &Board) -> Vec<Mention> {
        let takes = |mention: &&Mention| {
            let end = mention.tokens.end as usize;
            let is_nation = self
                .knowledge
                .nations
                .get(board::text(doc, mention.tokens))
                .is_some_and(|entry| entry.country != 0);
            matches!(mention.label, Label::Org | Label::Norp)
                && !is_nation
                && !is_acronym(board::text(doc, mention.tokens))
                && end < doc.len()
                && self.knowledge.words.party.has(doc.token_text(end))
                && !is_capital(doc.token_text(end))
                && board.at(end).is_none()
        };
        let longer = |mention: &Mention| {
            let tokens = TokenRange::new(mention.tokens.start as usize, mention.tokens.end as usize + 1);
            Mention { name: None, ..Mention::settled(tokens, Label::Org, mention.by, mention.whole * 0.9) }
        };
        board.all().filter(takes).map(longer).collect()
    }

    /// Takes in the type word of a building ("[Arvo police station]") and of a border ("[Arvo-Kells border]").
    fn settle_edges(&self, doc: &Doc, board: &mut Board) {
        for party in self.parties(doc, board) {
            board.put(party);
        }
        for mention in board.all_mut().filter(|mention| mention.label == Label::Fac) {
            let last = doc.token_text(mention.tokens.end as usize - 1);
            if last.eq_ignore_ascii_case("station") && acts(doc, &self.knowledge.words, mention.tokens) {
                mention.label = Label::Org;
                mention.fixed = true;
            }
        }
        for border in borders(doc, board) {
            board.put(Mention::settled(border, Label::Loc, By::Pattern, 0.85));
        }
        let longer: Vec<Mention> = board
            .all()
            .filter(|mention| {
                matches!(mention.label, Label::Gpe | Label::Fac | Label::Person | Label::Org | Label::Loc)
            })
            .filter_map(|mention| {
                let tokens = trim::with_building(doc, &self.knowledge.words, mention.tokens)?;
                let added = TokenRange::new(mention.tokens.end as usize, tokens.end as usize);
                board.is_free(added).then(|| {
                    let is_org = mention.label == Label::Org || acts(doc, &self.knowledge.words, tokens);
                    let label = if is_org { Label::Org } else { Label::Fac };
                    Mention {
                        name: None,
                        ..Mention::settled(tokens, label, mention.by, mention.whole * 0.85)
                    }
                })
            })
            .collect();
        for mention in longer {
            board.put(mention);
        }
    }
}

/// Numbers of roads: "NH-9".
fn put_roads(doc: &Doc, board: &mut Board) {
    for at in 0..doc.len() {
        for count in 1..=3.min(doc.len() - at) {
            let tokens = TokenRange::new(at, at + count);
            if agreement::is_road(board::text(doc, tokens)) && doc.words[at].tag.starts_with("NN") {
                board.add(Mention::settled(tokens, Label::Fac, By::Pattern, 0.85));
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

/// Whether a short form at `at` stands where a place does: after a preposition, in a list of names, or where the model sees
/// a place.
fn is_placed(doc: &Doc, board: &Board, at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| doc.token_text(at));
    let is_listed =
        before == "," && at > 1 && board.at(at - 2).is_some_and(|mention| mention.label == Label::Gpe);
    let is_seen = board.at(at).is_some_and(|mention| mention.label == Label::Gpe);
    is_seen || is_listed || matches!(before, "in" | "from" | "across" | "to" | "of" | "the" | "and")
}

/// Whether the words before token `at` speak of a law.
fn speaks_of_law(doc: &Doc, at: usize) -> bool {
    let sentence = doc.sentence(at).tokens;
    let from = (sentence.start as usize).max(at.saturating_sub(8));
    (from..at).any(|at| {
        matches!(
            &*doc.words[at].lemma,
            "under"
                | "law"
                | "rule"
                | "section"
                | "violate"
                | "violation"
                | "breach"
                | "act"
                | "amend"
                | "invoke"
                | "article"
                | "offence"
                | "provision"
                | "repeal"
                | "enact"
                | "bill"
                | "comply"
                | "contravene"
        )
    })
}

/// `span` without a full stop that closes the sentence ("C5N."); those of short forms ("U.S.", "Inc.") stay.
fn without_stop(doc: &Doc, span: Span) -> Span {
    let text = span.of(&doc.text);
    let Some(stem) = text.strip_suffix('.') else { return span };
    let is_short = stem.contains('.')
        || stem.rsplit(' ').next().is_some_and(|last| last.chars().count() < 5 && !is_acronym(last));
    if is_short { span } else { Span::new(span.start(), span.end() - 1) }
}

/// As it leaves the room.
fn entity(doc: &Doc, mention: Mention) -> Entity {
    let sure = if mention.fixed { 1.0 } else { mention.odds[mention.label as usize] };
    let span = without_stop(doc, doc.span_of(mention.tokens));
    Entity {
        label: mention.label,
        span,
        tokens: mention.tokens,
        name: mention.name.unwrap_or_else(|| span.of(&doc.text).to_owned()),
        by: mention.by,
        score: Some((mention.whole * sure).clamp(0.01, 0.99)),
        reference: mention.reference,
    }
}
