//! Signing in: by password, with a code where the person has a second factor, and by link.
//!
//! The answer and its time are the same for an unknown address, a disabled person, a person without a password, and a
//! wrong password.

use std::net::IpAddr;
use std::time::Duration;

use uuid::Uuid;

use super::back_off::{ClientNetwork, Guess, GuessOrigin};
use super::factor::FactorProof;
use super::guessing::CheckedGuess;
use super::hashing::Asker;
use super::password::PasswordError;
use super::people::{NewSession, PeopleError, Person, PersonState, RoleAt, SecurityEventKind, SessionClient};
use super::principal::Principal;
use super::secret::{Secret, SecretHash};
use super::sessions::{Sessions, first_place};
use crate::clock::Instant;
use crate::ids::PersonId;

/// How long a browser stays known to a person who has signed in there.
pub const DEVICE_TTL: Duration = Duration::from_hours(365 * 24);

/// The program that sends a request, and from where.
#[derive(Debug, Clone)]
pub struct ClientFacts {
    /// Its address.
    pub address: IpAddr,
    /// Its device cookie, where it sent one.
    pub device: Option<Secret>,
    /// What it calls itself, shortened.
    pub program: Option<String>,
}

/// What somebody sends to sign in.
#[derive(Clone)]
pub struct Attempt {
    /// The e-mail address, as it was typed.
    pub email: String,
    /// The password.
    pub password: String,
    /// A code of the second factor.
    pub code: Option<String>,
    /// The place at which the session is to stand; without it the person's first one.
    pub place: Option<RoleAt>,
    /// The program that asks.
    pub client: ClientFacts,
}

/// A session that was just opened.
#[derive(Debug)]
pub struct SignedIn {
    /// The cookie for the browser.
    pub cookie: Secret,
    /// The cookie by which the browser is known from now on.
    pub device: Secret,
    /// The page that the link leads to.
    pub leads_to: String,
    /// The person, the place, and the end of the session.
    pub principal: Principal,
}

/// Why no person was signed in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotSignedIn {
    /// The address or the password is wrong; the answer does not say which.
    #[error("the e-mail address or the password is wrong")]
    Wrong,
    /// The password is right, and a right code is missing.
    #[error("{}", if *.0 { "the code is wrong, or was used already" } else { "the code of your second factor is needed" })]
    CodeNeeded(bool),
    /// Too many guesses were wrong: a right one has to wait as well.
    #[error("too many wrong attempts: wait, sign in on a device that you have used before, or ask for a link")]
    Wait(Duration),
    /// The person has no such place.
    #[error("you have no such place")]
    NoSuchPlace,
    /// Too many people are signing in at this moment.
    #[error("too much waits: try again in a moment")]
    Overloaded,
    /// The people tables failed.
    #[error(transparent)]
    People(#[from] PeopleError),
}

impl std::fmt::Debug for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Attempt(…)")
    }
}

impl ClientFacts {
    /// A client that only its address is known of.
    #[must_use]
    pub const fn at(address: IpAddr) -> Self {
        Self { address, device: None, program: None }
    }

    /// What the list of sessions says of it.
    #[must_use]
    pub fn of_session(&self) -> SessionClient {
        SessionClient { device: self.program.clone(), address: Some(self.address.to_string()) }
    }
}

impl Sessions {
    /// Signs in by password.
    ///
    /// # Errors
    /// [`NotSignedIn`].
    pub async fn sign_in(&self, attempt: &Attempt, now: Instant) -> Result<SignedIn, NotSignedIn> {
        // Guesses that go on are refused before anything is looked for.
        if attempt.client.device.is_none() && self.passwords.are_full() && self.let_in.is_over(now) {
            return Err(NotSignedIn::Overloaded);
        }
        let person = self.people.by_email(&attempt.email).await?;
        let person = person.filter(|person| person.state != PersonState::Disabled);
        // The same rows are looked for where there is nobody, so that the time does not show it.
        let id = person.as_ref().map_or_else(id_of_nobody, |person| person.id.clone());
        let is_readmitted = self.people.is_readmitted(&id, now).await?;
        let guess = self.guess(&attempt.email, &id, &attempt.client, now).await?;
        let asker = match (is_readmitted, guess.origin()) {
            (_, GuessOrigin::KnownDevice(_)) => Asker::Known,
            (true, GuessOrigin::Unknown) => Asker::LetIn,
            (false, GuessOrigin::Unknown) => Asker::Unknown,
        };
        let checked = if is_readmitted {
            self.guessing.admit_uncounted()
        } else {
            self.guessing.admit(guess, now).map_err(NotSignedIn::Wait)?
        };
        let kept = self.people.password(&id).await?;
        let is_right = match self.passwords.verify(asker, &attempt.password, kept).await {
            Ok(is_right) => is_right,
            Err(PasswordError::Overloaded | PasswordError::Weak(_)) => {
                checked.taken_back();
                return Err(NotSignedIn::Overloaded);
            }
        };
        let Some(person) = person.as_ref().filter(|_| is_right) else {
            self.note_wrong(checked, person.as_ref(), &attempt.client, now).await?;
            return Err(NotSignedIn::Wrong);
        };
        let place = attempt.place.clone().or_else(|| first_place(person)).ok_or(NotSignedIn::Wrong)?;
        let readmitted_at = is_readmitted.then_some(&place);
        let proof = self.prove(person, attempt, checked, readmitted_at, now).await?;
        if !person.holds(&place) {
            return Err(NotSignedIn::NoSuchPlace);
        }
        let cookie = Secret::random();
        let begun = NewSession { proof, ..self.new_session(&cookie, attempt.client.of_session(), now) };
        let session = self.people.open_session(person.id.clone(), place, begun).await?;
        let device = self.remember_device(person, &attempt.client, now).await?;
        self.note(SecurityEventKind::SignedIn, Some(person), &attempt.client, now).await?;
        Ok(SignedIn { cookie, device, leads_to: "/".to_owned(), principal: session.principal })
    }

    /// Spends a link or an invitation. None where it is unknown, spent, withdrawn or too old. A link takes the place of a
    /// password, not of a second factor: where the person has one, the session has to prove it first.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails.
    pub async fn redeem(
        &self,
        code: &str,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<Option<SignedIn>, PeopleError> {
        let cookie = Secret::random();
        let begun = self.new_session(&cookie, client.of_session(), now);
        let Some((link, session)) = self.people.redeem_link(SecretHash::of(code), begun).await? else {
            return Ok(None);
        };
        let Some(person) = self.people.by_id(&session.principal.person).await? else { return Ok(None) };
        let device = self.remember_device(&person, client, now).await?;
        self.note(SecurityEventKind::LinkSpent, Some(&person), client, now).await?;
        Ok(Some(SignedIn { cookie, device, leads_to: link.leads_to, principal: session.principal }))
    }

    /// Ends the session of somebody who signs out, and its open connections with it.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; the session goes on.
    pub async fn sign_out(
        &self,
        person: &PersonId,
        token: SecretHash,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), PeopleError> {
        self.people.end_session(token).await?;
        self.close_connections(&[token]);
        let person = self.people.by_id(person).await?;
        self.note(SecurityEventKind::SignedOut, person.as_ref(), client, now).await
    }

    /// Checks the second factor after a right password. `readmitted_at` is the place at which a person who was let back in
    /// signs in: a readmission counts at the places of its event only.
    async fn prove(
        &self,
        person: &Person,
        attempt: &Attempt,
        checked: CheckedGuess<'_>,
        readmitted_at: Option<&RoleAt>,
        now: Instant,
    ) -> Result<FactorProof, NotSignedIn> {
        let Some(factor) = self.confirmed_factor(&person.id).await? else {
            checked.right().await?;
            return Ok(FactorProof::NoFactor);
        };
        let Some(code) = &attempt.code else {
            if let Some(place) = readmitted_at
                && self.people.spend_readmission(person.id.clone(), place.clone(), now).await?
            {
                return Ok(FactorProof::Excused);
            }
            checked.taken_back();
            return Err(NotSignedIn::CodeNeeded(false));
        };
        if self.is_right_code(person, &factor, code, &attempt.client, now).await? {
            checked.right().await?;
            return Ok(FactorProof::At(now));
        }
        self.note_wrong(checked, Some(person), &attempt.client, now).await?;
        Err(NotSignedIn::CodeNeeded(true))
    }

    /// A guess for an address by a client. `person` has that address, or is nobody.
    pub(super) async fn guess(
        &self,
        email: &str,
        person: &PersonId,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<Guess, PeopleError> {
        let origin = match &client.device {
            Some(device) if self.people.knows_device(person, device.hash(), now).await? => {
                GuessOrigin::KnownDevice(device.hash())
            }
            Some(_) | None => GuessOrigin::Unknown,
        };
        Ok(Guess::new(email, origin, ClientNetwork::of(client.address)))
    }

    /// Stores that a guess was wrong, and that the next one has to wait where it has to.
    pub(super) async fn note_wrong(
        &self,
        checked: CheckedGuess<'_>,
        person: Option<&Person>,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), PeopleError> {
        let noted = |waits: bool| {
            let backed_off = waits.then_some(SecurityEventKind::BackedOff);
            let kinds = std::iter::once(SecurityEventKind::SignInFailed).chain(backed_off);
            kinds.map(|kind| Self::event_about(person, kind, client, now)).collect()
        };
        checked.wrong(person, now, noted).await
    }

    /// Makes the browser known to the person. A browser that several people use keeps one cookie for all of them.
    async fn remember_device(
        &self,
        person: &Person,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<Secret, PeopleError> {
        let device = client.device.clone().unwrap_or_else(Secret::random);
        self.people.keep_device(person.id.clone(), device.hash(), now + DEVICE_TTL).await?;
        Ok(device)
    }
}

/// An id that no person has.
fn id_of_nobody() -> PersonId {
    PersonId::parse(&Uuid::nil().to_string()).expect("a UUID is an id")
}

#[cfg(test)]
mod tests;
