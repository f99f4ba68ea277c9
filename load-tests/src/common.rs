//! The flags that all scenarios share, and their progress bar.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The usual time before a server is counted: every bidder has bid, and pools and caches are filled.
pub(crate) const WARM_UP: Duration = Duration::from_millis(500);

/// Flags of every scenario.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Common {
    /// Rounds, each of all servers in turn; default: the scenario's own, 5 or more
    #[arg(long, global = true, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    rounds: Option<u16>,
    /// Seconds of each server in each round that count; default: the scenario's own
    #[arg(long, global = true, value_parser = clap::value_parser!(u16).range(1..=3_600))]
    seconds: Option<u16>,
    /// Milliseconds before those that do not count; default: the scenario's own
    #[arg(long, global = true, value_parser = clap::value_parser!(u32).range(0..=600_000))]
    warm_up_ms: Option<u32>,
    /// Where to write everything as JSON
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Exit with 1 where a goal is missed; without it only where something is broken
    #[arg(long, global = true)]
    pub(crate) enforce: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// Where servers come from, and where their databases go.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Place {
    /// The server's program, also for making tokens
    #[arg(long, global = true, env = "FAIRLOT_PROGRAM", default_value = "target/release/fairlot")]
    pub(crate) fairlot: PathBuf,
    /// Folder for temporary databases: on a real disk, not in memory
    #[arg(long, global = true, default_value = "target")]
    pub(crate) folder: PathBuf,
}

impl Common {
    /// These flags, with the rounds, seconds and warm-up of `usual` where these do not set them.
    pub(crate) fn over(&self, usual: &Self) -> Self {
        Self {
            rounds: self.rounds.or(usual.rounds),
            seconds: self.seconds.or(usual.seconds),
            warm_up_ms: self.warm_up_ms.or(usual.warm_up_ms),
            ..self.clone()
        }
    }

    pub(crate) fn rounds(&self, usual: u16) -> u16 {
        self.rounds.unwrap_or(usual)
    }

    /// How long each server's window is.
    pub(crate) fn measure(&self, usual_seconds: u16) -> Duration {
        Duration::from_secs(self.seconds.unwrap_or(usual_seconds).into())
    }

    /// How long each server bids before its window.
    pub(crate) fn warm_up(&self, usual: Duration) -> Duration {
        self.warm_up_ms.map_or(usual, |ms| Duration::from_millis(ms.into()))
    }
}

/// A progress bar on a terminal, nothing elsewhere. It is removed when dropped.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// For this number of steps; [`Progress::step`] begins each.
    pub(crate) fn new(scenario: &'static str, steps: u64) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len} {elapsed} {msg}")
            .expect("the template is sound");
        let bar = ProgressBar::with_draw_target(Some(steps), target).with_style(style).with_prefix(scenario);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    /// Begins a step and ends the one before.
    pub(crate) fn step(&self, words: impl Into<String>) {
        let first = self.0.message().is_empty();
        self.0.inc(u64::from(!first));
        self.0.set_message(words.into());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
