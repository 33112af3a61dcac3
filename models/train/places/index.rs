//! Builds the finite-state index of place names: reads `name<tab>value` lines, sorted by name, from standard input and
//! writes the index to standard output. See compile.py beside this file.

use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    let mut index = fst::MapBuilder::new(BufWriter::new(stdout().lock()))?;
    for (number, line) in (1..).zip(stdin().lock().lines()) {
        let line = line?;
        let (name, value) = line.split_once('\t').with_context(|| format!("line {number}: no tab"))?;
        index.insert(name, value.parse().with_context(|| format!("line {number}: {value}"))?)?;
    }
    index.into_inner()?.flush()?;
    Ok(())
}
