//! Measures of how the text presents the facts. Every labelled number is asked; the first predicted quantity that it touches
//! answers, and a number that was not found warns nobody: it counts as presented as true.

use super::Counts;
use super::tally::{Mistake, Part, Sort, Tally};
use crate::article::Status;
use crate::labelled::{Extent, LabelledArticle, LabelledQuantity, LabelledStatus, touching};

/// The word of a fact that is presented as true.
const FACT: &str = "fact";

/// Scores the statuses of one article.
pub(super) fn score(gold: &[LabelledStatus], predicted: &LabelledArticle, tally: &mut Tally) {
    let quantities: Vec<&LabelledQuantity> = predicted.quantities.iter().flatten().collect();
    let spans: Vec<Extent> = quantities.iter().map(|quantity| quantity.extent).collect();
    let asked: Vec<Extent> = gold.iter().map(|gold| gold.extent).collect();
    let pairs: Vec<(Option<Status>, Option<Status>)> = gold
        .iter()
        .zip(touching(&asked, &spans))
        .map(|(gold, near)| (gold.status, near.iter().min().and_then(|&first| quantities[first].status)))
        .collect();
    let count = |test: &dyn Fn(Option<Status>, Option<Status>) -> bool| {
        pairs.iter().filter(|&&(gold, given)| test(gold, given)).count()
    };
    let right = count(&|gold, given| gold == given);
    tally.recall(Part::Status, "accuracy", Counts::new(right, pairs.len(), pairs.len()));
    for status in Status::ALL {
        let counts = Counts::new(
            count(&|gold, given| gold == Some(status) && given == gold),
            count(&|_, given| given == Some(status)),
            count(&|gold, _| gold == Some(status)),
        );
        tally.count(Part::Status, status.as_str(), counts);
    }
    let warned = Counts::new(
        count(&|gold, given| gold.is_some() && given.is_some()),
        count(&|_, given| given.is_some()),
        count(&|gold, _| gold.is_some()),
    );
    tally.count(Part::Status, "not-fact", warned);
    for (gold, &(wanted, given)) in gold.iter().zip(&pairs) {
        outcome(gold.extent, wanted, given, tally);
    }
}

fn outcome(extent: Extent, wanted: Option<Status>, given: Option<Status>, tally: &mut Tally) {
    let word = |status: Option<Status>| status.map_or(FACT, Status::as_str);
    tally.confuse(Part::Status, word(wanted), word(given));
    if wanted == given {
        tally.right(Part::Status, extent);
        return;
    }
    let sort = match (wanted, given) {
        (Some(_), None) => Sort::Missed,
        (None, _) => Sort::Extra,
        _ => Sort::Wrong,
    };
    let kind = format!("{} for {}", word(given), word(wanted));
    let note = format!("{}, not {}", word(wanted), word(given));
    tally.mistakes.push(Mistake {
        part: Part::Status,
        sort,
        kind,
        id: String::new(),
        extent: Some(extent),
        note,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labelled::Place;

    fn quantity(start: usize, end: usize, status: Option<Status>) -> LabelledQuantity {
        LabelledQuantity { extent: Extent::new(start, end), status, ..LabelledQuantity::default() }
    }

    #[test]
    fn figures_of_a_hand_counted_example() {
        let place = Place { file: std::path::Path::new("a").into(), line: 1 };
        let mut predicted = LabelledArticle::bare("a".to_owned(), place, String::new());
        // 0..2 negated, right; 4..6 planned for possible; 8..9 possible for a fact; 20..21 not found.
        predicted.quantities = Some(vec![
            quantity(0, 2, Some(Status::Negated)),
            quantity(4, 5, Some(Status::Planned)),
            quantity(5, 6, Some(Status::Possible)),
            quantity(8, 9, Some(Status::Possible)),
        ]);
        let labelled = |start, end, status| LabelledStatus { extent: Extent::new(start, end), status };
        let gold = [
            labelled(0, 2, Some(Status::Negated)),
            labelled(4, 6, Some(Status::Possible)),
            labelled(8, 9, None),
            labelled(20, 21, Some(Status::Planned)),
            labelled(30, 31, None),
        ];
        let mut tally = Tally::default();
        score(&gold, &predicted, &mut tally);
        let counts: Vec<_> = tally.counts.iter().map(|(_, name, _, it)| (name.as_str(), *it)).collect();
        assert_eq!(
            counts,
            [
                ("accuracy", Counts::new(2, 5, 5)),
                ("negated", Counts::new(1, 1, 1)),
                ("possible", Counts::new(0, 1, 1)),
                ("planned", Counts::new(0, 1, 1)),
                ("conditional", Counts::new(0, 0, 0)),
                ("not-fact", Counts::new(2, 3, 3)),
            ]
        );
        assert_eq!(tally.right.len(), 2);
        let sorts: Vec<_> = tally.mistakes.iter().map(|it| (it.sort, it.kind.as_str())).collect();
        assert_eq!(
            sorts,
            [
                (Sort::Wrong, "planned for possible"),
                (Sort::Extra, "possible for fact"),
                (Sort::Missed, "fact for planned")
            ]
        );
    }
}
