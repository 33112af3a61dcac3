//! The predictions for labelled articles, from a file or from the pipeline.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context as _, bail};
use headcount::output::{Extras, Record};
use headcount::score::{Labelled, LabelledArticle};
use headcount::{Article, Pipeline};
use rayon::prelude::*;

/// What to do with an article that has no prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::commands) enum Missing {
    /// All its labels count as missed.
    Allowed,
    /// It is an error.
    Refused,
}

/// The predictions of a file for `gold`, in its order.
pub(in crate::commands) fn read(
    gold: &[LabelledArticle],
    path: &Path,
    missing: Missing,
) -> anyhow::Result<Vec<LabelledArticle>> {
    let predictions = Labelled::read(path)?.checked(path)?;
    let mut by_id: HashMap<String, LabelledArticle> =
        predictions.into_iter().map(|article| (article.id.clone(), article)).collect();
    let paired = gold.iter().map(|gold| {
        let prediction = by_id.remove(&gold.id);
        one(gold, prediction, missing).with_context(|| path.display().to_string())
    });
    let paired = paired.collect::<anyhow::Result<Vec<_>>>()?;
    let left = by_id.values().filter(|article| article.error.is_none()).count();
    if left > 0 {
        eprintln!("headcount: {}: {left} articles are not in the gold, left out", path.display());
    }
    Ok(paired)
}

fn one(
    gold: &LabelledArticle,
    prediction: Option<LabelledArticle>,
    missing: Missing,
) -> anyhow::Result<LabelledArticle> {
    let none = || LabelledArticle::bare(gold.id.clone(), gold.place.clone(), gold.text.clone());
    match prediction {
        Some(prediction) => {
            if let Some(error) = &prediction.error {
                eprintln!("headcount: article {}: {error}; all its labels count as missed", gold.id);
                return Ok(none());
            }
            if let Some(place) = first_difference(&gold.text, &prediction.text) {
                let line = prediction.place.line;
                bail!(
                    "line {line}: article {}: the text is not the gold's; they part at code point {place}",
                    gold.id
                );
            }
            Ok(prediction)
        }
        None if missing == Missing::Allowed => Ok(none()),
        None => bail!(
            "article {} of {}:{} has no prediction; add it, or count it as all missed with --allow-missing",
            gold.id,
            gold.place.file.display(),
            gold.place.line
        ),
    }
}

/// Where two texts part, in code points; `None` where they are equal.
fn first_difference(a: &str, b: &str) -> Option<usize> {
    (a != b).then(|| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count())
}

/// Annotates the texts of `gold`, all at once.
pub(super) fn annotate(gold: &[LabelledArticle]) -> anyhow::Result<Vec<LabelledArticle>> {
    let pipeline = Pipeline::new()?;
    let one = |gold: &LabelledArticle| {
        let (id, text, meta) = (gold.id.clone(), gold.text.as_str().into(), gold.meta.clone());
        let annotation = pipeline.annotate(Article { id, text, meta })?;
        Ok(LabelledArticle::predicted(&Record::of(&annotation, Extras::default()), &gold.place)?)
    };
    gold.par_iter().map(one).collect()
}
