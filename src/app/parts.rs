//! The parts of a server, and the ways in which a server ends.

use std::future::Future;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::auth::PeopleKey;
use crate::auth::key::ServerKey;
use crate::auth::people::People;
use crate::config::ServerLimits;
use crate::journal::Store;
use crate::outbound::mail::MailSender;

/// The parts of a server.
pub struct AppParts {
    /// The journal and the people.
    pub storage: Storage,
    /// The key that signs tokens.
    pub key: ServerKey,
    /// The key under which secrets of people are sealed.
    pub people_key: PeopleKey,
    /// Sends mail. None where no mail server is set up.
    pub mail: Option<MailSender>,
    /// The bounds of HTTP, WebSockets and sessions.
    pub limits: ServerLimits,
    /// Opens the storage again after it was lost. None where only a new process can: this one then ends.
    pub reopen: Option<Arc<dyn Reopen>>,
}

/// The storage of a server.
#[derive(Clone)]
pub struct Storage {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// People, their links and their sessions.
    pub people: Arc<dyn People>,
}

/// Opens lost storage again. Must not return before the lost connection can no longer write: the journal is read next, and
/// decides every outcome.
pub trait Reopen: Send + Sync + 'static {
    /// Tries once.
    fn reopen(&self) -> BoxFuture<'_, Result<Storage, NotReopened>>;
}

/// Why storage was not opened again. Both are logged, so neither may contain a secret.
#[derive(Debug, thiserror::Error)]
pub enum NotReopened {
    /// It is unreachable, or answers with an error that may pass.
    #[error("{0:#}")]
    Away(anyhow::Error),
    /// A person has to change something first; the process ends.
    #[error("{0:#}")]
    Final(anyhow::Error),
}

impl<F, Opened> Reopen for F
where
    F: Fn() -> Opened + Send + Sync + 'static,
    Opened: Future<Output = Result<Storage, NotReopened>> + Send + 'static,
{
    fn reopen(&self) -> BoxFuture<'_, Result<Storage, NotReopened>> {
        self().boxed()
    }
}

/// How a server ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// It was asked to stop.
    Stopped,
    /// The store failed and this process cannot open it again; waiting clients were answered `unavailable`.
    StoreFailed,
}
