//! The networks of rust-bert, and our own DeBERTa-v2, in one form for all architectures.

use rust_bert::RustBertError;
use rust_bert::bert::BertForTokenClassification;
use rust_bert::distilbert::DistilBertForTokenClassification;
use rust_bert::electra::ElectraForTokenClassification;
use rust_bert::roberta::RobertaForTokenClassification;
use tch::nn::Path;
use tch::{Kind, TchError, Tensor};

use super::config::{Config, Family};
use super::deberta::Deberta;
use crate::error::Error;

/// A network for token classification.
pub(super) enum Network {
    Bert(BertForTokenClassification),
    DistilBert(DistilBertForTokenClassification),
    Roberta(RobertaForTokenClassification),
    Electra(ElectraForTokenClassification),
    DebertaV2(Box<Deberta>),
}

/// Rows of word pieces: each of shape (rows, pieces of the longest row), whole numbers.
pub(super) struct Batch {
    pub(super) ids: Tensor,
    /// 1 for a piece, 0 for what fills up the row.
    pub(super) mask: Tensor,
    pub(super) types: Tensor,
}

impl Network {
    /// A network whose weights are still to be filled in, below `root`.
    pub(super) fn new(config: &Config, root: &Path<'_>) -> Result<Self, Error> {
        let network = match config.family {
            Family::Bert => BertForTokenClassification::new(root, &config.of()?).map(Self::Bert),
            Family::DistilBert => {
                DistilBertForTokenClassification::new(root, &config.of()?).map(Self::DistilBert)
            }
            Family::Roberta => RobertaForTokenClassification::new(root, &config.of()?).map(Self::Roberta),
            Family::DebertaV2 => {
                let labels = config.labels.len() as i64;
                let network = Deberta::new(root, config.of()?, labels).map(Box::new).map(Self::DebertaV2);
                network.map_err(RustBertError::InvalidConfigurationError)
            }
            Family::Electra => ElectraForTokenClassification::new(root, &config.of()?).map(Self::Electra),
        };
        network.map_err(|error| Error::Checkpoint { path: config.folder.clone(), cause: error.to_string() })
    }

    /// Logarithms of the labels' probabilities, of shape (rows, pieces, labels).
    pub(super) fn run(&self, batch: &Batch) -> Result<Tensor, RustBertError> {
        let (ids, mask, types) = (Some(&batch.ids), Some(&batch.mask), Some(&batch.types));
        let scores = match self {
            Self::Bert(network) => network.forward_t(ids, mask, types, None, None, false).logits,
            Self::DistilBert(network) => network.forward_t(ids, mask, None, false)?.logits,
            Self::Roberta(network) => network.forward_t(ids, mask, types, None, None, false).logits,
            Self::DebertaV2(network) => network.run(&batch.ids, &batch.mask)?,
            Self::Electra(network) => {
                let mask = added(&batch.mask)?;
                network.forward_t(ids, Some(&mask), types, None, None, false).logits
            }
        };
        Ok(scores.f_log_softmax(-1, Kind::Float)?)
    }
}

/// The mask as it is added to the scores of attention. rust-bert's ELECTRA alone does not make it itself, but takes one of three
/// dimensions as it is.
fn added(mask: &Tensor) -> Result<Tensor, TchError> {
    mask.f_to_kind(Kind::Float)?.f_add_scalar(-1.0)?.f_mul_scalar(1e4)?.f_unsqueeze(1)
}
