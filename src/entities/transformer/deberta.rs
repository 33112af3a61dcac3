//! DeBERTa-v2 (and v3), written anew on tch.
//!
//! rust-bert 0.23 has a network of that name, but it finds other names than Python does with the same weights: it counts positions
//! from another start and leaves out a square root. He et al., <https://arxiv.org/abs/2006.03654>; tensors are named, and distances
//! put into buckets, as in transformers 4.44, `models/deberta_v2/modeling_deberta_v2.py`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tch::nn::{self, EmbeddingConfig, LayerNormConfig, LinearConfig, Module as _, Path};
use tch::{Kind, TchError, Tensor};

/// What `config.json` says of the network.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    vocab_size: i64,
    hidden_size: i64,
    num_hidden_layers: i64,
    num_attention_heads: i64,
    intermediate_size: i64,
    max_position_embeddings: i64,
    max_relative_positions: i64,
    position_buckets: i64,
    layer_norm_eps: Option<f64>,
    hidden_act: String,
    norm_rel_ebd: String,
    pos_att_type: Value,
    relative_attention: bool,
    share_att_key: bool,
    position_biased_input: Option<bool>,
    type_vocab_size: i64,
    conv_kernel_size: Option<i64>,
    embedding_size: Option<i64>,
}

impl Form {
    /// Refuses what DeBERTa-v3, and the checkpoints that were made from it, do not have.
    fn check(&self) -> Result<(), String> {
        let attends = |how: &str| self.pos_att_type.to_string().contains(how);
        let needed = [
            (self.relative_attention, "relative_attention true"),
            (self.share_att_key, "share_att_key true"),
            (self.position_buckets > 1, "position_buckets above 1"),
            (self.position_biased_input == Some(false), "position_biased_input false"),
            (self.type_vocab_size == 0, "type_vocab_size 0"),
            (self.hidden_act == "gelu", "hidden_act gelu"),
            (attends("c2p") && attends("p2c") && !attends("p2p"), "pos_att_type c2p and p2c"),
            (self.conv_kernel_size.unwrap_or(0) == 0, "no conv_kernel_size"),
            (
                self.embedding_size.is_none_or(|size| size == self.hidden_size),
                "embedding_size as hidden_size",
            ),
        ];
        let lacking: Vec<&str> = needed.iter().filter(|(is, _)| !is).map(|&(_, name)| name).collect();
        if lacking.is_empty() {
            return Ok(());
        }
        Err(format!("a form of DeBERTa that is not run; it needs {}", lacking.join(", ")))
    }

    /// The bucket of each distance between two of `length` pieces, of shape (length, length): near ones have their own, far ones share,
    /// the more the farther.
    fn buckets(&self, length: i64) -> Vec<i64> {
        let far = if self.max_relative_positions < 1 {
            self.max_position_embeddings
        } else {
            self.max_relative_positions
        };
        let middle = self.position_buckets / 2;
        let bucket = |distance: i64| {
            let (size, near) = (distance.abs() as f32, middle as f32);
            if distance.abs() <= middle {
                return distance;
            }
            let steps = (size / near).ln() / ((far - 1) as f32 / near).ln() * (near - 1.0);
            (steps.ceil() as i64 + middle) * distance.signum()
        };
        (0..length).flat_map(|query| (0..length).map(move |key| query - key)).map(bucket).collect()
    }
}

/// A network for token classification.
pub(super) struct Deberta {
    form: Form,
    words: nn::Embedding,
    norm: nn::LayerNorm,
    layers: Vec<Layer>,
    /// A row for each bucket, those of negative distances first.
    distances: nn::Embedding,
    distances_norm: Option<nn::LayerNorm>,
    classifier: nn::Linear,
}

impl Deberta {
    /// A network whose weights are still to be filled in, below `root`.
    ///
    /// # Errors
    /// What the form has that is not run.
    pub(super) fn new(root: &Path<'_>, form: Form, labels: i64) -> Result<Self, String> {
        form.check()?;
        let (model, width) = (root / "deberta", form.hidden_size);
        let (embeddings, encoder) = (&model / "embeddings", &model / "encoder");
        let table = |path: Path<'_>, rows: i64| nn::embedding(path, rows, width, EmbeddingConfig::default());
        let layers = &encoder / "layer";
        Ok(Self {
            words: table(&embeddings / "word_embeddings", form.vocab_size),
            norm: norm(&embeddings, &form),
            layers: (0..form.num_hidden_layers).map(|at| Layer::new(&(&layers / at), &form)).collect(),
            distances: table(&encoder / "rel_embeddings", 2 * form.position_buckets),
            distances_norm: form.norm_rel_ebd.contains("layer_norm").then(|| norm(&encoder, &form)),
            classifier: linear(root, "classifier", width, labels),
            form,
        })
    }

    /// Scores of shape (rows, pieces, labels).
    pub(super) fn run(&self, ids: &Tensor, mask: &Tensor) -> Result<Tensor, TchError> {
        let (length, span) = (ids.size()[1], self.form.position_buckets);
        let buckets = Tensor::f_from_slice(&self.form.buckets(length))?.f_view([1, 1, length, length])?;
        let place = |buckets: &Tensor| buckets.f_add_scalar(span)?.f_clamp(0, 2 * span - 1);
        let distances = Distances {
            rows: self
                .distances_norm
                .as_ref()
                .map_or(self.distances.ws.shallow_clone(), |norm| norm.forward(&self.distances.ws)),
            forth: place(&buckets)?,
            back: place(&buckets.f_neg()?)?,
        };
        let is_piece = mask.f_unsqueeze(-1)?;
        let is_filling = mask.f_unsqueeze(1)?.f_unsqueeze(1)?.f_eq(0)?;
        let mut rows = self.norm.forward(&self.words.forward(ids)).f_mul(&is_piece)?;
        for layer in &self.layers {
            rows = layer.run(&rows, &is_filling, &distances)?;
        }
        Ok(self.classifier.forward(&rows))
    }
}

/// How far the pieces of a row are from each other.
struct Distances {
    /// What each bucket means, of shape (buckets, width).
    rows: Tensor,
    /// Rows of the distance from query to key, of shape (1, 1, pieces, pieces).
    forth: Tensor,
    /// Rows of the distance from key to query.
    back: Tensor,
}

struct Layer {
    heads: i64,
    query: nn::Linear,
    key: nn::Linear,
    value: nn::Linear,
    attended: nn::Linear,
    attended_norm: nn::LayerNorm,
    wide: nn::Linear,
    narrow: nn::Linear,
    norm: nn::LayerNorm,
}

impl Layer {
    fn new(path: &Path<'_>, form: &Form) -> Self {
        let (attention, width) = (path / "attention", form.hidden_size);
        let (own, attended, output) = (&attention / "self", &attention / "output", path / "output");
        Self {
            heads: form.num_attention_heads,
            query: linear(&own, "query_proj", width, width),
            key: linear(&own, "key_proj", width, width),
            value: linear(&own, "value_proj", width, width),
            attended: linear(&attended, "dense", width, width),
            attended_norm: norm(&attended, form),
            wide: linear(&(path / "intermediate"), "dense", width, form.intermediate_size),
            narrow: linear(&output, "dense", form.intermediate_size, width),
            norm: norm(&output, form),
        }
    }

    fn run(&self, rows: &Tensor, is_filling: &Tensor, distances: &Distances) -> Result<Tensor, TchError> {
        let attended = self.attended.forward(&self.attend(rows, is_filling, distances)?);
        let attended = self.attended_norm.forward(&attended.f_add(rows)?);
        let changed = self.narrow.forward(&self.wide.forward(&attended).f_gelu("none")?);
        Ok(self.norm.forward(&changed.f_add(&attended)?))
    }

    /// Attention by content, by the distance of content to content, and back.
    fn attend(&self, rows: &Tensor, is_filling: &Tensor, distances: &Distances) -> Result<Tensor, TchError> {
        let [query, key, value] = [&self.query, &self.key, &self.value].map(|part| part.forward(rows));
        let [query, key, value] = [self.split(&query)?, self.split(&key)?, self.split(&value)?];
        let far = distances.rows.f_unsqueeze(0)?;
        let far_key = self.split(&self.key.forward(&far))?.f_transpose(-1, -2)?;
        let far_query = self.split(&self.query.forward(&far))?.f_transpose(-1, -2)?;
        let scores = query.f_matmul(&key.f_transpose(-1, -2)?)?;
        let shape = scores.size();
        let forth =
            query.f_matmul(&far_key)?.f_gather(-1, &distances.forth.f_expand(&shape, true)?, false)?;
        let back = key.f_matmul(&far_query)?.f_gather(-1, &distances.back.f_expand(&shape, true)?, false)?;
        // Three kinds of scores are added up.
        let scale = 1.0 / (3.0 * query.size()[3] as f64).sqrt();
        let scores = scores.f_add(&forth)?.f_add(&back.f_transpose(-1, -2)?)?.f_mul_scalar(scale)?;
        let shares = scores.f_masked_fill(is_filling, f64::from(f32::MIN))?.f_softmax(-1, Kind::Float)?;
        shares.f_matmul(&value)?.f_transpose(1, 2)?.f_reshape(rows.size().as_slice())
    }

    /// From (rows, pieces, width) to (rows, heads, pieces, width of a head).
    fn split(&self, rows: &Tensor) -> Result<Tensor, TchError> {
        let (count, length, width) = rows.size3()?;
        rows.f_view([count, length, self.heads, width / self.heads])?.f_transpose(1, 2)
    }
}

fn norm(path: &Path<'_>, form: &Form) -> nn::LayerNorm {
    let eps = form.layer_norm_eps.unwrap_or(1e-7);
    nn::layer_norm(
        path / "LayerNorm",
        vec![form.hidden_size],
        LayerNormConfig { eps, ..LayerNormConfig::default() },
    )
}

fn linear(path: &Path<'_>, name: &str, from: i64, to: i64) -> nn::Linear {
    nn::linear(path / name, from, to, LinearConfig::default())
}
