//! Where checkpoints are: folders, and the cache that Hugging Face's own programs download to. Nothing is fetched here.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::config::Config;
use crate::error::Error;

/// The folder of the checkpoint `name`: a folder, or the name of one in Hugging Face's cache ("dslim/bert-base-NER").
///
/// # Errors
/// [`Error::Checkpoint`] that says how to get one.
pub fn find(name: &Path) -> Result<PathBuf, Error> {
    if name.is_dir() {
        return Ok(name.to_owned());
    }
    let cached = cache().map(|cache| cache.join(folder_name(name)));
    if let Some(folder) = cached.as_deref().and_then(newest) {
        return Ok(folder);
    }
    let place = cached.map_or_else(|| "Hugging Face's cache".to_owned(), |path| path.display().to_string());
    let cause = format!(
        "no such folder, and nothing in {place}; get a checkpoint with `hf download {} config.json model.safetensors tokenizer.json` \
         (pip install huggingface_hub), or give a folder that holds these files",
        name.display()
    );
    Err(Error::Checkpoint { path: name.to_owned(), cause })
}

/// The checkpoints in Hugging Face's cache that can be run, by name; with the reason why not for those that cannot.
pub fn cached() -> Vec<(String, Result<PathBuf, Error>)> {
    let entries = cache().and_then(|cache| fs::read_dir(cache).ok()).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.strip_prefix("models--")?.replace("--", "/");
            let folder = newest(&entry.path())?;
            Some((name, Config::read(&folder).map(|_| folder)))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Where Hugging Face's programs put what they download.
fn cache() -> Option<PathBuf> {
    let of = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    of("HF_HUB_CACHE")
        .or_else(|| of("HF_HOME").map(|home| home.join("hub")))
        .or_else(|| env::home_dir().map(|home| home.join(".cache/huggingface/hub")))
}

/// "dslim/bert-base-NER" as a folder of the cache.
fn folder_name(name: &Path) -> String {
    format!("models--{}", name.display().to_string().replace('/', "--"))
}

/// The version of a cached checkpoint that its branch `main` names.
fn newest(folder: &Path) -> Option<PathBuf> {
    let version = fs::read_to_string(folder.join("refs/main")).ok()?;
    Some(folder.join("snapshots").join(version.trim())).filter(|folder| folder.is_dir())
}
