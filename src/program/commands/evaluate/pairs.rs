//! The predictions for labelled articles from a file.

use std::path::Path;

use crate::Error;
use crate::labelled::{Labelled, LabelledArticle};

pub(in crate::program::commands) use crate::score::Missing;
use crate::score::pair;

use crate::program::tell;

/// The predictions of a file for `gold`, in its order; what the user should know of them is told.
pub(in crate::program::commands) fn read(
    gold: &[LabelledArticle],
    path: &Path,
    missing: Missing,
) -> Result<Vec<LabelledArticle>, Error> {
    let paired = pair(gold, Labelled::read(path)?.checked(path)?, path, missing)?;
    for note in &paired.notes {
        tell::say(note);
    }
    Ok(paired.predictions)
}
