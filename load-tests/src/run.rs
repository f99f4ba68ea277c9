//! A finished run of all scenarios, as it is written to `run.json` and shown on the page.

use serde::Serialize;

use crate::machine::Machine;
use crate::outcome::Outcome;

/// A finished run.
#[derive(Debug, Serialize)]
pub(crate) struct Run {
    pub(crate) machine: Machine,
    pub(crate) took_s: f64,
    pub(crate) scenarios: Vec<Outcome>,
    pub(crate) failures: Vec<Failure>,
}

/// A scenario that failed.
#[derive(Debug, Serialize)]
pub(crate) struct Failure {
    pub(crate) command: String,
    pub(crate) words: String,
}
