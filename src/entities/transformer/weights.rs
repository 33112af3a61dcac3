//! A checkpoint's tensors: read from any of its files, checked against the network, shared by all threads.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use tch::nn::VarStore;
use tch::{Device, Kind, TchError, Tensor};

use crate::error::Error;

/// What `headcount model convert` writes.
pub(super) const CONVERTED: &str = "rust_model.ot";

/// The files that are read, the first that is there.
pub(super) const FILES: [&str; 3] = [CONVERTED, "model.safetensors", "pytorch_model.bin"];

/// The tensors of one checkpoint by their names, as 32-bit floats.
#[derive(Debug)]
pub(super) struct Weights {
    pub(super) path: PathBuf,
    tensors: BTreeMap<String, Tensor>,
}

impl Weights {
    /// Reads the first of `files` that is in `folder`.
    pub(super) fn read(folder: &Path, files: &[&str]) -> Result<Self, Error> {
        let path =
            files.iter().map(|file| folder.join(file)).find(|path| path.exists()).ok_or_else(|| {
                let parts = folder.join("model.safetensors.index.json").exists();
                let why = if parts { "; weights in several files are not read" } else { "" };
                Error::Checkpoint {
                    path: folder.to_owned(),
                    cause: format!("has no weights: none of {} is there{why}", files.join(", ")),
                }
            })?;
        let fault = |error: &TchError| Error::Checkpoint {
            path: path.clone(),
            cause: format!("is not a file of weights: {}", first_line(error)),
        };
        let kind = path.extension().and_then(|kind| kind.to_str());
        let read = match kind {
            Some("safetensors") => Tensor::read_safetensors(&path),
            Some("bin") => Tensor::loadz_multi_with_device(&path, Device::Cpu),
            _ => Tensor::load_multi_with_device(&path, Device::Cpu),
        };
        let tensors = read.map_err(|error| fault(&error))?;
        let tensors = tensors.into_iter().map(|(name, tensor)| {
            let tensor = tensor.f_detach()?.f_to_kind(Kind::Float)?.f_contiguous()?;
            Ok((new_name(&name), tensor))
        });
        let tensors = tensors.collect::<Result<_, TchError>>().map_err(|error| fault(&error))?;
        Ok(Self { path, tensors })
    }

    /// Number of weights in all tensors.
    pub(super) fn count(&self) -> usize {
        self.tensors.values().map(Tensor::numel).sum()
    }

    /// Gives a network its tensors; they are shared, not copied.
    pub(super) fn fill(&self, store: &VarStore) -> Result<(), Error> {
        let fault = |cause: String| Error::Checkpoint { path: self.path.clone(), cause };
        let mut wanted: Vec<(String, Tensor)> = store.variables().into_iter().collect();
        wanted.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, mut variable) in wanted {
            let tensor = self.tensors.get(&name).ok_or_else(|| {
                fault(format!("has no tensor {name}: a checkpoint of another task or architecture"))
            })?;
            let (found, needed) = (tensor.size(), variable.size());
            if found != needed {
                return Err(fault(format!(
                    "tensor {name} has the shape {found:?}; config.json needs {needed:?}"
                )));
            }
            variable.set_data(tensor);
        }
        Ok(())
    }

    /// Writes the tensors to `path` in the form of rust-bert.
    pub(super) fn save(&self, path: &Path) -> Result<(), Error> {
        let tensors: Vec<(&String, &Tensor)> = self.tensors.iter().collect();
        Tensor::save_multi(&tensors, path).map_err(|error| Error::Checkpoint {
            path: path.to_owned(),
            cause: format!("cannot be written: {}", first_line(&error)),
        })
    }
}

/// Names of the first years of BERT as they are now.
fn new_name(name: &str) -> String {
    let (stem, last) = name.rsplit_once('.').unwrap_or(("", name));
    match last {
        "gamma" => format!("{stem}.weight"),
        "beta" => format!("{stem}.bias"),
        _ => name.to_owned(),
    }
}

/// libtorch tells its own places in the lines below the first.
pub(super) fn first_line(error: &impl Display) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_old_are_read() {
        assert_eq!(new_name("bert.embeddings.LayerNorm.gamma"), "bert.embeddings.LayerNorm.weight");
        assert_eq!(new_name("bert.embeddings.LayerNorm.beta"), "bert.embeddings.LayerNorm.bias");
        assert_eq!(new_name("classifier.bias"), "classifier.bias");
    }
}
