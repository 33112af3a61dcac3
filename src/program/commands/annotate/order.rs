//! Work on many threads, results in the order of the jobs, memory bounded.
//!
//! One thread lists jobs, the workers do them, the calling thread takes the results. Every job travels with a slot for
//! its result, and the slots queue up in the order of the jobs: the last stage waits for the first slot, whichever
//! worker fills it. Both queues are short, so a slow reader of our output slows everything before it.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;

/// Jobs under way for each worker: enough that none waits while one of them does a long article.
const AHEAD: usize = 8;

/// Takes results in order.
pub(super) trait Sink<R> {
    /// The next result.
    fn take(&mut self, result: R) -> anyhow::Result<()>;
    /// The next result is not there yet: time to pass on what is.
    fn idle(&mut self) -> anyhow::Result<()>;
}

/// Does every job with `work` on `threads` threads and gives the results to `sink` in the order of `jobs`. The first
/// error of `sink` ends everything.
pub(super) fn in_order<J: Send, R: Send>(
    jobs: impl Iterator<Item = J> + Send,
    threads: usize,
    work: impl Fn(J) -> R + Sync,
    sink: &mut impl Sink<R>,
) -> anyhow::Result<()> {
    let (job_in, job_out) = sync_channel(threads * AHEAD);
    let (slot_in, slots) = sync_channel(threads * AHEAD);
    let job_out = Mutex::new(job_out);
    thread::scope(|scope| {
        let lister = move || list(jobs, &job_in, &slot_in);
        thread::Builder::new().spawn_scoped(scope, lister).context("no thread to list articles")?;
        for started in 0..threads {
            let worker = thread::Builder::new().spawn_scoped(scope, || serve(&job_out, &work));
            match worker {
                Ok(_) => {}
                // Fewer workers give the same output.
                Err(_) if started > 0 => break,
                Err(error) => return Err(error).context("no thread to work on articles"),
            }
        }
        let end = collect(&slots, sink);
        // After an error the closed queue ends the other threads.
        drop(slots);
        end
    })
}

/// A job and the slot for its result.
type Slotted<J, R> = (J, SyncSender<R>);

fn list<J, R>(
    jobs: impl Iterator<Item = J>,
    job_in: &SyncSender<Slotted<J, R>>,
    slot_in: &SyncSender<Receiver<R>>,
) {
    for job in jobs {
        let (filled, slot) = sync_channel(1);
        // A closed queue means that the sink has failed: nothing more is wanted.
        if slot_in.send(slot).is_err() || job_in.send((job, filled)).is_err() {
            return;
        }
    }
}

fn serve<J, R>(jobs: &Mutex<Receiver<Slotted<J, R>>>, work: &impl Fn(J) -> R) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((job, slot)) = next else { return };
        // Nobody waits for the slot once the sink has failed; the queue of jobs runs dry soon after.
        let _ = slot.send(work(job));
    }
}

fn collect<R>(slots: &Receiver<Receiver<R>>, sink: &mut impl Sink<R>) -> anyhow::Result<()> {
    while let Some(slot) = next(slots, sink)? {
        match next(&slot, sink)? {
            Some(result) => sink.take(result)?,
            None => anyhow::bail!("a worker stopped before its article was done"),
        }
    }
    Ok(())
}

/// The next thing in a queue; `None` when it is closed.
fn next<T, R>(queue: &Receiver<T>, sink: &mut impl Sink<R>) -> anyhow::Result<Option<T>> {
    match queue.try_recv() {
        Ok(thing) => Ok(Some(thing)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            sink.idle()?;
            Ok(queue.recv().ok())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[derive(Default)]
    struct Take {
        results: Vec<usize>,
        limit: Option<usize>,
    }

    impl Sink<usize> for Take {
        fn take(&mut self, result: usize) -> anyhow::Result<()> {
            anyhow::ensure!(self.limit != Some(self.results.len()), "full");
            self.results.push(result);
            Ok(())
        }
        fn idle(&mut self) -> anyhow::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [1, 2, 7] {
            let mut sink = Take::default();
            // Early jobs take longest.
            let work = |job: usize| {
                thread::sleep(std::time::Duration::from_micros(500_u64.saturating_sub(job as u64)));
                job * 2
            };
            in_order(0..500, threads, work, &mut sink).unwrap();
            assert!(sink.results.iter().copied().eq((0..500).map(|job| job * 2)));
        }
    }

    #[test]
    fn a_sink_that_fails_ends_an_endless_run_soon() {
        let listed = AtomicUsize::new(0);
        let jobs = (0..).inspect(|_| {
            listed.fetch_add(1, Ordering::Relaxed);
        });
        let mut sink = Take { limit: Some(100), ..Take::default() };
        let error = in_order(jobs, 2, |job| job, &mut sink).unwrap_err();
        assert_eq!((error.to_string().as_str(), sink.results.len()), ("full", 100));
        // Never further ahead than the two queues and the jobs in hand.
        assert!(listed.load(Ordering::Relaxed) <= 100 + 2 * 2 * AHEAD + 4);
    }
}
