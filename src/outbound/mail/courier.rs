//! The task that empties the outbox: sends what is due, notes what became of it, waits.
//!
//! One mail at a time. A crash between a mail server's answer and the note of it sends a mail twice, under the same
//! `Message-ID`; no crash loses a mail.

use std::sync::Arc;
use std::time::Duration;

use super::letter::Letter;
use super::mailer::Mailer;
use super::retry;
use super::sender::{MailSender, NotSent};
use crate::auth::People;
use crate::auth::people::{DueMail, PeopleError, QueuedMail};
use crate::clock::{Clock, Instant};

/// Most mails that are read from the outbox at once.
const AT_ONCE: u32 = 16;
/// How long the task waits where nobody wakes it.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Empties the outbox of a server.
#[derive(Clone)]
pub struct Courier {
    people: Arc<dyn People>,
    mailer: Mailer,
    sender: MailSender,
    clock: Clock,
}

impl Courier {
    /// A courier for the mail that `mailer` writes.
    #[must_use]
    pub fn new(people: Arc<dyn People>, mailer: Mailer, sender: MailSender, clock: Clock) -> Self {
        Self { people, mailer, sender, clock }
    }

    /// Sends what is due, again and again.
    pub async fn run(self) {
        loop {
            match self.send_due().await {
                Ok(0) => {}
                Ok(_) => continue,
                Err(error) => tracing::warn!(%error, "the outbox cannot be read: mail waits"),
            }
            tokio::select! {
                () = self.mailer.woken() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Tries each mail that is due once, and returns how many there were.
    pub(super) async fn send_due(&self) -> Result<usize, PeopleError> {
        let due = self.people.due_mail(self.clock.now(), AT_ONCE).await?;
        for mail in &due {
            self.try_one(mail).await?;
        }
        Ok(due.len())
    }

    async fn try_one(&self, mail: &DueMail) -> Result<(), PeopleError> {
        let tried = match self.letter(mail) {
            Some(letter) => self.sender.send(&letter, self.clock.now()).await,
            None => Err(NotSent::Never("the mail's text cannot be read under this people key".to_owned())),
        };
        let id = mail.id.clone();
        match tried {
            Ok(()) => self.people.mail_sent(id).await,
            Err(NotSent::Never(error)) => {
                tracing::warn!(mail = %id, error, "a mail was given up");
                self.people.mail_not_sent(id, error, None).await
            }
            Err(NotSent::Later(error)) => {
                let next_try = next_try(mail.tries + 1, self.clock.now());
                tracing::warn!(mail = %id, error, given_up = next_try.is_none(), "a mail was not sent");
                self.people.mail_not_sent(id, error, next_try).await
            }
        }
    }

    fn letter(&self, mail: &DueMail) -> Option<Letter> {
        let text = self.mailer.key().open(&QueuedMail::place(&mail.id), &mail.sealed).ok()?;
        let (subject, text) = std::str::from_utf8(&text).ok()?.split_once('\n')?;
        Some(Letter { id: mail.id.clone(), to: mail.to.clone(), subject: subject.to_owned(), text: text.to_owned() })
    }
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Courier(…)")
    }
}

fn next_try(tries: u32, now: Instant) -> Option<Instant> {
    retry::wait_after(tries).map(|wait| now + wait)
}
