//! The threads that annotate while the interpreter is free.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{process, thread};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use headcount::Article;
use headcount::output::Record;
use headcount::recorder::Recorder;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// How long a Ctrl-C may go unheard.
const TICK: Duration = Duration::from_millis(50);

/// One article to be done.
pub(crate) enum Job {
    Annotate(Article),
    /// It could not be read; its record says why.
    Failed(Box<Record>),
}

/// A recorder with threads.
pub(crate) struct Crew {
    recorder: Arc<Recorder>,
    threads: usize,
    /// The pool, and the process that it lives in: threads do not survive a fork, and `multiprocessing` forks.
    pool: Mutex<Option<(u32, Arc<ThreadPool>)>>,
}

impl Crew {
    /// As many threads as asked for, else one for each core.
    pub(crate) fn new(recorder: Arc<Recorder>, threads: Option<NonZeroUsize>) -> Self {
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Self { recorder, threads: threads.unwrap_or_else(cores).get(), pool: Mutex::new(None) }
    }

    /// The same recorder with that number of threads, if one is given.
    pub(crate) fn with_threads(self: &Arc<Self>, threads: Option<NonZeroUsize>) -> Arc<Self> {
        match threads {
            Some(other) if other.get() != self.threads => {
                Arc::new(Self::new(Arc::clone(&self.recorder), Some(other)))
            }
            _ => Arc::clone(self),
        }
    }

    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Begins to annotate; the record arrives in the returned slot.
    pub(crate) fn begin(&self, job: Job) -> PyResult<Receiver<Record>> {
        let (filled, slot) = bounded(1);
        let recorder = Arc::clone(&self.recorder);
        self.pool()?.spawn_fifo(move || {
            let record = match job {
                Job::Annotate(article) => recorder.record(article).record,
                Job::Failed(record) => *record,
            };
            // Nobody waits for the slot any more when the iterator is gone.
            drop(filled.send(record));
        });
        Ok(slot)
    }

    fn pool(&self) -> PyResult<Arc<ThreadPool>> {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let here = process::id();
        if let Some((_, pool)) = pool.as_ref().filter(|(home, _)| *home == here) {
            return Ok(Arc::clone(pool));
        }
        let name = |index| format!("headcount-{index}");
        let new = ThreadPoolBuilder::new().num_threads(self.threads).thread_name(name).build();
        let new = Arc::new(new.map_err(|error| PyRuntimeError::new_err(error.to_string()))?);
        if let Some((_, dead)) = pool.replace((here, Arc::clone(&new))) {
            // Its threads stayed in the parent: waiting for their end would never end.
            std::mem::forget(dead);
        }
        Ok(new)
    }
}

/// Waits for what comes next with the interpreter free, and listens for Ctrl-C; `None` when nothing comes any more.
pub(crate) fn wait<T: Send>(py: Python<'_>, channel: &Receiver<T>) -> Option<PyResult<T>> {
    loop {
        // Each time, for what is done when it is asked for never makes us wait.
        if let Err(interrupt) = py.check_signals() {
            return Some(Err(interrupt));
        }
        match py.detach(|| channel.recv_timeout(TICK)) {
            Ok(thing) => return Some(Ok(thing)),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Waits for a record.
pub(crate) fn wait_for(py: Python<'_>, slot: &Receiver<Record>) -> PyResult<Record> {
    let stopped = || Err(PyRuntimeError::new_err("a worker stopped before its article was done"));
    wait(py, slot).unwrap_or_else(stopped)
}
