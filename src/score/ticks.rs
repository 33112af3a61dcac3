//! Measures of facts that a reader has ticked in a report: right, or wrong. Nothing else of such an article is asked, for nobody has
//! looked at it.

use super::Counts;
use super::links::{MentionRule, same_event, same_head, same_target};
use super::matching;
use super::quantities::Comparison;
use super::tally::{Claim, Mistake, Part, Sort, Stated, Tally};
use crate::article::Circumstance;
use crate::labelled::{LabelledArticle, LabelledLink, LabelledQuantity, LabelledTick};

/// A predicted quantity with its link.
type Predicted<'a> = (&'a LabelledQuantity, Option<&'a LabelledLink>);

/// Compares ticked facts with predicted ones.
pub(super) struct Ticks<'a> {
    pub(super) compare: &'a Comparison<'a>,
    pub(super) mention: MentionRule,
}

/// What became of a ticked fact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Now {
    /// It is read as it was.
    Same,
    /// Its number is read, the row is another.
    Otherwise,
    /// Its number is not read at all.
    Gone,
}

impl Ticks<'_> {
    /// Scores the ticks of one article.
    pub(super) fn score(&self, ticks: &[LabelledTick], predicted: &LabelledArticle, tally: &mut Tally) {
        let rows = rows(predicted);
        let (mut found, mut wrong, mut changed) = (Counts::default(), 0, 0);
        for tick in ticks {
            let (now, score) = self.now(tick, &rows);
            let right = tick.right;
            let stated = now == Now::Same || right && now == Now::Otherwise;
            if right {
                found += Counts::new(usize::from(now == Now::Same), usize::from(stated), 1);
            } else {
                found += Counts::new(0, usize::from(stated), 0);
                wrong += 1;
                changed += usize::from(!stated);
            }
            if let Some(score) = score.filter(|_| stated) {
                tally.claims.push(Claim { of: Stated::Facts, score, right: right && now == Now::Same });
            }
            self.outcome(tick, now, tally);
        }
        tally.count(Part::Ticks, "rows", found);
        tally.recall(Part::Ticks, "changed", Counts::new(changed, wrong, wrong));
    }

    /// What became of a fact, with the probability that is stated of it now.
    fn now(&self, tick: &LabelledTick, rows: &[Predicted<'_>]) -> (Now, Option<f64>) {
        let near: Vec<_> =
            rows.iter().filter(|(quantity, _)| tick.quantity.extent.touches(quantity.extent)).collect();
        let same = near.iter().find(|row| self.same(tick, row));
        let now = match (same, near.is_empty()) {
            (Some(_), _) => Now::Same,
            (None, false) => Now::Otherwise,
            (None, true) => Now::Gone,
        };
        let score = same.or(near.first()).and_then(|(_, link)| link.as_ref()?.fact_score);
        (now, score)
    }

    /// Whether the row says what was ticked. Of a right one it may leave a circumstance out, but for places; a wrong one must be the
    /// very same, for another may be right.
    fn same(&self, tick: &LabelledTick, (quantity, link): &Predicted<'_>) -> bool {
        let it = &tick.quantity;
        let number = it.kind == quantity.kind
            && it.bound == quantity.bound
            && it.status == quantity.status
            && it.same_value(quantity)
            && self.compare.units.same(self.compare.lemmas, it, quantity);
        number
            && match (&tick.link, link) {
                (None, None) => true,
                (Some(ticked), Some(link)) => self.same_link(tick.right, ticked, link),
                _ => false,
            }
    }

    fn same_link(&self, right: bool, ticked: &LabelledLink, link: &LabelledLink) -> bool {
        let phrase = match (&ticked.entity, &link.entity) {
            (None, None) => true,
            (Some(ticked), Some(phrase)) => same_head(self.compare.lemmas, ticked, phrase),
            _ => false,
        };
        let event = same_event(ticked, link) || ticked.verb.is_empty() && link.verb.is_empty();
        phrase
            && event
            && Circumstance::POINTING.iter().all(|&circumstance| {
                let (wanted, given) = (ticked.targets(circumstance), link.targets(circumstance));
                let found = matching::size(wanted, given, |a, b| same_target(self.mention, a, b));
                let may_lack = right && circumstance != Circumstance::Places;
                found == given.len() && (may_lack || found == wanted.len())
            })
    }
}

impl Ticks<'_> {
    /// What is right or wrong now, with what was ticked and what the reader wrote.
    fn outcome(&self, tick: &LabelledTick, now: Now, tally: &mut Tally) {
        let extent = tick.quantity.extent;
        let (sort, kind) = match (tick.right, now) {
            (true, Now::Same) => {
                tally.right(Part::Ticks, extent);
                return;
            }
            (true, Now::Otherwise) => (Sort::Wrong, "ticked right, read otherwise"),
            (true, Now::Gone) => (Sort::Missed, "ticked right, not read"),
            (false, Now::Same) => (Sort::Extra, "ticked wrong, read the same"),
            (false, _) => return,
        };
        let told = self.compare.told(&tick.quantity);
        let note = tick.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        tally.mistakes.push(Mistake {
            part: Part::Ticks,
            sort,
            kind: kind.to_owned(),
            id: String::new(),
            extent: Some(extent),
            note: told + &note,
        });
    }
}

/// Every predicted quantity with its link.
fn rows(predicted: &LabelledArticle) -> Vec<Predicted<'_>> {
    let quantities = predicted.quantities.as_deref().unwrap_or_default();
    let mut rows: Vec<Predicted<'_>> = quantities.iter().map(|quantity| (quantity, None)).collect();
    for link in predicted.links.iter().flatten() {
        if let Some((_, slot)) = rows.get_mut(link.quantity) {
            *slot = Some(link);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Scorer, Scores, Settings, Stated};
    use super::Counts;
    use crate::labelled::Labelled;

    const TEXT: &str = "Police held 28 men in Arvo and 5 women.";

    fn record(parts: &serde_json::Value) -> serde_json::Value {
        let mut record = json!({"id": "a", "text": TEXT,
            "entities": [{"id": "e1", "label": "GPE", "start": 22, "end": 26, "text": "Arvo", "name": "Arvo"}]});
        record.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        record
    }

    fn quantities(ticks: [Option<&str>; 2]) -> serde_json::Value {
        let mut both = json!([
            {"id": "q1", "kind": "count", "start": 12, "end": 14, "text": "28", "value": 28},
            {"id": "q2", "kind": "count", "start": 31, "end": 32, "text": "5", "value": 5}]);
        for (quantity, tick) in both.as_array_mut().unwrap().iter_mut().zip(ticks) {
            if let Some(tick) = tick {
                quantity["tick"] = tick.into();
                quantity["note"] = "why".into();
            }
        }
        both
    }

    fn links(head: &str) -> serde_json::Value {
        json!([
            {"quantity": "q1", "entity": {"text": "men", "head": head, "start": 15, "end": 18}, "places": ["e1"], "fact_score": 0.8},
            {"quantity": "q2", "entity": {"text": "women", "head": "woman", "start": 33, "end": 38}, "fact_score": 0.6}])
    }

    fn scored(gold: &serde_json::Value, predicted: &serde_json::Value) -> Scores {
        let folder = tempfile::tempdir().unwrap();
        let [gold, predicted] =
            [("gold.jsonl", gold), ("predicted.jsonl", predicted)].map(|(name, record)| {
                let path = folder.path().join(name);
                std::fs::write(&path, record.to_string()).unwrap();
                Labelled::read(&path).unwrap().checked(&path).unwrap().remove(0)
            });
        Scorer::new(Settings::default()).unwrap().score(&[(&gold, &predicted)])
    }

    #[test]
    fn only_what_was_ticked_is_asked() {
        let predicted = record(&json!({"quantities": quantities([None, None]), "links": links("man")}));
        let gold = |ticks| record(&json!({"quantities": quantities(ticks), "links": links("man")}));
        let total =
            |scores: &Scores, key: &str| scores.measure(key).map(super::super::Measure::total).unwrap();
        let scores = scored(&gold([Some("right"), Some("wrong")]), &predicted);
        assert_eq!(total(&scores, "ticks.rows"), Counts::new(1, 2, 1));
        assert_eq!(total(&scores, "ticks.changed"), Counts::new(0, 1, 1));
        assert!(scores.measures.iter().all(|measure| measure.key().starts_with("ticks.")));
        assert_eq!(scores.mistakes.len(), 1);
        assert_eq!(scores.mistakes[0].kind, "ticked wrong, read the same");
        assert!(scores.mistakes[0].note.ends_with(": why"), "{}", scores.mistakes[0].note);
        assert_eq!(scores.calibration(Stated::Facts).unwrap().claims(), 2);
        // A note alone asks nothing; what only stands beside it is not asked either.
        assert_eq!(total(&scored(&gold([Some("open"), None]), &predicted), "ticks.rows"), Counts::default());
    }

    #[test]
    fn a_right_one_that_changed_is_lost_and_a_wrong_one_is_mended() {
        let gold = record(&json!({"quantities": quantities([Some("right"), None]), "links": links("man")}));
        let wrong = record(&json!({"quantities": quantities([Some("wrong"), None]), "links": links("man")}));
        let predicted = record(&json!({"quantities": quantities([None, None]), "links": links("boat")}));
        let total =
            |scores: &Scores, key: &str| scores.measure(key).map(super::super::Measure::total).unwrap();
        assert_eq!(total(&scored(&gold, &predicted), "ticks.rows"), Counts::new(0, 1, 1));
        assert_eq!(total(&scored(&wrong, &predicted), "ticks.changed"), Counts::new(1, 1, 1));
        assert_eq!(total(&scored(&wrong, &predicted), "ticks.rows"), Counts::default());
        let silent = record(&json!({"quantities": [], "links": []}));
        assert_eq!(total(&scored(&gold, &silent), "ticks.rows"), Counts::new(0, 0, 1));
    }

    #[test]
    fn a_circumstance_may_be_left_out_of_a_right_row_alone() {
        let gold = |tick| {
            record(&json!({"quantities": quantities([None, Some(tick)]), "links": [{"quantity": "q2",
            "entity": {"text": "women", "head": "woman", "start": 33, "end": 38}, "agent": {"text": "Police", "start": 0, "end": 6}}]}))
        };
        let predicted = record(&json!({"quantities": quantities([None, None]), "links": links("man")}));
        let right = scored(&gold("right"), &predicted);
        assert_eq!(right.measure("ticks.rows").unwrap().total(), Counts::new(1, 1, 1));
        let wrong = scored(&gold("wrong"), &predicted);
        assert_eq!(wrong.measure("ticks.changed").unwrap().total(), Counts::new(1, 1, 1));
    }
}
