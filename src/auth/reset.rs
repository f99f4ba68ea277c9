//! Forgotten passwords: who may ask for a link to a new one, and how often.
//!
//! The answer to a request is given before anything is looked up, so it cannot depend on whether anybody has the address.
//! The link is made afterwards.

use std::time::Duration;

use uuid::Uuid;

use super::back_off::{ClientNetwork, CountKey, Guess};
use super::people::{
    Invitation, InvitationKind, InvitationState, PeopleError, Person, PersonState, QueuedMail, SecurityEventKind,
};
use super::secret::Secret;
use super::sessions::{Sessions, first_place};
use super::sign_in::ClientFacts;
use crate::clock::Instant;

/// Most links that are mailed to a person within [`LINKS_WITHIN`]. A link can be used for the same time, so a person who is
/// mailed no other link can still use the last one.
const LINKS_MAX: usize = 5;
const LINKS_WITHIN: Duration = Duration::from_hours(1);
/// The time after a link in which no other is mailed: somebody pressed twice.
const NEXT_LINK_AFTER: Duration = Duration::from_mins(1);

/// A request for a link to a new password, for an address that anybody or nobody has.
#[derive(Clone)]
pub struct ResetRequested {
    email: String,
    client: ClientFacts,
    counts: Vec<CountKey>,
}

/// Writes the mail with a link to a new password: to that person, with that code, which can be used until then.
pub type WritesResetMail<'w> = &'w (dyn Fn(&Person, &Secret, Instant) -> QueuedMail + Send + Sync);

impl std::fmt::Debug for ResetRequested {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResetRequested(…)")
    }
}

impl Sessions {
    /// Counts a request for a link to a new password. Nothing is looked up.
    ///
    /// # Errors
    /// How long the client has to wait before it asks again for that address, or for any.
    pub fn request_reset(&self, email: &str, client: ClientFacts, now: Instant) -> Result<ResetRequested, Duration> {
        let email = email.trim().to_owned();
        let guess = Guess::reset(&email, ClientNetwork::of(client.address));
        let counts = self.guessing.admit(guess, now)?.into_counts();
        Ok(ResetRequested { email, client, counts })
    }

    /// Makes and mails the link, where somebody who may sign in has the address; `write` is none where no mail is set up.
    /// Returns whether a mail was written.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn make_reset(
        &self,
        requested: ResetRequested,
        write: Option<WritesResetMail<'_>>,
        now: Instant,
    ) -> Result<bool, PeopleError> {
        let ResetRequested { email, client, counts } = requested;
        let person = self.people.by_email(&email).await?.filter(|person| person.state != PersonState::Disabled);
        let asked = Self::event_about(person.as_ref(), SecurityEventKind::ResetAsked, &client, now);
        self.guessing.keep(counts, asked).await?;
        let (Some(person), Some(write)) = (person, write) else { return Ok(false) };
        let Some(place) = first_place(&person) else { return Ok(false) };
        // One at a time, so that of two requests at the same moment the second one sees the link of the first.
        let _one_at_a_time = self.resetting.lock().await;
        let before = self.people.resets_asked(&person.id, now.less(LINKS_WITHIN)).await?;
        if before.len() >= LINKS_MAX || before.first().is_some_and(|last| now < *last + NEXT_LINK_AFTER) {
            return Ok(false);
        }
        let (code, kind) = (Secret::random(), InvitationKind::Reset);
        let invitation = Invitation {
            id: Uuid::now_v7().to_string(),
            kind,
            code: code.hash(),
            person: person.id.clone(),
            place,
            state: InvitationState::Sent,
            leads_to: "/".to_owned(),
            by: person.id.clone(),
            sent_at: now,
            expires_at: now + kind.ttl(),
        };
        let mail = write(&person, &code, invitation.expires_at);
        match self.people.invite(invitation, Some(mail), None).await {
            // The person was erased, or lost the place, at this moment.
            Err(PeopleError::Unknown) => Ok(false),
            invited => invited.map(|()| true),
        }
    }
}

#[cfg(test)]
#[path = "reset_tests.rs"]
mod tests;
