//! A second look at every name, with the whole article at hand: which words it holds, of which class it is, whether it is one.
//!
//! The names that recogniser and rules propose, and others beside them (a word more or less, neighbours joined, capitals that
//! nobody took), are the possible readings of the text ([`candidates`]). A linear model weighs each by named features
//! ([`features`]); of all ways to choose names without overlap the one with the highest sum is taken (a semi-Markov model:
//! Sarawagi and Cohen 2004), and a name's probability is its share in all of them. `models/train/names` fits the weights to
//! articles of outlets that the recogniser had not seen.

mod candidates;
mod class;
mod features;
mod lattice;
mod view;

use super::Knowledge;
use super::board::{Board, Mention};
use super::proposer::{Odds, Proposals};
use crate::article::{By, Doc, Label, TokenRange};
use crate::error::Error;
use crate::lexicon::weights::{Aligned, Weights};
use class::{COLUMNS, NameClass, Sums, is_left_alone};
use lattice::{ChosenName, Lattice};
use view::{Reviewed, WordClasses};

const FILE: &str = "names/review.tsv";
static TABLE: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/names-review.table")));

/// A possible name as training sees it.
#[derive(Debug)]
pub struct PossibleName {
    /// Its words.
    pub tokens: TokenRange,
    /// Names of its features.
    pub features: Vec<String>,
}

/// Chooses the names. Shared by reference between threads.
#[derive(Debug)]
pub(super) struct Reviewer {
    weights: Weights<{ NameClass::COUNT }>,
    classes: WordClasses,
}

impl Reviewer {
    /// Reads the embedded weights.
    ///
    /// # Errors
    /// [`Error::Model`] when they are damaged.
    pub(super) fn new() -> Result<Self, Error> {
        Self::with(Weights::embedded(FILE, &TABLE.0, &COLUMNS)?)
    }

    /// A reviewer by other weights of the same form.
    ///
    /// # Errors
    /// [`Error::Model`] when they are damaged.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        Self::with(Weights::parse(FILE, text, &COLUMNS)?)
    }

    fn with(weights: Weights<{ NameClass::COUNT }>) -> Result<Self, Error> {
        Ok(Self { weights, classes: WordClasses::new()? })
    }

    /// Looks at the names on the board again. Laws keep what their own reader says.
    pub(super) fn settle(&self, knowledge: &Knowledge, doc: &Doc, proposed: &Proposals, board: &mut Board) {
        let view = Reviewed::new(doc, knowledge, &self.classes, proposed, &*board);
        let spans = candidates::of(&view);
        let sums: Vec<Sums> = spans.iter().map(|&span| self.sums(&view, span)).collect();
        let chosen = Lattice::new(doc.len(), &spans, &sums).best();
        let decided: Vec<Mention> = chosen.into_iter().map(|name| mention(&view, name)).collect();
        let open: Vec<TokenRange> =
            board.all().filter(|name| !is_left_alone(name)).map(|name| name.tokens).collect();
        for tokens in open {
            board.clear(tokens);
        }
        for name in decided {
            board.put(name);
        }
    }

    fn sums(&self, view: &Reviewed<'_>, span: TokenRange) -> Sums {
        self.weights.sum(|mut sink| features::of(view, span, &mut sink))
    }

    /// The possible names with their features, as the weights are fitted to them.
    pub(super) fn drafts(
        &self,
        knowledge: &Knowledge,
        doc: &Doc,
        proposed: &Proposals,
        board: &Board,
    ) -> Vec<PossibleName> {
        let view = Reviewed::new(doc, knowledge, &self.classes, proposed, board);
        let draft = |tokens| {
            let mut features = Vec::new();
            features::of(&view, tokens, &mut |parts: &[&str]| features.push(parts.join("|")));
            PossibleName { tokens, features }
        };
        candidates::of(&view).into_iter().map(draft).collect()
    }
}

/// A name that was chosen, with what the board knows of the same words, or of the name that it takes the place of.
fn mention(view: &Reviewed<'_>, name: ChosenName) -> Mention {
    let ChosenName { tokens, class, share } = name;
    if let Some(same) = view.mention(tokens).filter(|old| NameClass::of(old.label) == class) {
        return Mention { fixed: true, whole: share, ..same.clone() };
    }
    let old = view.board.over(tokens).max_by_key(|old| old.tokens.len());
    let kept = old.map(|old| old.label).filter(|&label| NameClass::of(label) == class);
    let odds = old
        .map(|old| old.odds)
        .into_iter()
        .chain(view.doubt(tokens.start as usize).map(|doubt| doubt.begins));
    let label =
        kept.or_else(|| odds.into_iter().find_map(|odds| likeliest(&odds, class))).unwrap_or(class.label());
    Mention::settled(tokens, label, old.map_or(By::Model, |old| old.by), share)
}

/// The likeliest label within `class`; `None` where the odds speak for none. No law: those have their own reader.
fn likeliest(odds: &Odds, class: NameClass) -> Option<Label> {
    let within = Label::ALL.into_iter().filter(|&label| NameClass::of(label) == class && label != Label::Law);
    let best = within.max_by(|&a, &b| odds[a as usize].total_cmp(&odds[b as usize]));
    best.filter(|&label| odds[label as usize] > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::Namer;
    use crate::syntax::outline::Outliner;
    use crate::tokens::Tokenizer;

    const TEXT: &str = "Police in Lahore charged Amina Khan under the Companies Act 2017. The Ministry of Works \
                        and Transport said nothing.";

    fn doc(text: &str) -> Doc {
        let tokens = Tokenizer::new().unwrap().cut(text);
        let syntax = Outliner::new().unwrap().outline(text, &tokens);
        Doc::new(text.into(), tokens, syntax)
    }

    /// The names by a second look with these weights, one row a line.
    fn names(rows: &str) -> Vec<(String, Label)> {
        let mut namer = Namer::new().unwrap();
        let list = format!("{}\n{rows}", COLUMNS.join("\t"));
        namer.reviewer = Some(Reviewer::parse(list.leak()).unwrap());
        let doc = doc(TEXT);
        let found = namer.find(&doc).unwrap().into_iter();
        found.map(|name| (name.span.of(&doc.text).to_owned(), name.label)).collect()
    }

    #[test]
    fn without_weights_only_laws_are_left() {
        assert_eq!(names(""), [("Companies Act 2017".to_owned(), Label::Law)]);
    }

    #[test]
    fn weights_for_what_was_decided_leave_it_and_others_change_class_or_words() {
        let is = |name: &str, label| (name.to_owned(), label);
        let rows = "board|0|0|GPE\t0\t0\t5\t0\t0\t0\nboard|0|0|PERSON\t5\t0\t0\t0\t0\t0\nboard|0|0|ORG\t0\t5\t0\t0\t0\t0";
        let [law, ministry] =
            [is("Companies Act 2017", Label::Law), is("Ministry of Works and Transport", Label::Org)];
        let kept = [is("Lahore", Label::Gpe), is("Amina Khan", Label::Person), law.clone(), ministry.clone()];
        assert_eq!(names(rows), kept);
        let rows = "alone|lahore\t0\t7\t0\t0\t0\t0\nboard|0|-1|PERSON\t5\t0\t0\t0\t0\t0\nboard|0|0|ORG\t0\t5\t0\t0\t0\t0";
        assert_eq!(names(rows), [is("Lahore", Label::Org), is("Amina", Label::Person), law, ministry]);
    }

    #[test]
    fn every_possible_name_has_words_and_features_and_none_touches_a_law() {
        let namer = Namer::new().unwrap();
        let doc = doc(TEXT);
        let drafts = namer.drafts(&doc).unwrap();
        assert!(drafts.len() > 6);
        for draft in drafts {
            assert!(!draft.tokens.is_empty() && draft.features.len() > 20);
            assert!(!doc.span_of(draft.tokens).of(&doc.text).contains("Companies"));
        }
    }

    #[test]
    fn a_label_stands_in_its_class() {
        for class in NameClass::ALL {
            assert_eq!(NameClass::of(class.label()), class);
        }
    }
}
