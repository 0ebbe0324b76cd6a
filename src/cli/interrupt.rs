//! Ctrl-C: the first lets the replications that are running finish and keeps what is done, the second stops at once.

use super::failure::tell;
use gridgov::report::part;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

/// What the user has asked for.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    /// No further replication is to be begun.
    pub stop: Arc<AtomicBool>,
    /// A folder or file to be removed when the program is stopped at once.
    unfinished: Arc<Mutex<Option<PathBuf>>>,
}

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        let (handler, presses) = (interrupt.clone(), AtomicU32::new(0));
        // Without a handler (it cannot be set twice) Ctrl-C simply ends the program.
        let _ = ctrlc::set_handler(move || {
            if presses.fetch_add(1, Ordering::Relaxed) == 0 {
                handler.stop.store(true, Ordering::Relaxed);
                tell("\ninterrupted: finishing what is running (once more to stop at once)");
            } else {
                if let Ok(unfinished) = handler.unfinished.lock()
                    && let Some(path) = unfinished.as_ref()
                {
                    part::remove(path);
                }
                std::process::exit(130);
            }
        });
        interrupt
    }

    /// Whether it was asked for.
    pub fn asked(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Names a folder or file to be removed when the program is stopped at once.
    pub fn guards(&self, folder: PathBuf) {
        if let Ok(mut unfinished) = self.unfinished.lock() {
            *unfinished = Some(folder);
        }
    }
}
