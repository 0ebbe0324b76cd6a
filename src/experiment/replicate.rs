//! Runs replications on several threads and hands them over in order.
//!
//! The only place with threads. A replication is a pure function of its index, so the number of threads and the
//! order in which they finish change nothing: results come by index, a failure is the one with the lowest index, and
//! a run that was stopped keeps an unbroken beginning, as if fewer replications had been asked for.

use std::any::Any;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;

/// What came of the replications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replicated<R> {
    /// The results of the first so many replications, in order.
    pub results: Vec<R>,
    /// Whether the run was stopped before all were begun.
    pub stopped: bool,
}

/// A replication that did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure<E> {
    /// It failed.
    #[error("replication {replication}: {error}")]
    Failed {
        /// Which.
        replication: u32,
        /// Why.
        error: E,
    },
    /// It panicked: a broken invariant of the program.
    #[error("replication {replication} broke an invariant of the program: {message}")]
    Panicked {
        /// Which.
        replication: u32,
        /// What the panic said.
        message: String,
    },
}

impl<E> Failure<E> {
    /// Which replication.
    pub fn replication(&self) -> u32 {
        match self {
            Failure::Failed { replication, .. } | Failure::Panicked { replication, .. } => *replication,
        }
    }
}

/// Runs `job` for each of `replications` on at most `threads` threads (at least one), each with a `worker` of its own
/// to reuse memory. `progress` is told, from those threads, how many are done. Setting `stop` lets those that are
/// running finish and begins no more.
///
/// # Errors
/// The failure with the lowest index; the others that were running finish first, and no more are begun.
pub fn replicate<W, R, E>(
    replications: Range<u32>,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    job: impl Fn(&mut W, u32) -> Result<R, E> + Sync,
    progress: impl Fn(u32) + Sync,
    stop: &AtomicBool,
) -> Result<Replicated<R>, Failure<E>>
where
    R: Send,
    E: Send,
{
    let asked = replications.len();
    let next = AtomicU32::new(replications.start);
    let done = AtomicU32::new(0);
    let failed = AtomicBool::new(false);
    // Indices are taken in order and whoever took one sees it through, so all below the last are done at the end.
    let take = || {
        let halted = stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed);
        let taken = (!halted).then(|| next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| (n < replications.end).then(|| n + 1)));
        taken.and_then(Result::ok)
    };
    let work = || {
        let mut finished = Vec::new();
        let mut own = None;
        while let Some(replication) = take() {
            let run = || job(own.get_or_insert_with(&worker), replication);
            match catch_unwind(AssertUnwindSafe(run)) {
                Ok(Ok(result)) => finished.push((replication, result)),
                Ok(Err(error)) => {
                    failed.store(true, Ordering::Relaxed);
                    return (finished, Some(Failure::Failed { replication, error }));
                }
                Err(panic) => {
                    failed.store(true, Ordering::Relaxed);
                    return (finished, Some(Failure::Panicked { replication, message: message(panic.as_ref()) }));
                }
            }
            progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        }
        (finished, None)
    };
    let parts: Vec<_> = thread::scope(|scope| {
        let running: Vec<_> = (0..threads.clamp(1, asked.max(1))).map(|_| scope.spawn(work)).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let (finished, failures): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    if let Some(failure) = failures.into_iter().flatten().min_by_key(Failure::replication) {
        return Err(failure);
    }
    let mut results: Vec<(u32, R)> = finished.into_iter().flatten().collect();
    results.sort_unstable_by_key(|(replication, _)| *replication);
    let stopped = results.len() < asked;
    Ok(Replicated { results: results.into_iter().map(|(_, result)| result).collect(), stopped })
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    /// Finishes in an order that has nothing to do with the index.
    fn slow(replication: u32) -> u32 {
        thread::sleep(Duration::from_micros(u64::from(replication.wrapping_mul(2_654_435_761) % 700)));
        replication * replication
    }

    #[test]
    fn results_come_in_order_at_any_number_of_threads() {
        let expected = Replicated { results: (5..45).map(|r| r * r).collect(), stopped: false };
        for threads in [0, 1, 2, 3, 8, 100] {
            let job = |_: &mut (), replication| Ok::<_, String>(slow(replication));
            let got = replicate(5..45, threads, || (), job, |_| (), &AtomicBool::new(false));
            assert_eq!(got, Ok(expected.clone()), "{threads} threads");
        }
        let none = replicate(3..3, 2, || (), |_, _| Ok::<u32, String>(1), |_| (), &AtomicBool::new(false));
        assert_eq!(none, Ok(Replicated { results: vec![], stopped: false }));
    }

    #[test]
    fn a_worker_is_made_once_per_thread_and_kept() {
        let made = AtomicU32::new(0);
        let worker = || made.fetch_add(1, Ordering::Relaxed);
        replicate(0..50, 3, worker, |_, r| Ok::<_, String>(slow(r)), |_| (), &AtomicBool::new(false)).unwrap();
        let made = made.into_inner();
        assert!((1..=3).contains(&made), "{made} workers");
    }

    #[test]
    fn the_failure_with_the_lowest_index_is_reported_and_ends_the_run() {
        for threads in [1, 2, 4] {
            let begun = AtomicU32::new(0);
            let job = |_: &mut (), replication| {
                begun.fetch_add(1, Ordering::Relaxed);
                slow(replication);
                if replication >= 20 { Err(format!("no {replication}")) } else { Ok(()) }
            };
            let failure = replicate(0..10_000, threads, || (), job, |_| (), &AtomicBool::new(false)).unwrap_err();
            assert_eq!(failure, Failure::Failed { replication: 20, error: "no 20".to_owned() }, "{threads} threads");
            assert_eq!(failure.to_string(), "replication 20: no 20");
            assert!(begun.into_inner() < 100);
        }
    }

    #[test]
    fn a_panic_is_an_error_that_names_the_replication() {
        let job = |_: &mut (), replication: u32| if replication == 7 { panic!("{} crews, {} expected", 1, 2) } else { Ok::<_, String>(()) };
        let failure = replicate(0..20, 2, || (), job, |_| (), &AtomicBool::new(false)).unwrap_err();
        assert_eq!(failure, Failure::Panicked { replication: 7, message: "1 crews, 2 expected".to_owned() });
        let broken = || -> u32 { panic!("no worker") };
        let failure = replicate(4..5, 1, broken, |_, _| Ok::<_, String>(()), |_| (), &AtomicBool::new(false)).unwrap_err();
        assert_eq!(failure, Failure::Panicked { replication: 4, message: "no worker".to_owned() });
    }

    #[test]
    fn a_stopped_run_keeps_an_unbroken_beginning() {
        for threads in [1, 3] {
            let stop = AtomicBool::new(false);
            let job = |_: &mut (), replication| {
                if replication == 10 {
                    stop.store(true, Ordering::Relaxed);
                }
                slow(replication);
                Ok::<_, String>(replication)
            };
            let got = replicate(0..1_000, threads, || (), job, |_| (), &stop).unwrap();
            assert!(got.stopped && (11..20).contains(&got.results.len()), "{} results", got.results.len());
            assert!(got.results.iter().copied().eq(0..got.results.len() as u32));
        }
    }

    #[test]
    fn progress_counts_to_the_end() {
        let most = AtomicU32::new(0);
        let progress = |done| {
            most.fetch_max(done, Ordering::Relaxed);
        };
        replicate(0..25, 2, || (), |_, r| Ok::<_, String>(slow(r)), progress, &AtomicBool::new(false)).unwrap();
        assert_eq!(most.into_inner(), 25);
    }
}
