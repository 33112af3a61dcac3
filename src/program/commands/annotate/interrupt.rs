//! Ctrl-C: the articles in hand are finished, then the run ends in good order; not later than a moment after, wherever it waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::Context as _;

use crate::program::exit::Exit;

static ASKED: AtomicBool = AtomicBool::new(false);

/// Whether the run has come to its end by itself.
static ENDED: AtomicBool = AtomicBool::new(false);

/// What articles in hand may take to be finished: all but the longest do in less. One that is not is done again by `--resume`.
const PATIENCE: Duration = Duration::from_secs(2);

/// From now on the first Ctrl-C (or a polite kill) asks the run to end; a second one ends it at once, and so does the end of
/// [`PATIENCE`], after `last_words`: it may wait for input, or sit in a long article. Signals that were ignored when the program was
/// started (`nohup`) stay so.
pub(super) fn listen(last_words: impl Fn() + Send + 'static) -> anyhow::Result<()> {
    signals::listen(move || {
        if ASKED.swap(true, Ordering::Relaxed) {
            end();
        }
    })
    .context("cannot listen for Ctrl-C")?;
    thread::Builder::new().spawn(move || watch(&last_words)).context("cannot listen for Ctrl-C")?;
    Ok(())
}

fn watch(last_words: &impl Fn()) {
    while !asked() {
        thread::sleep(Duration::from_millis(50));
    }
    thread::sleep(PATIENCE);
    if !ENDED.swap(true, Ordering::Relaxed) {
        last_words();
        end();
    }
}

/// Ends the program. Nothing is lost by it: while the run waits, all lines that are done are written.
#[allow(clippy::exit)] // a thread that waits for input cannot be ended in another way
fn end() -> ! {
    std::process::exit(Exit::Interrupted.code().into())
}

/// Whether the run has been asked to end.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// From now on the run ends by itself. Waits where its end is under way already.
pub(super) fn ended() {
    while ENDED.swap(true, Ordering::Relaxed) {
        thread::sleep(PATIENCE);
    }
}

#[cfg(unix)]
mod signals {
    use std::{fs, io, thread};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    /// Calls `handler` for every signal that asks to end.
    pub(super) fn listen(handler: impl Fn() + Send + 'static) -> io::Result<()> {
        let ignored = ignored();
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
        let mut signals = Signals::new(wanted)?;
        thread::Builder::new().spawn(move || signals.forever().for_each(|_| handler()))?;
        Ok(())
    }

    /// The signals that were ignored at the start, a bit each. Where the system does not tell (it is no Linux), a hangup is left
    /// as it is: it ends the run, or does not under `nohup`.
    fn ignored() -> u64 {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let told = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        told.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(1 << (SIGHUP - 1))
    }
}

#[cfg(not(unix))]
mod signals {
    /// Calls `handler` for every Ctrl-C.
    pub(super) fn listen(handler: impl Fn() + Send + 'static) -> Result<(), ctrlc::Error> {
        ctrlc::set_handler(handler)
    }
}
