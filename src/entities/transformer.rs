//! Names by a transformer: a Hugging Face checkpoint for token classification, run by rust-bert on libtorch.
//!
//! The article's text is cut into word pieces once; windows of whole sentences go through the network in batches of like length;
//! each token takes the scores of its first piece, and each sentence the likeliest legal row of tags. One article is worked on by
//! one thread, so that the same text always gives the same names.

mod config;
mod deberta;
pub mod folder;
mod labels;
mod network;
mod pieces;
mod tags;
mod weights;
mod windows;

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rust_bert::RustBertError;
use tch::nn::VarStore;
use tch::{Device, Kind, Tensor};

use self::config::Config;
pub use self::labels::LabelPairs;
use self::labels::Shares;
use self::network::{Batch, Network};
use self::pieces::{Piece, Pieces};
use self::tags::Scheme;
use self::weights::Weights;
use super::proposer::{Odds, Proposal, Proposer};
use crate::article::{Doc, Label, TokenRange};
use crate::error::Error;

/// A checkpoint, loaded. Shared by reference between threads.
pub struct Transformer {
    config: Config,
    pieces: Pieces,
    scheme: Scheme,
    /// What each name of the scheme is.
    shares: Vec<Shares>,
    weights: Mutex<Weights>,
    /// Networks that no thread is using; all have the same weights.
    stock: Mutex<Vec<Network>>,
}

impl fmt::Debug for Transformer {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Transformer").field("config", &self.config).finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Transformer {
    /// Loads the checkpoint in `folder`: `config.json`, `tokenizer.json` (or `vocab.txt`), and `rust_model.ot`,
    /// `model.safetensors` or `pytorch_model.bin`. `pairs` come before the embedded list of label names.
    ///
    /// libtorch works with one thread for each caller from then on, in the whole process.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] or [`Error::Io`] that name the file and what is wrong with it: a checkpoint of another task or architecture, no
    /// tokenizer, a label that is none of ours, a tensor that is missing or of another shape.
    pub fn open(folder: &Path, pairs: &LabelPairs) -> Result<Self, Error> {
        // Articles are shared out among threads; libtorch's own threads would only get in their way, and change the last digits.
        tch::set_num_threads(1);
        let config = Config::read(folder)?;
        let scheme = Scheme::new(&config.labels).ok_or_else(|| Error::Checkpoint {
            path: folder.to_owned(),
            cause: format!(
                "has no label O for words that are no names; its labels are {}",
                config.labels.join(", ")
            ),
        })?;
        let shares = labels::of(&scheme.names, pairs, folder)?;
        let pieces = Pieces::read(&config)?;
        let weights = Weights::read(folder, &weights::FILES)?;
        let first = load(&config, &weights)?;
        let (weights, stock) = (Mutex::new(weights), Mutex::new(vec![first]));
        Ok(Self { config, pieces, scheme, shares, weights, stock })
    }

    /// Writes the weights of the checkpoint in `folder` as `rust_model.ot`, the form of rust-bert, and says where. They are checked
    /// first.
    ///
    /// # Errors
    /// As [`Transformer::open`].
    pub fn convert(folder: &Path) -> Result<PathBuf, Error> {
        let config = Config::read(folder)?;
        let weights = Weights::read(folder, &weights::FILES[1..])?;
        load(&config, &weights)?;
        let path = folder.join(weights::CONVERTED);
        weights.save(&path)?;
        Ok(path)
    }

    /// What the checkpoint is, as (field, value) for people.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let told = |name: &str| self.config.told(name).unwrap_or_default();
        let ours = |shares: &Shares| {
            let names: Vec<&str> = shares.iter().map(|(label, _)| label.as_str()).collect();
            if names.is_empty() { "left out".to_owned() } else { names.join(" or ") }
        };
        let labels = self.scheme.names.iter().zip(&self.shares);
        let labels: Vec<String> =
            labels.map(|(name, shares)| format!("{name} is {}", ours(shares))).collect();
        let weights = lock(&self.weights);
        vec![
            ("folder", self.config.folder.display().to_string()),
            ("architecture", told("model_type")),
            ("weights", format!("{} in {}", weights.count(), weights.path.display())),
            ("word pieces", self.config.vocabulary.to_string()),
            ("window", format!("{} pieces", self.window())),
            ("labels", labels.join(", ")),
        ]
    }

    /// Pieces of the article that a row may hold.
    fn window(&self) -> usize {
        windows::MOST.min(self.config.positions - 2)
    }

    /// Calls `work` with a network that no other thread uses meanwhile.
    fn lend<R>(&self, work: impl FnOnce(&Network) -> R) -> Result<R, Error> {
        let free = lock(&self.stock).pop();
        let network = match free {
            Some(network) => network,
            None => load(&self.config, &lock(&self.weights))?,
        };
        let result = tch::no_grad(|| work(&network));
        lock(&self.stock).push(network);
        Ok(result)
    }

    /// Logarithms of the labels' probabilities of every piece that is read, one row of [`Scheme::len`] a piece.
    fn scores(&self, text: &str, pieces: &[Piece], stretches: &[Range<usize>]) -> Result<Vec<f32>, Error> {
        let fault = |error: RustBertError| Error::Checkpoint {
            path: self.config.folder.clone(),
            cause: format!("libtorch fails: {}", weights::first_line(&error)),
        };
        let windows = windows::windows(stretches, self.window());
        let readers = windows::readers(stretches, &windows);
        let row =
            |window: &Range<usize>| &pieces[stretches[window.start].start..stretches[window.end - 1].end];
        let lengths: Vec<usize> = windows.iter().map(|window| row(window).len() + 2).collect();
        let width = self.scheme.len();
        let mut scores = vec![0.0; pieces.len() * width];
        for batch in windows::batches(&lengths) {
            let rows: Vec<&[Piece]> = batch.iter().map(|&at| row(&windows[at])).collect();
            let batch_scores = self.lend(|network| run(network, &self.batch(text, &rows)))?.map_err(fault)?;
            let longest = rows.iter().map(|row| row.len() + 2).max().unwrap_or(0);
            for (number, &window) in batch.iter().enumerate() {
                let first = stretches[windows[window].start].start;
                for at in windows[window].clone().filter(|&at| readers[at] == window) {
                    let (start, end) = (stretches[at].start, stretches[at].end);
                    // One row down for the special piece before the text.
                    let from = (number * longest + 1 + start - first) * width;
                    scores[start * width..end * width]
                        .copy_from_slice(&batch_scores[from..from + (end - start) * width]);
                }
            }
        }
        Ok(scores)
    }

    fn batch(&self, text: &str, rows: &[&[Piece]]) -> Batch {
        let longest = rows.iter().map(|row| row.len() + 2).max().unwrap_or(0);
        let shape = [rows.len() as i64, longest as i64];
        let (mut ids, mut mask, mut types) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let own = row.iter().map(|piece| i64::from(piece.id));
            ids.extend([self.pieces.ends[0]].into_iter().chain(own).chain([self.pieces.ends[1]]));
            mask.resize(ids.len(), 1_i64);
            types.push(0);
            if self.config.cased_by_type {
                types.extend(row.iter().map(|piece| pieces::case_at(text, piece.at)));
            }
            let filled = ids.len().next_multiple_of(longest);
            ids.resize(filled, self.config.padding);
            mask.resize(filled, 0);
            types.resize(filled, 0);
        }
        let tensor = |numbers: &[i64]| Tensor::from_slice(numbers).view(shape);
        Batch { ids: tensor(&ids), mask: tensor(&mask), types: tensor(&types) }
    }

    /// The names of one sentence; `tokens` are those with a piece of their own, `rows` their scores.
    fn mentions(&self, tokens: &[usize], rows: &[&[f32]], found: &mut Vec<Proposal>) {
        for name in self.scheme.names_in(rows) {
            let Some(&(label, share)) = self.shares[name.name].iter().max_by(|a, b| a.1.total_cmp(&b.1))
            else {
                continue;
            };
            found.push(Proposal {
                tokens: TokenRange::new(tokens[name.start], tokens[name.end - 1] + 1),
                label: label.as_str(),
                score: name.score * share,
                labels: self.odds(rows[name.start]),
            });
        }
    }

    /// The probability of each of our labels.
    fn odds(&self, row: &[f32]) -> Odds {
        let mut odds = [0.0; Label::ALL.len()];
        for (at, score) in row.iter().enumerate() {
            for &(label, share) in self.scheme.name_of(at).map_or(&[][..], |name| &self.shares[name]) {
                odds[label as usize] += score.exp() * share;
            }
        }
        odds
    }
}

impl Proposer for Transformer {
    fn find(&self, doc: &Doc) -> Result<Vec<Proposal>, Error> {
        let pieces = self.pieces.of(&doc.text).map_err(|error| Error::Checkpoint {
            path: self.config.folder.clone(),
            cause: format!("its tokenizer fails: {error}"),
        })?;
        let firsts = pieces::firsts(doc, &pieces);
        let mut begins = vec![false; pieces.len()];
        firsts.iter().flatten().for_each(|&at| begins[at] = true);
        let sentences = sentences(doc, &pieces);
        let stretches = windows::stretches(sentences, self.window(), |at| begins[at]);
        let scores = self.scores(&doc.text, &pieces, &stretches)?;
        let width = self.scheme.len();
        let mut found = Vec::new();
        for sentence in &doc.sentences {
            let own = sentence.tokens.range().filter_map(|token| firsts[token].map(|piece| (token, piece)));
            let (tokens, rows): (Vec<usize>, Vec<&[f32]>) =
                own.map(|(token, piece)| (token, &scores[piece * width..][..width])).unzip();
            self.mentions(&tokens, &rows, &mut found);
        }
        Ok(found)
    }
}

/// The pieces of every sentence.
fn sentences(doc: &Doc, pieces: &[Piece]) -> Vec<Range<usize>> {
    let start = |at: usize| match doc.sentences.get(at) {
        Some(_) if at == 0 => 0,
        Some(sentence) => {
            let byte = doc.span_of(sentence.tokens).start() as usize;
            pieces.partition_point(|piece| piece.at < byte)
        }
        None => pieces.len(),
    };
    (0..doc.sentences.len()).map(|at| start(at)..start(at + 1)).collect()
}

/// A network with the checkpoint's weights.
fn load(config: &Config, weights: &Weights) -> Result<Network, Error> {
    let mut store = VarStore::new(Device::Cpu);
    let network = Network::new(config, &store.root())?;
    store.freeze();
    weights.fill(&store)?;
    Ok(network)
}

/// The scores of all rows one after the other.
fn run(network: &Network, batch: &Batch) -> Result<Vec<f32>, RustBertError> {
    let scores = network.run(batch)?.f_to_kind(Kind::Float)?.f_reshape([-1])?;
    Ok(Vec::<f32>::try_from(&scores)?)
}
