//! Annotated articles from anywhere: read where they are annotated already, else annotated now.

use std::cell::OnceCell;
use std::io::{self, BufRead as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rayon::prelude::*;

use crate::input::{Inputs, Item, Settings};
use crate::output::{Extras, Record, Records};
use crate::recorder::{self, Foreign, Recorder};
use crate::{Error, Pipeline, quoted};

/// Articles annotated at a time: enough for all cores, few enough for the memory of a laptop.
const BATCH: usize = 64;

/// Gives the record of every article of `paths` to `show`, in order.
pub(super) fn each(
    paths: &[PathBuf],
    extras: Extras,
    mut show: impl FnMut(Record) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let recorder = OnceCell::new();
    for path in paths {
        if path.as_os_str() == "-" && stdin_is_json()? {
            Records::new(io::stdin().lock(), path).try_for_each(|record| show(record?))?;
        } else if is_annotated(path)? {
            Records::open(path)?.try_for_each(|record| show(record?))?;
        } else {
            let inputs = Inputs::new(std::slice::from_ref(path), Settings::default())?;
            annotate(&inputs, loaded(&recorder, extras)?, &mut show)?;
        }
    }
    Ok(())
}

/// Loads the models when the first article needs them: annotated articles do not.
fn loaded(recorder: &OnceCell<Recorder>, extras: Extras) -> anyhow::Result<&Recorder> {
    if let Some(recorder) = recorder.get() {
        return Ok(recorder);
    }
    let new = Recorder::new(Pipeline::new()?, extras, Foreign::Ignore)?;
    Ok(recorder.get_or_init(|| new))
}

/// Whether standard input begins with a JSON object; nothing of it is taken away.
fn stdin_is_json() -> io::Result<bool> {
    let mut stdin = io::stdin().lock();
    Ok(stdin.fill_buf()?.trim_ascii_start().starts_with(b"{"))
}

/// Whether `path` is a file with records that are annotated. One that cannot be opened is not: the reader of articles
/// then says why.
///
/// Where some of its records are annotated and some not, or damaged, it is not annotated anew: that would throw away what
/// someone may have corrected by hand.
fn is_annotated(path: &Path) -> anyhow::Result<bool> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if ![".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst"].iter().any(|ending| name.ends_with(ending)) {
        return Ok(false);
    }
    let Ok(mut records) = Records::open(path) else { return Ok(false) };
    let damaged = match records.next() {
        None => return Ok(false),
        Some(Ok(_)) => return Ok(true),
        Some(Err(error)) => error,
    };
    // The reader of articles tells what cannot be unpacked.
    let readable = records.take_while(|record| !matches!(record, Err(Error::Io { .. })));
    match readable.flatten().next() {
        None => Ok(false),
        Some(record) => {
            let id = quoted(&record.id);
            Err(damaged).with_context(|| {
                format!("article {id} is annotated, but not all are; mend or take out the others")
            })
        }
    }
}

fn annotate(
    inputs: &Inputs,
    recorder: &Recorder,
    show: &mut impl FnMut(Record) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut items = inputs.items();
    loop {
        let batch: Vec<Item<'_>> = items.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return Ok(());
        }
        let records: Vec<Record> = batch.into_par_iter().map(|item| record(item, recorder)).collect();
        records.into_iter().try_for_each(&mut *show)?;
    }
}

/// The record of one article; one that cannot be read gets the record of its error.
fn record(item: Item<'_>, recorder: &Recorder) -> Record {
    recorder::read(item).map_or_else(|made| made.record, |article| recorder.record(article).record)
}
