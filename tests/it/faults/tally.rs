//! The figures of a trial, and the table in which they are kept after a long run.

use std::env;
use std::fs::OpenOptions;
use std::io::Write;

/// Figures of one trial.
#[derive(Debug)]
pub(super) struct Tally {
    fault: &'static str,
    cycles: u32,
    pub(super) unavailable: usize,
    pub(super) acknowledged: usize,
    pub(super) found: usize,
    pub(super) alike: usize,
    pub(super) verified: u32,
}

impl Tally {
    pub(super) const fn new(fault: &'static str) -> Self {
        Self { fault, cycles: 0, unavailable: 0, acknowledged: 0, found: 0, alike: 0, verified: 0 }
    }

    /// Counts a cycle that passed, and prints it, which shows where the test's output is not captured.
    pub(super) fn passed(&mut self, context: &str) {
        self.cycles += 1;
        #[expect(clippy::print_stderr, reason = "a long run is watched")]
        {
            eprintln!("{}: {context}: {} acknowledged and found, {} alike", self.fault, self.found, self.alike);
        }
    }

    /// Adds a line to the table when there is one.
    pub(super) fn keep(&self) {
        let Some(path) = env::var_os("FAIRLOT_TALLY") else { return };
        let Self { fault, cycles, unavailable, acknowledged, found, alike, verified } = self;
        let line = format!("{fault}\t{cycles}\t{unavailable}\t{acknowledged}\t{found}\t{alike}\t{verified}\n");
        let mut table = OpenOptions::new().create(true).append(true).open(path).expect("the table can be written");
        table.write_all(line.as_bytes()).expect("a line is added to the table");
    }
}
