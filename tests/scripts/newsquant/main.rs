//! Measures an annotation against `NewsQuant` (Almasian et al., EMNLP 2023) under that set's own conventions.
//!
//! No dates, clock times, identifiers, ordinals, ranks and scores; a count's unit is the counted noun and its concept what remains; one
//! label says either how a value changed or how it is bounded. `docs/evaluate.md` defines the measures.
//!
//! ```text
//! newsquant GOLD [PRED]
//! ```
//!
//! GOLD holds sentences in the set's form; PRED the same ones, in that form or as annotated by headcount; without PRED they are annotated
//! now. Prints one JSON object in the form of `headcount evaluate --json`.

mod conventions;
mod head;
mod measures;
mod neutral;
mod pairing;
mod unit;

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use headcount::Pipeline;
use headcount::labelled::{Labelled, LabelledArticle, Place};
use headcount::score::{Counts, Rounds, Samples, predict};
use serde_json::{Map, Value as Json, json};

use conventions::Conventions;
use measures::METRICS;
use neutral::NeutralQuantity;

/// A sentence in the set's form.
struct Sentence {
    id: String,
    place: Place,
    text: String,
    quantities: Vec<NeutralQuantity>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (gold, predicted) = match &arguments[..] {
        [gold] => (gold, None),
        [gold, predicted] => (gold, Some(Path::new(predicted))),
        _ => bail!("usage: newsquant GOLD [PRED]"),
    };
    let gold = sentences(Path::new(gold))?;
    let conventions = Conventions::new()?;
    let predicted = match predicted {
        Some(path) if is_neutral(path)? => {
            by_id(sentences(path)?.into_iter().map(|it| (it.id, it.quantities)))
        }
        Some(path) => neutral_of(&conventions, &Labelled::read(path)?.checked(path)?),
        None => neutral_of(&conventions, &predict(&Pipeline::new()?, &bare(&gold))?),
    };
    let counts = gold.iter().map(|sentence| {
        let given =
            predicted.get(&sentence.id).with_context(|| format!("no prediction for {}", sentence.id))?;
        Ok(measures::score(&conventions, &sentence.quantities, given.clone(), &sentence.text))
    });
    let report = report(&counts.collect::<Result<Vec<_>>>()?);
    writeln!(io::stdout().lock(), "{report:#}")?;
    Ok(())
}

/// The sentences as articles that are yet to be annotated.
fn bare(gold: &[Sentence]) -> Vec<LabelledArticle> {
    let article = |it: &Sentence| LabelledArticle::bare(it.id.clone(), it.place.clone(), it.text.clone());
    gold.iter().map(article).collect()
}

fn neutral_of(
    conventions: &Conventions,
    articles: &[LabelledArticle],
) -> HashMap<String, Vec<NeutralQuantity>> {
    by_id(articles.iter().map(|article| (article.id.clone(), conventions.neutral(article))))
}

fn by_id(
    sentences: impl Iterator<Item = (String, Vec<NeutralQuantity>)>,
) -> HashMap<String, Vec<NeutralQuantity>> {
    sentences.collect()
}

/// Every line of a file of records, with its number from 1.
fn records(path: &Path) -> Result<Vec<(usize, Json)>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let record = |(number, line): (usize, &str)| {
        Ok((number, serde_json::from_str(line).with_context(|| format!("{}:{number}", path.display()))?))
    };
    lines.map(record).collect()
}

fn sentences(path: &Path) -> Result<Vec<Sentence>> {
    let sentence = |(line, json): (usize, Json)| {
        let fault = |cause: &str| anyhow!("{}:{line}: {cause}", path.display());
        let text = |key: &str| {
            json[key].as_str().map(str::to_owned).ok_or_else(|| fault(&format!("{key} is missing")))
        };
        let quantities = json["quantities"].as_array().ok_or_else(|| fault("quantities are missing"))?;
        let quantities = quantities.iter().map(|it| neutral::read(it).map_err(|cause| fault(&cause)));
        Ok(Sentence {
            id: text("id")?,
            place: Place { file: path.into(), line },
            text: text("text")?,
            quantities: quantities.collect::<Result<_>>()?,
        })
    };
    let sentences: Vec<_> = records(path)?.into_iter().map(sentence).collect::<Result<_>>()?;
    ensure!(!sentences.is_empty(), "{}: holds no sentence", path.display());
    Ok(sentences)
}

/// Whether the quantities of a file are in the set's form: without ids, units as text.
fn is_neutral(path: &Path) -> Result<bool> {
    let records = records(path)?;
    let mut quantities = records.iter().filter_map(|(_, json)| json["quantities"].as_array()).flatten();
    Ok(quantities.any(|it| {
        it["id"].is_null() && (it["unit"].is_string() || !it["surface"].is_null() || !it["concept"].is_null())
    }))
}

/// The figures as JSON, in the form of `headcount evaluate --json`.
fn report(sentences: &[Vec<Counts>]) -> Json {
    let samples = Samples::draw(sentences.len(), Rounds::default());
    let measure = |(at, (name, _)): (usize, &(&str, _))| {
        let rows: Vec<_> = sentences.iter().enumerate().map(|(index, counts)| (index, counts[at])).collect();
        let rows: Vec<_> = rows.into_iter().filter(|(_, counts)| !counts.is_empty()).collect();
        let total = rows.iter().fold(Counts::default(), |sum, &(_, counts)| sum + counts);
        let interval = samples.interval(&rows, Counts::f1).map(|interval| [interval.low, interval.high]);
        let figures = json!({
            "precision": total.precision(),
            "recall": total.recall(),
            "f1": total.f1(),
            "interval": interval,
            "right": total.right,
            "predicted": total.predicted,
            "gold": total.gold,
        });
        (format!("newsquant.{name}"), figures)
    };
    let measures: Map<String, Json> = METRICS.iter().enumerate().map(measure).collect();
    json!({"articles": sentences.len(), "measures": measures})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_and_a_measure_are_compared_under_the_conventions_of_the_set() {
        let text = "The mill has 30 workers and 12 km of track.";
        let gold = [
            json!({"surface": "30", "start": 13, "end": 15, "value": 30.0, "unit": "workers", "concept": ["mill"]}),
            json!({"surface": "12 km", "start": 28, "end": 33, "value": 12.0, "unit": "kilometre", "concept": ["track"]}),
        ];
        let record = serde_json::from_value(json!({"id": "s", "text": text, "entities": [], "quantities": [
            {"id": "q1", "kind": "count", "start": 13, "end": 15, "text": "30", "value": 30},
            {"id": "q2", "kind": "measure", "start": 28, "end": 33, "text": "12 km", "value": 12, "unit": {"text": "km"}}],
            "links": [{"quantity": "q1", "entity": {"text": "workers", "head": "worker", "start": 16, "end": 23}}]}));
        let place = Place { file: Path::new("x").into(), line: 1 };
        let predicted = LabelledArticle::predicted(&record.unwrap(), &place).unwrap();
        let conventions = Conventions::new().unwrap();
        let gold: Vec<_> = gold.iter().map(|it| neutral::read(it).unwrap()).collect();
        let report = report(&[measures::score(&conventions, &gold, conventions.neutral(&predicted), text)]);
        let right = |name: &str| report["measures"][name]["right"].as_f64();
        assert_eq!(right("newsquant.value+unit"), Some(2.0));
        assert_eq!(right("newsquant.value+target-strict"), Some(1.0));
    }
}
