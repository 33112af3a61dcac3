//! Part-of-speech tags: one linear layer over the words in context.

use crate::article::{Tag, UnknownLabel};
use crate::error::Error;
use crate::network::kernel::Kernel;
use crate::network::layers;
use crate::network::matrix::Matrix;
use crate::network::weights::Weights;

/// Gives every word the tag with the highest score.
#[derive(Debug)]
pub struct Tagger {
    layer: Matrix,
    tags: Vec<Tag>,
}

impl Tagger {
    /// Loads `tagger.W` [tags, width] and `tagger.b` `[tags]`; the names of the tags are in the header's `tags`.
    ///
    /// # Errors
    /// [`Error::Model`] that names the tensor of another shape or the tag that is not known.
    pub fn load(weights: &Weights, width: usize) -> Result<Self, Error> {
        let read =
            |name: &str| name.parse().map_err(|cause: UnknownLabel| weights.fault("tags", cause.to_string()));
        let tags = weights.lines("tags")?.map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { layer: layers::linear(weights, "tagger", tags.len(), width)?, tags })
    }

    /// The tags of the words with the vectors `rows`, added to `found`. `scores` is working memory.
    pub fn tag(&self, kernel: Kernel, rows: &[f32], scores: &mut Vec<f32>, found: &mut Vec<Tag>) {
        self.layer.apply(kernel, rows, scores);
        for scores in scores.chunks_exact(self.layer.width()) {
            let mut best = 0;
            for (tag, score) in scores.iter().enumerate().take(self.tags.len()) {
                if *score > scores[best] {
                    best = tag;
                }
            }
            found.push(self.tags[best]);
        }
    }
}
