//! What all parts of `restart` measure with.

use super::build::Build;
use super::journals::Journals;
use super::settings::Args;
use crate::common::Common;
use crate::tokens::Tokens;

/// The journals, the builds, and the callers of their servers.
pub(super) struct Bench<'a> {
    pub(super) args: &'a Args,
    pub(super) common: &'a Common,
    pub(super) journals: Journals,
    pub(super) ours: Build,
    /// The earlier build.
    pub(super) before: Option<Build>,
    pub(super) tokens: Tokens,
}
