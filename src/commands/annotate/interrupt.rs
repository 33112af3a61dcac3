//! Ctrl-C: the articles in hand are finished, then the run ends in good order.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;

use crate::exit::Exit;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C (or a polite kill) asks the run to end; a second one ends it at once.
#[allow(clippy::exit)] // a user who asks twice does not want to wait
pub(super) fn listen() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted.code().into());
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Whether the run has been asked to end.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}
