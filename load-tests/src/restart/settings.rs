//! The flags of `restart`.

use std::path::PathBuf;

use crate::hot_lot::rate;

/// The most lots of an event whose lots have ended. Each lot's first record holds the documents of all of them.
pub(super) const LOTS_MAX: u32 = 10;
/// Bidders of each lot.
pub(super) const BIDDERS: usize = 20;
/// The usual number of rounds.
pub(super) const ROUNDS: u16 = 5;
/// The usual seconds of a turn of bids.
pub(super) const SECONDS: u16 = 3;

/// Flags of `load-tests restart`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The program of an earlier build: it makes the journals, and its figures are those before. Without it the ratios to
    /// before are not measured
    #[arg(long, value_name = "PROGRAM", env = "FAIRLOT_BEFORE")]
    pub(super) before: Option<PathBuf>,
    /// Lots that have ended
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(super) ended: u32,
    /// Records of each of them
    #[arg(long, default_value_t = 500, value_parser = clap::value_parser!(u64).range(30..=1_000_000))]
    pub(super) records: u64,
    /// Lots that are open
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(super) open: u32,
    /// Records of each of them
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u64).range(30..=1_000_000))]
    pub(super) open_records: u64,
    /// Records of the one lot of a journal of its own, for `verify`
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(30..=10_000_000))]
    pub(super) long_records: u64,
    /// Bids a second, whatever the answers do
    #[arg(long, default_value_t = 1_000.0, value_parser = rate)]
    pub(super) rate: f64,
    /// On PostgreSQL, on a cluster of its own, in place of SQLite
    #[arg(long, conflicts_with = "keep")]
    pub(super) postgres: bool,
    /// Keeps the journals in this folder, and takes those that it finds there
    #[arg(long, value_name = "FOLDER")]
    pub(super) keep: Option<PathBuf>,
    /// One part alone; default: all
    #[arg(long)]
    pub(super) part: Option<Part>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Part {
    /// How long a start takes
    Starts,
    /// What ended lots keep of the server's memory
    Memory,
    /// How long `fairlot verify` takes
    Verify,
    /// Bids beside the check of ended lots
    Check,
    /// Bids on an old database, and beside its backup
    Age,
}

impl Args {
    pub(super) fn runs(&self, part: Part) -> bool {
        self.part.is_none_or(|only| only == part)
    }

    /// The sizes of the journals, and the program that made them.
    pub(super) fn sizes(&self) -> String {
        let Self { ended, records, open, open_records, long_records, before, .. } = self;
        let maker = before.as_ref().map_or_else(|| "this build".into(), |program| program.display().to_string());
        format!("{ended} × {records} ended, {open} × {open_records} open, 1 × {long_records} long, by {maker}")
    }
}
