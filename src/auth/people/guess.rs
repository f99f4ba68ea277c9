//! What the server asks of the storage of guesses: counts, known browsers, readmissions.

use std::time::Duration;

use futures::future::BoxFuture;

use super::error::PeopleError;
use super::outbox::QueuedMail;
use super::place::RoleAt;
use super::security_event::SecurityEvent;
use super::session::Link;
use crate::auth::back_off::KeptGuesses;
use crate::auth::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::PersonId;

/// A person who is let back in, and what is stored in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readmission {
    /// The person.
    pub person: PersonId,
    /// Where one sign-in needs no second factor: the places at which the person takes part in the event.
    pub places: Vec<RoleAt>,
    /// Until when guesses do not wait, and one sign-in needs no second factor.
    pub until: Instant,
    /// The link that was mailed to the person.
    pub link: Option<Link>,
    /// The mail with the link, then the mail that tells others.
    pub mails: Vec<QueuedMail>,
    /// For how long after a mail with such a link no other mail is written, as long as that link can be used.
    pub quiet: Duration,
}

/// Keeps what decides about guesses.
pub trait GuessTable: Send + Sync + 'static {
    /// Up to `limit` counts, the newest first.
    fn wrong_guesses(&self, limit: u32) -> BoxFuture<'_, Result<Vec<KeptGuesses>, PeopleError>>;

    /// Stores counts in place of those with the same keys, each key once, adds events, and writes the mails that the
    /// guesses cause, all in one transaction.
    fn keep_wrong_guesses(
        &self,
        counts: Vec<KeptGuesses>,
        events: Vec<SecurityEvent>,
        mails: Vec<QueuedMail>,
    ) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Whether the person has signed in in that browser, and less than a year ago.
    fn knows_device<'a>(
        &'a self,
        person: &'a PersonId,
        device: SecretHash,
        now: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>>;

    /// Stores that the person has signed in in that browser.
    fn keep_device(
        &self,
        person: PersonId,
        device: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Lets a person back in. Returns when the earlier mail was written that stands for the one given; then neither link nor
    /// mails are stored.
    fn readmit(&self, readmission: Readmission) -> BoxFuture<'_, Result<Option<Instant>, PeopleError>>;

    /// When the last readmission ends; none where nobody is let back in.
    fn readmitted_until(&self) -> BoxFuture<'_, Result<Option<Instant>, PeopleError>>;

    /// Whether a person is let back in at `now`.
    fn is_readmitted<'a>(&'a self, person: &'a PersonId, now: Instant) -> BoxFuture<'a, Result<bool, PeopleError>>;

    /// Spends the one sign-in without a second factor, where it counts at that place. Returns whether it was left.
    fn spend_readmission(
        &self,
        person: PersonId,
        place: RoleAt,
        now: Instant,
    ) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Deletes devices and readmissions that have expired, and counts whose last guess was made before `forgotten`.
    fn purge_guesses(&self, now: Instant, forgotten: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}
