//! Names of people, organisations, places, laws: found, typed, resolved.
//!
//! The recogniser proposes ([`recogniser`]), or whoever takes its place ([`proposer`]); patterns find laws and titles; the article's own definitions join short forms
//! to long ones; lists know nations, public bodies and companies; all mentions of a name agree; places are looked up in a
//! gazetteer; the user's own list has the last word.

mod acronyms;
mod agreement;
mod board;
mod bodies;
mod calibration;
mod canon;
mod edges;
mod fold;
mod gazetteer;
mod laws;
mod likeness;
mod listed;
mod lists;
pub mod own;
mod people;
mod proposals;
pub mod proposer;
pub mod recogniser;
mod resolve;
pub mod review;
pub mod spelling;
mod titles;
#[cfg(feature = "rust-bert")]
pub mod transformer;
mod trim;
mod words;

use crate::article::{By, Doc, Entity, Label, Span, TokenRange};
use crate::error::Error;
use board::{Board, Mention, is_acronym};
use bodies::Bodies;
use calibration::Calibration;
use gazetteer::Gazetteer;
use laws::LawWords;
use lists::{Laws, Names, ShortRegions};
use own::OwnNames;
use proposer::{Proposals, Proposer};
use recogniser::Recogniser;
use review::{PossibleName, Reviewer};
use words::Words;

/// The lists that the room reads.
#[derive(Debug)]
struct Knowledge {
    words: Words,
    law_words: LawWords,
    laws: Laws,
    nations: Names,
    regions: Names,
    short_regions: ShortRegions,
    works: Names,
    known: Names,
    bodies: Bodies,
    gazetteer: &'static Gazetteer,
}

/// Finds names.
#[derive(Debug)]
pub struct Namer {
    proposer: Box<dyn Proposer>,
    knowledge: Knowledge,
    /// How the embedded recogniser's scores are to be taken; another proposer's stay as they are.
    calibration: Option<Calibration>,
    /// Looks again at what was decided; fitted to the embedded recogniser's proposals, as the calibration is.
    reviewer: Option<Reviewer>,
    own: OwnNames,
}

impl Namer {
    /// Loads the embedded weights and lists.
    ///
    /// # Errors
    /// [`Error::Model`] when one of them is damaged.
    pub fn new() -> Result<Self, Error> {
        let nations = lists::nations()?;
        let knowledge = Knowledge {
            words: Words::new()?,
            law_words: LawWords::new()?,
            laws: Laws::new()?,
            bodies: Bodies::new(&nations)?,
            nations,
            regions: lists::regions()?,
            short_regions: ShortRegions::new()?,
            works: lists::works()?,
            known: lists::known()?,
            gazetteer: Gazetteer::shared()?,
        };
        Ok(Self {
            proposer: Box::new(Recogniser::new()?),
            knowledge,
            calibration: Some(Calibration::new()?),
            reviewer: Some(Reviewer::new()?),
            own: OwnNames::default(),
        })
    }

    /// Adds names of the user's own; they win over all others.
    pub fn add(&mut self, names: OwnNames) {
        self.own.extend(names);
    }

    /// Takes the names that are decided on from `proposer` instead of the embedded recogniser.
    pub fn ask(&mut self, proposer: Box<dyn Proposer>) {
        self.proposer = proposer;
        self.calibration = None;
        self.reviewer = None;
    }

    /// Takes other weights of the recogniser, of the second look (the text of such a list; `None`: no second look) and no
    /// calibration: for training, which must not read an article by weights that have seen it.
    ///
    /// # Errors
    /// [`Error::Model`] when the list is damaged.
    pub fn retrain(&mut self, recogniser: Recogniser, review: Option<&'static str>) -> Result<(), Error> {
        self.proposer = Box::new(recogniser);
        self.calibration = None;
        self.reviewer = review.map(Reviewer::parse).transpose()?;
        Ok(())
    }

    /// The names in `doc`, in text order, without overlap.
    ///
    /// # Errors
    /// Those of the proposer; the embedded recogniser has none.
    pub fn find(&self, doc: &Doc) -> Result<Vec<Entity>, Error> {
        let proposed = self.proposer.propose(doc)?;
        let mut board = self.draft(doc, &proposed);
        if let Some(reviewer) = &self.reviewer {
            reviewer.settle(&self.knowledge, doc, &proposed, &mut board);
        }
        Ok(self.finish(doc, board))
    }

    /// The possible names in `doc` with what speaks for each, as the weights of the second look are fitted to them.
    ///
    /// # Errors
    /// Those of the proposer; [`Error::Model`] when the embedded lists are damaged.
    pub fn drafts(&self, doc: &Doc) -> Result<Vec<PossibleName>, Error> {
        let proposed = self.proposer.propose(doc)?;
        let board = self.draft(doc, &proposed);
        Ok(Reviewer::new()?.drafts(&self.knowledge, doc, &proposed, &board))
    }

    /// The names by recogniser, patterns and lists, each mention with the label of its name in the article.
    fn draft(&self, doc: &Doc, proposed: &Proposals) -> Board {
        let mut board = Board::new(doc.len());
        let knowledge = &self.knowledge;
        proposals::put(knowledge, doc, &proposed.names, &mut board);
        put_patterns(knowledge, doc, &mut board);
        let countries = resolve::countries(doc, knowledge, &board);
        listed::put_short_laws(knowledge, doc, &mut board, &countries);
        listed::put_regions(knowledge, doc, &mut board, &countries);
        listed::put_bodies(knowledge, doc, &mut board, &countries);
        listed::put_known(knowledge, doc, &mut board);
        agreement::decide(doc, knowledge, &mut board, &countries);
        agreement::complete(doc, &mut board);
        agreement::spelled_apart(doc, &mut board);
        edges::settle(knowledge, doc, &mut board);
        board
    }

    /// The names with what they mean, in text order, without overlap.
    fn finish(&self, doc: &Doc, mut board: Board) -> Vec<Entity> {
        let knowledge = &self.knowledge;
        let countries = resolve::countries(doc, knowledge, &board);
        canon::name_laws(knowledge, &mut board, &countries);
        resolve::places(doc, knowledge, &mut board, &countries);
        canon::name_bodies(doc, knowledge, &mut board, &countries);
        canon::name_all(doc, knowledge, &mut board);
        if let Some(calibration) = &self.calibration {
            calibration.settle(&mut board);
        }
        self.own.put(doc, &mut board);
        board.into_sorted().into_iter().map(|mention| entity(doc, mention)).collect()
    }
}

/// Names that a pattern shows, and the short forms that the article defines.
fn put_patterns(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
    put_laws(knowledge, doc, board);
    titles::put_quoted(knowledge, doc, board);
    titles::put_dated(knowledge, doc, board);
    titles::put_listed(knowledge, doc, board);
    titles::put_conferences(doc, board);
    people::put_initials(doc, board);
    listed::put_nations(knowledge, doc, board);
    edges::put_roads(doc, board);
    let definitions = acronyms::definitions(doc, &knowledge.words, board);
    acronyms::apply(doc, &knowledge.words, board, &definitions);
}

/// Laws by pattern, in the place of what the model made of their words.
fn put_laws(knowledge: &Knowledge, doc: &Doc, board: &mut Board) {
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
    let score = mention.sure().clamp(0.01, 0.99);
    let span = without_stop(doc, doc.span_of(mention.tokens));
    Entity {
        label: mention.label,
        span,
        tokens: mention.tokens,
        name: mention.name.unwrap_or_else(|| span.of(&doc.text).to_owned()),
        by: mention.by,
        score: Some(score),
        reference: mention.reference,
    }
}
