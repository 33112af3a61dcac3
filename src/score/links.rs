//! Measures of links: the counted phrase, its circumstances, and whole facts.

use std::collections::HashSet;

use super::quantities::{Comparison, Kept};
use super::tally::{Claim, Mistake, Part, Sort, Stated, Tally};
use super::words::Lemmas;
use super::{Counts, matching, trim};
use crate::article::{Circumstance, Each};
use crate::labelled::{
    Extent, LabelledArticle, LabelledLink, LabelledPhrase, LabelledQuantity, Target, touching,
};

/// What a circumstance must point at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MentionRule {
    /// Any mention of the same canonical name.
    #[default]
    Any,
    /// The very words that were labelled.
    Same,
}

/// The links of one article that count, on both sides.
pub(super) struct Links<'a> {
    compare: &'a Comparison<'a>,
    mention: MentionRule,
    gold: Vec<Side<'a>>,
    predicted: Vec<Side<'a>>,
    /// For each gold link the predicted ones whose quantity it touches.
    near: Vec<Vec<usize>>,
    /// Whether the gold says how facts are presented.
    statuses: bool,
    /// Countable gold quantities without a link.
    bare: Vec<&'a LabelledQuantity>,
}

/// A link with its quantity.
struct Side<'a> {
    link: &'a LabelledLink,
    phrase: &'a LabelledPhrase,
    quantity: &'a LabelledQuantity,
}

impl<'a> Links<'a> {
    pub(super) fn of(
        compare: &'a Comparison<'a>,
        mention: MentionRule,
        kept: &Kept<'a>,
        gold: &'a LabelledArticle,
        predicted: &'a LabelledArticle,
    ) -> Self {
        let countable: Vec<_> = kept.gold.iter().copied().filter(|gold| gold.kind.is_countable()).collect();
        let ours = sides(gold, &countable);
        let theirs = sides(predicted, &kept.predicted);
        let linked: HashSet<&str> = ours.iter().map(|side| side.quantity.id.as_str()).collect();
        let bare = countable.iter().copied().filter(|gold| !linked.contains(gold.id.as_str())).collect();
        let extents = |sides: &[Side<'_>]| sides.iter().map(|side| side.quantity.extent).collect::<Vec<_>>();
        let near = touching(&extents(&ours), &extents(&theirs));
        let statuses = gold.statuses.is_some();
        Self { compare, mention, gold: ours, predicted: theirs, near, statuses, bare }
    }

    /// Scores the links of one article.
    pub(super) fn score(&self, tally: &mut Tally) {
        let (gold, predicted) = (self.gold.len(), self.predicted.len());
        let all = |_: &Side<'_>| true;
        let inherited = |side: &Side<'_>| side.phrase.inherited;
        let eventful = |side: &Side<'_>| !side.link.verb.is_empty();
        let row = |right: usize| Counts::new(right, predicted, gold);
        tally.count(Part::Links, "head", row(self.matched(all, all, |g, p| self.head(g, p))));
        tally.count(Part::Links, "phrase", row(self.matched(all, all, |g, p| self.phrase(g, p))));
        tally.count(Part::Links, "exact", row(self.matched(all, all, |g, p| self.exact(g, p))));
        let asked = self.gold.iter().filter(|side| inherited(side)).count();
        let found = self.matched(inherited, all, |g, p| self.head(g, p));
        tally.recall(Part::Links, "inherited", Counts::new(found, asked, asked));
        let found = self.matched(inherited, all, |g, p| self.phrase(g, p));
        tally.recall(Part::Links, "inherited-phrase", Counts::new(found, asked, asked));
        let pairs = self.pairs();
        self.circumstances(&pairs, tally);
        tally.count(Part::Links, "facts", row(self.matched(all, all, |g, p| self.fact(g, p))));
        let acting = |sides: &[Side<'_>]| sides.iter().filter(|side| eventful(side)).count();
        let right = self.matched(eventful, eventful, |g, p| self.fact(g, p));
        tally.count(
            Part::Links,
            "facts-with-event",
            Counts::new(right, acting(&self.predicted), acting(&self.gold)),
        );
        self.claims(&pairs, tally);
        self.mistakes(&pairs, tally);
    }

    /// How many countable gold quantities have no link, and how many of these were given one: (given, all).
    pub(super) fn unasked(&self) -> (usize, usize) {
        (self.bare.iter().filter(|bare| self.given(bare).is_some()).count(), self.bare.len())
    }

    fn given(&self, bare: &LabelledQuantity) -> Option<&Side<'a>> {
        self.predicted.iter().find(|side| side.quantity.extent.touches(bare.extent))
    }

    /// Size of the largest matching of chosen links whose pairs pass `test`.
    fn matched(
        &self,
        of_gold: impl Fn(&Side<'_>) -> bool,
        of_predicted: impl Fn(&Side<'_>) -> bool,
        test: impl Fn(&Side<'_>, &Side<'_>) -> bool,
    ) -> usize {
        let chosen = self.gold.iter().zip(&self.near).filter(|(side, _)| of_gold(side));
        let edges: Vec<Vec<usize>> = chosen
            .map(|(side, near)| {
                let passes = |&&other: &&usize| {
                    of_predicted(&self.predicted[other]) && test(side, &self.predicted[other])
                };
                near.iter().filter(passes).copied().collect()
            })
            .collect();
        matching::largest(&edges, self.predicted.len()).iter().flatten().count()
    }

    /// Pairs of equal head, the closest ones where several are possible: predicted link for each gold link.
    fn pairs(&self) -> Vec<Option<usize>> {
        let edges: Vec<Vec<usize>> = self
            .gold
            .iter()
            .zip(&self.near)
            .map(|(gold, near)| {
                let passing = near.iter().copied().filter(|&other| self.head(gold, &self.predicted[other]));
                let mut passing: Vec<usize> = passing.collect();
                let closeness = |other: usize| {
                    let predicted = &self.predicted[other];
                    let exact = if self.exact(gold, predicted) { 1.0 } else { 0.0 };
                    gold.quantity.extent.shared(predicted.quantity.extent) + exact
                };
                passing.sort_by(|&a, &b| closeness(b).total_cmp(&closeness(a)));
                passing
            })
            .collect();
        matching::largest(&edges, self.predicted.len())
    }

    fn head(&self, gold: &Side<'_>, predicted: &Side<'_>) -> bool {
        gold.quantity.extent.touches(predicted.quantity.extent)
            && (!gold.quantity.has_value() || gold.quantity.same_value(predicted.quantity))
            && same_head(self.compare.lemmas, gold.phrase, predicted.phrase)
    }

    fn phrase(&self, gold: &Side<'_>, predicted: &Side<'_>) -> bool {
        self.head(gold, predicted)
            && matches!((self.span(gold), self.span(predicted)), (Some(a), Some(b)) if a.shared(b) >= 0.5)
    }

    fn exact(&self, gold: &Side<'_>, predicted: &Side<'_>) -> bool {
        let span = self.span(gold);
        self.head(gold, predicted) && span.is_some() && span == self.span(predicted)
    }

    fn span(&self, side: &Side<'_>) -> Option<Extent> {
        side.phrase.extent.map(|extent| trim::phrase(self.compare.text, extent))
    }

    /// Head and event right, the event absent in both or the same, and every gold place found.
    fn fact(&self, gold: &Side<'_>, predicted: &Side<'_>) -> bool {
        let event = same_event(gold.link, predicted.link)
            || gold.link.verb.is_empty() && predicted.link.verb.is_empty();
        let places = gold.link.targets(Circumstance::Places);
        event
            && self.head(gold, predicted)
            && self.found(places, predicted.link.targets(Circumstance::Places)) == places.len()
    }

    fn found(&self, gold: &[Target], predicted: &[Target]) -> usize {
        matching::size(gold, predicted, |a, b| same_target(self.mention, a, b))
    }

    fn circumstances(&self, pairs: &[Option<usize>], tally: &mut Tally) {
        let mut event = Counts::default();
        let mut circumstances = Each::<Counts>::default();
        for (gold, predicted) in self.paired(pairs) {
            let (ours, theirs) = (gold.link, predicted.link);
            event += Counts::new(
                usize::from(same_event(ours, theirs)),
                usize::from(!theirs.verb.is_empty()),
                usize::from(!ours.verb.is_empty()),
            );
            for circumstance in Circumstance::POINTING {
                let (wanted, given) = (ours.targets(circumstance), theirs.targets(circumstance));
                circumstances[circumstance] +=
                    Counts::new(self.found(wanted, given), given.len(), wanted.len());
            }
        }
        tally.count(Part::Links, "event", event);
        for circumstance in Circumstance::POINTING {
            tally.count(Part::Links, circumstance.as_str(), circumstances[circumstance]);
        }
    }

    fn paired<'s>(
        &'s self,
        pairs: &'s [Option<usize>],
    ) -> impl Iterator<Item = (&'s Side<'a>, &'s Side<'a>)> {
        let pairs = self.gold.iter().zip(pairs);
        pairs.filter_map(|(gold, partner)| Some((gold, &self.predicted[(*partner)?])))
    }

    fn claims(&self, pairs: &[Option<usize>], tally: &mut Tally) {
        let right: HashSet<usize> = pairs.iter().flatten().copied().collect();
        for (index, side) in self.predicted.iter().enumerate() {
            if let Some(score) = side.link.score {
                tally.claims.push(Claim { of: Stated::Links, score, right: right.contains(&index) });
            }
        }
        let rows: HashSet<usize> = self.partners(|g, p| self.row(g, p)).into_iter().flatten().collect();
        for (index, side) in self.predicted.iter().enumerate() {
            if let Some(score) = side.link.fact_score {
                tally.claims.push(Claim { of: Stated::Facts, score, right: rows.contains(&index) });
            }
        }
        let (right, predicted, gold) = (rows.len(), self.predicted.len(), self.gold.len());
        tally.count(Part::Links, "rows", Counts::new(right, predicted, gold));
    }

    /// For each gold link its partner in a largest matching of the pairs that pass `test`.
    fn partners(&self, test: impl Fn(&Side<'_>, &Side<'_>) -> bool) -> Vec<Option<usize>> {
        let edges: Vec<Vec<usize>> = self
            .gold
            .iter()
            .zip(&self.near)
            .map(|(gold, near)| near.iter().copied().filter(|&it| test(gold, &self.predicted[it])).collect())
            .collect();
        matching::largest(&edges, self.predicted.len())
    }

    /// A whole row without a fault: a fact that is right, its status where the gold has any, and no circumstance given that
    /// is not the gold's. One that is left out is no fault, but for places.
    fn row(&self, gold: &Side<'_>, predicted: &Side<'_>) -> bool {
        let status = !self.statuses || gold.quantity.status == predicted.quantity.status;
        status
            && self.fact(gold, predicted)
            && Circumstance::POINTING.iter().all(|&circumstance| {
                let given = predicted.link.targets(circumstance);
                self.found(gold.link.targets(circumstance), given) == given.len()
            })
    }
}

/// Kinds of mistakes.
impl Links<'_> {
    fn mistakes(&self, pairs: &[Option<usize>], tally: &mut Tally) {
        for (index, (gold, partner)) in self.gold.iter().zip(pairs).enumerate() {
            match partner {
                Some(partner) => {
                    let before = tally.mistakes.len();
                    self.small_mistakes(gold, &self.predicted[*partner], tally);
                    if tally.mistakes.len() == before {
                        tally.right(Part::Links, gold.quantity.extent);
                    }
                }
                None => tally.mistakes.push(self.lost(gold, &self.near[index])),
            }
        }
        for bare in &self.bare {
            if let Some(given) = self.given(bare) {
                let kind = format!("{} linked, but it counts nothing", bare.kind.as_str());
                tally.mistakes.push(mistake(Sort::Extra, kind, bare.extent, told(given)));
            }
        }
    }

    /// A gold link whose head was not found.
    fn lost(&self, gold: &Side<'_>, near: &[usize]) -> Mistake {
        let how = if gold.phrase.inherited { "inherited " } else { "" };
        let kind = gold.quantity.kind.as_str();
        let (sort, problem, got) = match near.first().map(|&other| &self.predicted[other]) {
            None => (Sort::Missed, "has no link", String::new()),
            Some(other) if gold.quantity.has_value() && !gold.quantity.same_value(other.quantity) => {
                (Sort::Wrong, "has a wrong value", format!(", not {}", self.compare.told(other.quantity)))
            }
            Some(other) => (Sort::Wrong, "has a wrong head", format!(", not {}", told(other))),
        };
        mistake(sort, format!("{how}{kind} {problem}"), gold.quantity.extent, format!("{}{got}", told(gold)))
    }

    /// What is wrong beside a right head.
    fn small_mistakes(&self, gold: &Side<'_>, predicted: &Side<'_>, tally: &mut Tally) {
        let (ours, theirs) = (gold.link, predicted.link);
        let mut note = |kind: String, note: String| {
            tally.mistakes.push(mistake(Sort::Wrong, kind, gold.quantity.extent, note));
        };
        if !self.exact(gold, predicted) {
            let kind = if self.phrase(gold, predicted) { "bounds of phrase" } else { "phrase elsewhere" };
            note(kind.to_owned(), format!("{}, not {}", told(gold), told(predicted)));
        }
        let verb = |link: &LabelledLink| link.verb.iter().cloned().collect::<Vec<_>>().join("/");
        if let Some(kind) = slip(&verb(ours), &verb(theirs), same_event(ours, theirs)) {
            note(format!("event {kind}"), format!("{:?}, not {:?}", verb(ours), verb(theirs)));
        }
        for circumstance in Circumstance::POINTING {
            let (wanted, given) = (ours.targets(circumstance), theirs.targets(circumstance));
            let right = self.found(wanted, given);
            let all = right == wanted.len() && right == given.len();
            if let Some(kind) = slip(&self.words(wanted), &self.words(given), all) {
                let told = format!("{:?}, not {:?}", self.words(wanted), self.words(given));
                note(format!("{} {kind}", circumstance.as_str()), told);
            }
        }
    }

    fn words(&self, targets: &[Target]) -> String {
        let text = self.compare.text;
        let pieces = targets.iter().map(|target| {
            text.get(target.extent.start..target.extent.end).unwrap_or_default().iter().collect::<String>()
        });
        pieces.collect::<Vec<_>>().join(", ")
    }
}

/// Whether something is missing, wrong, or there without need.
fn slip(gold: &str, predicted: &str, right: bool) -> Option<&'static str> {
    match (gold, predicted, right) {
        (_, _, true) | ("", "", _) => None,
        ("", _, _) => Some("where none is"),
        (_, "", _) => Some("missed"),
        _ => Some("wrong"),
    }
}

fn mistake(sort: Sort, kind: String, extent: Extent, note: String) -> Mistake {
    Mistake { part: Part::Links, sort, kind, id: String::new(), extent: Some(extent), note }
}

fn told(side: &Side<'_>) -> String {
    format!("-> {:?}", side.phrase.text)
}

/// Whether the heads of two phrases have one lemma.
pub(super) fn same_head(lemmas: &Lemmas, gold: &LabelledPhrase, predicted: &LabelledPhrase) -> bool {
    !lemmas.head_forms(gold.headed()).is_disjoint(&lemmas.head_forms(predicted.headed()))
}

/// Whether two verbs may be called the same.
pub(super) fn same_event(gold: &LabelledLink, predicted: &LabelledLink) -> bool {
    !gold.verb.is_disjoint(&predicted.verb)
}

/// Whether two circumstances point at the same.
pub(super) fn same_target(mention: MentionRule, gold: &Target, predicted: &Target) -> bool {
    let named = || match (&gold.name, &predicted.name) {
        (Some(ours), Some(theirs)) => ours.to_lowercase() == theirs.to_lowercase(),
        _ => false,
    };
    gold.extent.touches(predicted.extent) || mention == MentionRule::Any && named()
}

/// The links of `article` whose quantity is one of `kept`; without those of bare money, which count nothing.
fn sides<'a>(article: &'a LabelledArticle, kept: &[&'a LabelledQuantity]) -> Vec<Side<'a>> {
    let ids: HashSet<&str> = kept.iter().map(|quantity| quantity.id.as_str()).collect();
    let quantities = article.quantities.as_deref().unwrap_or_default();
    let links = article.links.iter().flatten();
    links
        .filter_map(|link| {
            let (phrase, quantity) = (link.entity.as_ref()?, quantities.get(link.quantity)?);
            Some(Side { link, phrase, quantity })
        })
        .filter(|side| ids.contains(side.quantity.id.as_str()))
        .collect()
}
