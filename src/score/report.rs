//! The figures of a comparison, ready to be shown.

use serde_json::{Value as Json, json};

use super::calibration::{Bin, Calibration, SURE};
use super::scores::{Measure, Scores};
use super::tally::{FigureKind, Part, Stated};
use super::{Counts, Interval, Rounds, Samples};

/// One measure with its figures, each 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureLine {
    /// Which part.
    pub part: Part,
    /// Name within the part.
    pub name: String,
    /// What it tells.
    pub figure: FigureKind,
    /// All articles together.
    pub counts: Counts,
    /// 95% interval of F1, or of recall; `None` where there was nothing to measure.
    pub interval: Option<Interval>,
    /// Against the other prediction; `None` without one, or where either measured nothing.
    pub versus: Option<Versus>,
}

/// A difference between two predictions for the same gold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Versus {
    /// The first's figure minus the other's.
    pub minus: f64,
    /// 95% interval of the difference, both drawn on the same articles.
    pub interval: Option<Interval>,
}

impl MeasureLine {
    /// The name that options and files use: "links.head".
    pub fn key(&self) -> String {
        format!("{}.{}", self.part.as_str(), self.name)
    }

    /// F1, or recall where that is all that can be told; `None` where there was nothing to measure.
    pub fn value(&self) -> Option<f64> {
        (!self.counts.is_empty()).then(|| self.figure.of(self.counts))
    }
}

/// All figures of a comparison.
#[derive(Debug, Default)]
pub struct Report {
    /// Number of articles.
    pub articles: usize,
    /// Measures in the order of reports.
    pub lines: Vec<MeasureLine>,
    /// Names or statuses; gold label, predicted label, how often they met; `-` stands for none.
    pub confusion: Vec<(Part, String, String, usize)>,
    /// Stated against found probability, of what states one.
    pub calibration: Vec<(Stated, Calibration)>,
    /// Countable quantities whose gold has no link: (those that were given one, all).
    pub unlinked: (usize, usize),
}

impl Report {
    /// The figures of `scores`, beside those of `versus` on the same gold.
    pub fn of(scores: &Scores, versus: Option<&Scores>, rounds: Rounds) -> Self {
        let samples = Samples::draw(scores.articles, rounds);
        let line = |measure: &Measure| {
            let other = versus.and_then(|scores| scores.measure(&measure.key()));
            line(measure, other, &samples)
        };
        Self {
            articles: scores.articles,
            lines: scores.measures.iter().map(line).collect(),
            confusion: scores
                .confusion
                .iter()
                .map(|((part, gold, predicted), &times)| (*part, gold.clone(), predicted.clone(), times))
                .collect(),
            calibration: Stated::ALL
                .into_iter()
                .filter_map(|of| Some((of, scores.calibration(of)?)))
                .collect(),
            unlinked: scores.unlinked,
        }
    }

    /// The measure of that key.
    pub fn line(&self, key: &str) -> Option<&MeasureLine> {
        self.lines.iter().find(|line| line.key() == key)
    }

    /// Everything as one JSON object; `docs/evaluate.md` describes it.
    pub fn json(&self) -> Json {
        let measures: serde_json::Map<String, Json> =
            self.lines.iter().map(|line| (line.key(), line_json(line))).collect();
        let confusion: Vec<Json> = self
            .confusion
            .iter()
            .map(|(part, gold, predicted, times)| {
                json!({"part": part.as_str(), "gold": gold, "predicted": predicted, "times": times})
            })
            .collect();
        let calibration: serde_json::Map<String, Json> = self
            .calibration
            .iter()
            .map(|(of, calibration)| (of.as_str().to_owned(), calibration_json(calibration)))
            .collect();
        json!({
            "articles": self.articles,
            "measures": measures,
            "confusion": confusion,
            "calibration": calibration,
            "unlinked": {"given": self.unlinked.0, "of": self.unlinked.1},
        })
    }
}

fn line(measure: &Measure, other: Option<&Measure>, samples: &Samples) -> MeasureLine {
    let figure = measure.figure;
    let of = |counts: Counts| figure.of(counts);
    let versus = other.and_then(|other| {
        let minus = measure.value()? - other.value()?;
        Some(Versus { minus, interval: samples.difference(&measure.rows, &other.rows, of) })
    });
    MeasureLine {
        part: measure.part,
        name: measure.name.clone(),
        figure,
        counts: measure.total(),
        interval: samples.interval(&measure.rows, of),
        versus,
    }
}

fn line_json(line: &MeasureLine) -> Json {
    let Counts { right, predicted, gold } = line.counts;
    let all = line.figure == FigureKind::F1 && !line.counts.is_empty();
    let some = |there: bool, value: f64| if there { json!(value) } else { Json::Null };
    let mut json = json!({
        "precision": some(all, line.counts.precision()),
        "recall": some(!line.counts.is_empty(), line.counts.recall()),
        "f1": some(all, line.counts.f1()),
        "interval": line.interval.map(ends),
        "right": whole(right),
        "predicted": if line.figure == FigureKind::F1 { whole(predicted) } else { Json::Null },
        "gold": whole(gold),
    });
    if let Some(versus) = line.versus {
        json["minus"] = json!(versus.minus);
        json["minus_interval"] = json!(versus.interval.map(ends));
    }
    json
}

fn ends(interval: Interval) -> [f64; 2] {
    [interval.low, interval.high]
}

/// A count as a whole number where it is one.
fn whole(count: f64) -> Json {
    if count.fract() == 0.0 { json!(count as u64) } else { json!(count) }
}

/// Part of the claims that is right; `None` without claims.
fn found(bin: Bin) -> Option<f64> {
    (bin.claims > 0).then(|| bin.found())
}

fn calibration_json(calibration: &Calibration) -> Json {
    let bins: Vec<Json> = calibration
        .bins
        .iter()
        .enumerate()
        .filter(|(_, bin)| bin.claims > 0)
        .map(|(index, bin)| {
            json!({"from": index as f64 / 10.0, "claims": bin.claims, "stated": bin.stated(), "found": bin.found()})
        })
        .collect();
    json!({
        "error": calibration.error(),
        "claims": calibration.claims(),
        "auc": calibration.auc,
        "sure": {"from": SURE, "claims": calibration.sure.claims, "found": found(calibration.sure)},
        "bins": bins,
    })
}
