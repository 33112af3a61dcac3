//! Makes the tables of weights of the lists in `models/` that the program embeds: the lists stay what people and training
//! write, and a start of the program does not parse them.

#![allow(clippy::print_stdout)] // that is how cargo is spoken to

#[path = "src/lexicon/weights/layout.rs"]
mod layout;

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Lists of features with their weights, below `models/`.
const LISTS: [&str; 4] =
    ["links/weights.tsv", "links/facts-weights.tsv", "names/review.tsv", "status/weights.tsv"];

fn main() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lexicon/weights/layout.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    LISTS.into_iter().try_for_each(|list| make(list, &out))
}

/// Writes the table of a list into the folder `out`, with its name: `links-weights.table`.
fn make(list: &str, out: &Path) -> Result<(), String> {
    let source = Path::new("models").join(list);
    println!("cargo::rerun-if-changed={}", source.display());
    let text = fs::read_to_string(&source).map_err(|error| format!("{}: {error}", source.display()))?;
    let table = layout::compile(&text)
        .map_err(|(line, cause)| format!("{}: line {line}: {cause}", source.display()))?;
    let target = out.join(list.replace('/', "-")).with_extension("table");
    fs::write(&target, table.as_flattened()).map_err(|error| format!("{}: {error}", target.display()))
}
