//! The reference `fdatasync`: the duration of one synced write on this disk, measured repeatedly beside a load.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::Context;
use hdrhistogram::Histogram;

use crate::figures::Latency;

/// The size of a small commit.
const WRITE_BYTES: usize = 4 << 10;
/// The time between two syncs: short enough for a 99th percentile of some seconds, long enough to cost almost nothing.
const PAUSE: Duration = Duration::from_millis(5);
/// Longer syncs, in microseconds, count as this one.
const SYNC_US_MAX: u64 = 60_000_000;

/// Syncs until it is finished.
#[derive(Debug)]
pub(crate) struct Probe {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<Histogram<u64>>>,
}

impl Probe {
    /// Starts syncing a file in `folder`, which has to be on the disk that the load writes to.
    pub(crate) fn start(folder: &Path) -> anyhow::Result<Self> {
        let file = tempfile::tempfile_in(folder).context("no file for the sync probe")?;
        let stop = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let stop = stop.clone();
            move || sync_until(&stop, file)
        });
        Ok(Self { stop, thread })
    }

    /// Stops, and returns how long syncs took, in microseconds.
    pub(crate) fn finish(self) -> anyhow::Result<Latency> {
        self.stop.store(true, Ordering::Relaxed);
        let syncs = self.thread.join().map_err(|_| anyhow::anyhow!("the sync probe has panicked"))??;
        Ok(Latency::of(&syncs))
    }
}

fn sync_until(stop: &AtomicBool, mut file: File) -> anyhow::Result<Histogram<u64>> {
    let mut syncs = Histogram::new_with_bounds(1, SYNC_US_MAX, 3)?;
    while !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        file.write_all(&[0x5a; WRITE_BYTES])?;
        file.sync_data()?;
        syncs.saturating_record(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        thread::sleep(PAUSE);
    }
    Ok(syncs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syncs_are_timed_until_the_probe_is_finished() {
        let folder = tempfile::tempdir().unwrap();

        let found = Probe::start(folder.path()).unwrap().finish().unwrap();

        assert!(found.p50 <= found.max);
    }
}
