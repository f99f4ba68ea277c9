//! Writes mail: seals a text for the outbox, and wakes the task that sends.

use std::sync::Arc;

use tokio::sync::Notify;
use uuid::Uuid;

use super::texts::{About, Words};
use crate::auth::PeopleKey;
use crate::auth::people::{MailKind, Person, QueuedMail};
use crate::clock::Instant;

/// Writes the mail of a server that has a mail server. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Mailer {
    key: PeopleKey,
    about: Arc<About>,
    url: Arc<str>,
    wake: Arc<Notify>,
    look: Arc<Notify>,
}

impl Mailer {
    /// A mailer. `url` is the address at which browsers reach the server: links begin with it.
    #[must_use]
    pub fn new(key: PeopleKey, about: About, url: &str) -> Self {
        Self { key, about: Arc::new(about), url: url.into(), wake: Arc::default(), look: Arc::default() }
    }

    /// What each mail says of the server.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The address of a page of this server.
    #[must_use]
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The link for a code.
    #[must_use]
    pub fn link(&self, code: &str) -> String {
        format!("{}/enter/{code}", self.url)
    }

    /// A mail to that person, ready for the outbox. It is written there together with its cause.
    #[must_use]
    pub fn mail(&self, kind: MailKind, to: &Person, words: &Words, now: Instant) -> QueuedMail {
        let id = Uuid::now_v7().to_string();
        let text = format!("{}\n{}", words.subject.replace(['\r', '\n'], " "), words.text);
        let sealed = self.key.seal(&QueuedMail::place(&id), text.as_bytes());
        let (person, to) = (to.id.clone(), to.email.clone());
        QueuedMail { id, kind, person, to, sealed, queued_at: now, causes: Vec::new() }
    }

    /// Lets the sending task look at the outbox at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Lets the task that mails about lots look at them at once.
    pub fn look_at_lots(&self) {
        self.look.notify_one();
    }

    pub(super) fn asked_to_look(&self) -> impl Future<Output = ()> + '_ {
        self.look.notified()
    }

    pub(super) fn woken(&self) -> impl Future<Output = ()> + '_ {
        self.wake.notified()
    }

    pub(super) const fn key(&self) -> &PeopleKey {
        &self.key
    }
}
