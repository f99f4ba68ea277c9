//! The storage of a server, and the ways in which a server ends.

use std::sync::Arc;

use crate::auth::people::People;
use crate::journal::Store;

/// The storage of a server.
#[derive(Clone)]
pub struct Storage {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// People, their links and their sessions.
    pub people: Arc<dyn People>,
}

/// How a server ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was asked to stop.
    Stopped,
    /// The store failed and this process cannot open it again; waiting clients were answered `unavailable`.
    StoreFailed,
}
