//! Measures of quantities. Two quantities are compared where their spans overlap; each measure has its own largest matching.

use super::matching;
use super::tally::{Mistake, Part, Sort, Tally};
use super::units::UnitNames;
use super::words::Lemmas;
use super::{Counts, trim};
use crate::article::{Bound, Change, Kind};
use crate::labelled::{Extent, LabelledArticle, LabelledQuantity, Scalar, touching};

/// Kinds whose unit is asked.
const WITH_UNIT: [Kind; 5] = [Kind::Money, Kind::Measure, Kind::Duration, Kind::Age, Kind::Percent];

/// The quantities of an article that count, on both sides.
pub(super) struct Kept<'a> {
    pub(super) gold: Vec<&'a LabelledQuantity>,
    pub(super) predicted: Vec<&'a LabelledQuantity>,
    /// For each gold quantity the predicted ones that it touches.
    near: Vec<Vec<usize>>,
}

impl<'a> Kept<'a> {
    /// Leaves out soft quantities, predictions that touch only soft ones, and identifiers inside names of the gold.
    pub(super) fn of(gold: &'a LabelledArticle, predicted: &'a LabelledArticle) -> Self {
        let all: Vec<_> = gold.quantities.iter().flatten().collect();
        let extents =
            |soft: bool| all.iter().filter(|q| q.soft == soft).map(|q| q.extent).collect::<Vec<_>>();
        let (soft, hard) = (extents(true), extents(false));
        let names: Vec<Extent> = gold.entities.iter().flatten().map(|entity| entity.extent).collect();
        let ours = counted(all, &names);
        let theirs = counted(predicted.quantities.iter().flatten().collect(), &names);
        let spans: Vec<Extent> = theirs.iter().map(|quantity| quantity.extent).collect();
        let (on_soft, on_hard) = (touching(&spans, &soft), touching(&spans, &hard));
        let theirs: Vec<_> = theirs
            .into_iter()
            .enumerate()
            .filter(|(index, _)| on_soft[*index].is_empty() || !on_hard[*index].is_empty())
            .map(|(_, quantity)| quantity)
            .collect();
        let near = touching(
            &ours.iter().map(|quantity| quantity.extent).collect::<Vec<_>>(),
            &theirs.iter().map(|quantity| quantity.extent).collect::<Vec<_>>(),
        );
        Self { gold: ours, predicted: theirs, near }
    }

    /// Indexes of the predicted quantities that gold quantity `index` touches.
    pub(super) fn near(&self, index: usize) -> &[usize] {
        &self.near[index]
    }
}

fn counted<'a>(quantities: Vec<&'a LabelledQuantity>, names: &[Extent]) -> Vec<&'a LabelledQuantity> {
    let inside = |quantity: &LabelledQuantity| {
        quantity.kind == Kind::Identifier && names.iter().any(|name| name.contains(quantity.extent))
    };
    quantities.into_iter().filter(|quantity| !quantity.soft && !inside(quantity)).collect()
}

/// Compares quantities with the rules' tables at hand.
pub(super) struct Comparison<'a> {
    pub(super) text: &'a [char],
    pub(super) units: &'a UnitNames,
    pub(super) lemmas: &'a Lemmas,
}

type Test<'t> = &'t dyn Fn(&LabelledQuantity, &LabelledQuantity) -> bool;

impl Comparison<'_> {
    /// Scores the quantities of one article.
    pub(super) fn score(&self, kept: &Kept<'_>, tally: &mut Tally) {
        let always = |_: &LabelledQuantity| true;
        let valued = LabelledQuantity::has_value;
        let with_unit = |gold: &LabelledQuantity| gold.has_value() && WITH_UNIT.contains(&gold.kind);
        let same_bound = |g: &LabelledQuantity, p: &LabelledQuantity| g.same_value(p) && g.bound == p.bound;
        let same_unit = |g: &LabelledQuantity, p: &LabelledQuantity| g.same_value(p) && self.same_unit(g, p);
        let any = |_: &LabelledQuantity| true;
        let unit_kind = |predicted: &LabelledQuantity| WITH_UNIT.contains(&predicted.kind);
        let mut row = |name: &str, counts: Counts| tally.count(Part::Quantities, name, counts);
        row("span", measure(kept, &always, &any, &|g, p| self.same_span(g, p)));
        row("overlap", measure(kept, &always, &any, &|_, _| true));
        row("kind", measure(kept, &always, &any, &|g, p| g.kind == p.kind));
        row("value", measure(kept, &valued, &any, &LabelledQuantity::same_value));
        row("value+bound", measure(kept, &valued, &any, &same_bound));
        row("value+unit", measure(kept, &with_unit, &unit_kind, &same_unit));
        row("change", change(kept));
        by_kind(kept, tally);
        self.mistakes(kept, tally);
    }

    fn same_span(&self, gold: &LabelledQuantity, predicted: &LabelledQuantity) -> bool {
        trim::phrase(self.text, gold.extent) == trim::phrase(self.text, predicted.extent)
    }

    fn same_unit(&self, gold: &LabelledQuantity, predicted: &LabelledQuantity) -> bool {
        self.units.same(self.lemmas, gold, predicted)
    }

    fn mistakes(&self, kept: &Kept<'_>, tally: &mut Tally) {
        let mut touched = vec![false; kept.predicted.len()];
        for (index, gold) in kept.gold.iter().enumerate() {
            for &near in kept.near(index) {
                touched[near] = true;
            }
            let near = kept.near(index).iter().map(|&other| kept.predicted[other]);
            let closest =
                near.max_by(|a, b| gold.extent.shared(a.extent).total_cmp(&gold.extent.shared(b.extent)));
            let (sort, kind, note) = match closest {
                None => (Sort::Missed, format!("{} missed", gold.kind.as_str()), self.told(gold)),
                Some(other) => match self.difference(gold, other) {
                    None => {
                        tally.right(Part::Quantities, gold.extent);
                        continue;
                    }
                    Some(kind) => {
                        (Sort::Wrong, kind, format!("{}, not {}", self.told(gold), self.told(other)))
                    }
                },
            };
            tally.mistakes.push(mistake(sort, kind, gold.extent, note));
        }
        for (quantity, _) in kept.predicted.iter().zip(&touched).filter(|(_, touched)| !**touched) {
            let kind = format!("{} where no quantity is", quantity.kind.as_str());
            tally.mistakes.push(mistake(Sort::Extra, kind, quantity.extent, self.told(quantity)));
        }
    }

    /// The first thing that differs; `None` where all agree.
    fn difference(&self, gold: &LabelledQuantity, other: &LabelledQuantity) -> Option<String> {
        let kind = gold.kind.as_str();
        if gold.kind != other.kind {
            return Some(format!("{} for {kind}", other.kind.as_str()));
        }
        let what = if gold.has_value() && !gold.same_value(other) {
            "value"
        } else if gold.bound != other.bound {
            "bound"
        } else if WITH_UNIT.contains(&gold.kind) && !self.same_unit(gold, other) {
            "unit"
        } else if gold.change != other.change {
            "change"
        } else if !self.same_span(gold, other) {
            "span"
        } else {
            return None;
        };
        Some(format!("{what} of {kind}"))
    }

    /// A quantity in one line: its words, kind, bound, value and unit.
    pub(super) fn told(&self, quantity: &LabelledQuantity) -> String {
        let words: String =
            self.text.get(quantity.extent.start..quantity.extent.end).unwrap_or_default().iter().collect();
        let end = |value: &Option<Scalar>| value.as_ref().map_or("", |value| value.text()).to_owned();
        let value = match &quantity.value {
            Some(value) => value.text().to_owned(),
            None if quantity.has_value() => format!("{}..{}", end(&quantity.min), end(&quantity.max)),
            None => "no value".to_owned(),
        };
        let unit = quantity.unit.as_ref().map(|unit| {
            let name = unit.currency.as_deref().or(unit.name.as_deref()).unwrap_or(&unit.text);
            format!(" {name}")
        });
        let bound = match quantity.bound {
            Bound::Exact => "",
            Bound::About => "about ",
            Bound::AtLeast => "at least ",
            Bound::AtMost => "at most ",
            Bound::MoreThan => "more than ",
            Bound::LessThan => "less than ",
        };
        let change = match quantity.change {
            None => "",
            Some(Change::Up) => ", up",
            Some(Change::Down) => ", down",
        };
        let kind = quantity.kind.as_str();
        format!("{words:?} = {kind} {bound}{value}{}{change}", unit.unwrap_or_default())
    }
}

fn mistake(sort: Sort, kind: String, extent: Extent, note: String) -> Mistake {
    Mistake { part: Part::Quantities, sort, kind, id: String::new(), extent: Some(extent), note }
}

/// Counts of one measure: gold that `asks`, predictions that pass `test` with it. A prediction is wrong unless it touches only gold
/// that is not asked; one that touches no asked gold must also be of a kind that `may_be_wrong`.
fn measure(
    kept: &Kept<'_>,
    asks: &dyn Fn(&LabelledQuantity) -> bool,
    may_be_wrong: &dyn Fn(&LabelledQuantity) -> bool,
    test: Test<'_>,
) -> Counts {
    let mut on_asked = vec![false; kept.predicted.len()];
    let mut on_unasked = vec![false; kept.predicted.len()];
    let mut edges = Vec::new();
    for (index, gold) in kept.gold.iter().enumerate() {
        let asked = asks(gold);
        for &near in kept.near(index) {
            if asked { on_asked[near] = true } else { on_unasked[near] = true }
        }
        if asked {
            let passing = kept.near(index).iter().copied().filter(|&near| test(gold, kept.predicted[near]));
            edges.push(passing.collect::<Vec<_>>());
        }
    }
    let partners = matching::largest(&edges, kept.predicted.len());
    let mut hit = vec![false; kept.predicted.len()];
    for &partner in partners.iter().flatten() {
        hit[partner] = true;
    }
    let right = hit.iter().filter(|&&hit| hit).count();
    let wrong = (0..kept.predicted.len()).filter(|&index| {
        !hit[index] && (on_asked[index] || !on_unasked[index] && may_be_wrong(kept.predicted[index]))
    });
    Counts::new(right, right + wrong.count(), edges.len())
}

/// Rises and falls: of the quantities that state one, on either side, how many state the same.
fn change(kept: &Kept<'_>) -> Counts {
    let same =
        |g: &&LabelledQuantity, p: &&LabelledQuantity| g.extent.touches(p.extent) && g.change == p.change;
    among(kept, |quantity| quantity.change.is_some(), same)
}

/// For each kind, the quantities that either side gives it: right where the value agrees too.
fn by_kind(kept: &Kept<'_>, tally: &mut Tally) {
    for kind in Kind::ALL {
        let same = |g: &&LabelledQuantity, p: &&LabelledQuantity| {
            g.extent.touches(p.extent) && (!g.has_value() || g.same_value(p))
        };
        let counts = among(kept, |quantity| quantity.kind == kind, same);
        if !counts.is_empty() {
            tally.count(Part::Quantities, kind.as_str(), counts);
        }
    }
}

fn among(
    kept: &Kept<'_>,
    chosen: impl Fn(&LabelledQuantity) -> bool,
    same: impl Fn(&&LabelledQuantity, &&LabelledQuantity) -> bool,
) -> Counts {
    let choose = |side: &[&'_ LabelledQuantity]| {
        (0..side.len()).filter(|&index| chosen(side[index])).collect::<Vec<_>>()
    };
    let (gold, predicted) = (choose(&kept.gold), choose(&kept.predicted));
    let edges: Vec<Vec<usize>> = gold
        .iter()
        .map(|&index| {
            let near = kept.near(index).iter().copied();
            near.filter(|&other| {
                chosen(kept.predicted[other]) && same(&kept.gold[index], &kept.predicted[other])
            })
            .collect()
        })
        .collect();
    let right = matching::largest(&edges, kept.predicted.len()).iter().flatten().count();
    Counts::new(right, predicted.len(), gold.len())
}
