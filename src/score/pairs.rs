//! The predictions for labelled articles, one beside each.

use std::collections::HashMap;
use std::path::Path;

use crate::error::Error;
use crate::labelled::LabelledArticle;

/// What to do with an article that has no prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// All its labels count as missed.
    Allowed,
    /// It is an error.
    Refused,
}

/// Predictions in the order of the labelled articles.
#[derive(Debug)]
pub struct Paired {
    /// One for each labelled article.
    pub predictions: Vec<LabelledArticle>,
    /// What the user should know: predictions that failed or that were left out.
    pub notes: Vec<String>,
}

/// Pairs the predictions that were read from `path` with `gold` by their ids; one of the same text may have the ending of a
/// file in its id where the other has none.
///
/// # Errors
/// [`Error::Record`] for an article without a prediction, unless that is allowed, and for a prediction of another text.
pub fn pair(
    gold: &[LabelledArticle],
    predictions: Vec<LabelledArticle>,
    path: &Path,
    missing: Missing,
) -> Result<Paired, Error> {
    let known = predictions.len();
    let mut endings = without_endings(&predictions);
    let mut by_id: HashMap<String, LabelledArticle> =
        predictions.into_iter().map(|article| (article.id.clone(), article)).collect();
    let mut notes = Vec::new();
    let mut predictions = Vec::with_capacity(gold.len());
    for gold in gold {
        let same = |id: &String| {
            by_id
                .get(id)
                .is_some_and(|it| it.error.is_none() && first_difference(&it.text, &gold.text).is_none())
        };
        let mut ending = || endings.remove(bare(&gold.id)).flatten().filter(same);
        let id = if by_id.contains_key(&gold.id) { Some(gold.id.clone()) } else { ending() };
        let found = id.and_then(|id| by_id.remove(&id));
        predictions.push(one(gold, found, path, missing, &mut notes)?);
    }
    if by_id.len() == known && known > 0 && !gold.is_empty() {
        let cause =
            "none of its articles has the id of one in the gold; are these the same articles?".to_owned();
        return Err(Error::Record { path: path.to_owned(), line: 1, cause });
    }
    let left = by_id.values().filter(|article| article.error.is_none()).count();
    if left > 0 {
        notes.push(format!("{}: {left} articles are not in the gold, left out", path.display()));
    }
    Ok(Paired { predictions, notes })
}

/// Ids by what they are without their endings; `None` where several are the same then.
fn without_endings(predictions: &[LabelledArticle]) -> HashMap<String, Option<String>> {
    let mut ids = HashMap::new();
    for article in predictions {
        let known = ids.contains_key(bare(&article.id));
        ids.insert(bare(&article.id).to_owned(), (!known).then(|| article.id.clone()));
    }
    ids
}

/// The id without the ending of a file: an article's own id may lack it ("raid" and "raid.txt").
fn bare(id: &str) -> &str {
    match id.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && ending.len() <= 5 && !ending.contains('/') => stem,
        _ => id,
    }
}

fn one(
    gold: &LabelledArticle,
    prediction: Option<LabelledArticle>,
    path: &Path,
    missing: Missing,
    notes: &mut Vec<String>,
) -> Result<LabelledArticle, Error> {
    let none = || LabelledArticle::bare(gold.id.clone(), gold.place.clone(), gold.text.clone());
    let fault = |path: &Path, line, cause| Error::Record { path: path.to_owned(), line, cause };
    match prediction {
        Some(prediction) => {
            if let Some(error) = &prediction.error {
                notes.push(format!("article {}: {error}; all its labels count as missed", gold.id));
                return Ok(none());
            }
            if let Some(place) = first_difference(&gold.text, &prediction.text) {
                let id = &gold.id;
                let cause =
                    format!("article {id}: the text is not the gold's; they part at code point {place}");
                return Err(fault(path, prediction.place.line, cause));
            }
            Ok(prediction)
        }
        None if missing == Missing::Allowed => Ok(none()),
        None => {
            let how = "add it, or count it as all missed with --allow-missing";
            let cause = format!("article {} has no prediction in {}; {how}", gold.id, path.display());
            Err(fault(&gold.place.file, gold.place.line, cause))
        }
    }
}

/// Where two texts part, in code points; `None` where they are equal. A file ends with a line end that a record of the same text may lack, and no
/// place in the text depends on it.
fn first_difference(a: &str, b: &str) -> Option<usize> {
    (a.trim_end() != b.trim_end()).then(|| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count())
}
