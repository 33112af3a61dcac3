//! Predictions made now, for labelled articles that come without.

use rayon::prelude::*;

use crate::article::Article;
use crate::error::Error;
use crate::labelled::LabelledArticle;
use crate::output::{Extras, Record};
use crate::pipeline::Pipeline;

/// Annotates the texts of labelled articles, all at once, to be measured against their labels.
///
/// # Errors
/// Those of [`Pipeline::annotate`].
pub fn predict(pipeline: &Pipeline, gold: &[LabelledArticle]) -> Result<Vec<LabelledArticle>, Error> {
    let one = |gold: &LabelledArticle| {
        let (id, text, meta) = (gold.id.clone(), gold.text.as_str().into(), gold.meta.clone());
        let annotation = pipeline.annotate(Article { id, text, meta })?;
        LabelledArticle::predicted(&Record::of(&annotation, Extras::default()), &gold.place)
    };
    gold.par_iter().map(one).collect()
}
