//! A person's own password and second factor: set, changed, proved again, taken off.

use std::time::Duration;

use ed25519_dalek::pkcs8::spki::der::zeroize::Zeroizing;

use super::hashing::Asker;
use super::password::PasswordError;
use super::people::{KeptFactor, PeopleError, Person, SecurityEventKind};
use super::recovery::{RECOVERY_CODES, RecoveryCode};
use super::secret::SecretHash;
use super::sessions::Sessions;
use super::sign_in::ClientFacts;
use super::strength::KnownWords;
use super::totp::{TotpSecret, picture};
use crate::clock::Instant;
use crate::ids::PersonId;

/// What a person's app needs to know. Shown once, never kept in a cache.
#[derive(Debug)]
pub struct FactorOffer {
    /// The address that an app reads.
    pub uri: Zeroizing<String>,
    /// The secret alone, to be typed.
    pub secret: Zeroizing<String>,
    /// A picture of the address.
    pub picture: Zeroizing<String>,
}

/// The session that asks for a new password.
#[derive(Debug, Clone, Copy)]
pub struct AskingSession {
    /// The hash of its cookie. It stays when the others end.
    pub token: SecretHash,
    /// Until when it may set a new password without the old one.
    pub reset_until: Option<Instant>,
}

/// Why a password or a second factor was not changed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotChanged {
    /// The present password is needed under that member, and was not sent.
    #[error("your present password is needed")]
    OldNeeded(&'static str),
    /// The password or the code is wrong.
    #[error("the password or the code is wrong")]
    Wrong,
    /// Too many guesses were wrong: a right one has to wait as well.
    #[error("too many wrong attempts: wait before the next one")]
    Wait(Duration),
    /// Others could guess the new password.
    #[error("the password {0}")]
    Weak(String),
    /// There is nothing to change in this state.
    #[error("{0}")]
    State(&'static str),
    /// Too many passwords are checked at this moment.
    #[error("too much waits: try again in a moment")]
    Overloaded,
    /// The people tables failed.
    #[error(transparent)]
    People(#[from] PeopleError),
}

impl From<PasswordError> for NotChanged {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Weak(why) => Self::Weak(why),
            PasswordError::Overloaded => Self::Overloaded,
        }
    }
}

impl Sessions {
    /// Sets a person's password without a look at the present one, for the command line.
    ///
    /// # Errors
    /// [`NotChanged::Weak`], [`NotChanged::People`].
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<(), NotChanged> {
        let known = self.people.by_id(&person).await?.ok_or(PeopleError::Unknown)?;
        let kept = self.passwords.hash(password, self.known_words(&known, None).await?).await?;
        Ok(self.people.set_password(person, kept).await?)
    }

    /// Changes a person's own password, and ends all other sessions of the person. The old password is not needed where the
    /// person has none, or where a link to a new password has opened the session, within an hour, once. `org_name` is what
    /// an event calls the person's organisation: the new password may not be made of it.
    ///
    /// # Errors
    /// [`NotChanged`].
    pub async fn change_password(
        &self,
        person: &Person,
        asking: AskingSession,
        (old, new): (Option<&str>, &str),
        org_name: Option<&str>,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), NotChanged> {
        let present = self.people.password(&person.id).await?;
        let may_reset = asking.reset_until.is_some_and(|until| now < until);
        if let Some(present) = present.clone().filter(|_| old.is_some() || !may_reset) {
            let old = old.ok_or(NotChanged::OldNeeded("/old"))?;
            let guess = self.guess(&person.email, &person.id, client, now).await?;
            let checked = self.guessing.admit(guess, now).map_err(NotChanged::Wait)?;
            match self.passwords.verify(Asker::Known, old, Some(present)).await {
                Ok(true) => checked.right().await?,
                Ok(false) => {
                    self.note_wrong(checked, Some(person), client, now).await?;
                    return Err(NotChanged::Wrong);
                }
                Err(error) => {
                    checked.taken_back();
                    return Err(error.into());
                }
            }
        }
        let hash = self.passwords.hash(new, self.known_words(person, org_name).await?).await?;
        // Where two changes begin with the same password, the first one wins.
        if !self.people.replace_password(person.id.clone(), present, hash).await? {
            return Err(NotChanged::Wrong);
        }
        self.end_others(person.id.clone(), Some(asking.token)).await?;
        Ok(self.note(SecurityEventKind::PasswordSet, Some(person), client, now).await?)
    }

    /// Proposes a second factor. A proposal that was not confirmed is replaced.
    ///
    /// # Errors
    /// [`NotChanged::State`] where the person has one already.
    pub async fn propose_factor(&self, person: &Person) -> Result<FactorOffer, NotChanged> {
        let secret = TotpSecret::random();
        let sealed = self.key.seal(&place_of(&person.id), secret.as_bytes());
        if !self.people.propose_factor(person.id.clone(), sealed).await? {
            return Err(NotChanged::State("you have a second factor already: take it off first"));
        }
        let uri = secret.uri(&person.email);
        let picture = picture(&uri);
        Ok(FactorOffer { secret: secret.in_base_32(), uri, picture })
    }

    /// Confirms the proposed second factor by a first code; returns the recovery codes. The session that asks has proved
    /// the factor with it.
    ///
    /// # Errors
    /// [`NotChanged::Wrong`] where the code is wrong, [`NotChanged::State`] where none is proposed.
    pub async fn confirm_factor(
        &self,
        person: &Person,
        session: SecretHash,
        code: &str,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<Vec<RecoveryCode>, NotChanged> {
        const NONE: &str = "no second factor is proposed: ask for one first";
        let proposed = self.people.second_factor(&person.id).await?;
        let proposed = proposed.filter(|factor| factor.confirmed_at.is_none()).ok_or(NotChanged::State(NONE))?;
        let step = self.opened(&person.id, &proposed)?.step_of(code, now, None).ok_or(NotChanged::Wrong)?;
        let codes: Vec<RecoveryCode> = (0..RECOVERY_CODES).map(|_| RecoveryCode::random()).collect();
        let confirmed = KeptFactor {
            confirmed_at: Some(now),
            last_step: Some(step),
            codes: codes.iter().map(RecoveryCode::hash).collect(),
            ..proposed
        };
        if !self.people.confirm_factor(person.id.clone(), confirmed).await? {
            return Err(NotChanged::State(NONE));
        }
        self.people.prove_session(session, now).await?;
        self.note(SecurityEventKind::SecondFactorOn, Some(person), client, now).await?;
        Ok(codes)
    }

    /// Takes a person's own second factor off.
    ///
    /// # Errors
    /// [`NotChanged::Wrong`] where the password or the code is wrong; [`NotChanged::State`] where there is none.
    pub async fn take_factor_off(
        &self,
        person: &Person,
        (password, code): (Option<&str>, &str),
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), NotChanged> {
        let factor = self.confirmed_factor(&person.id).await?;
        let factor = factor.ok_or(NotChanged::State("you have no second factor"))?;
        let present = self.people.password(&person.id).await?;
        if present.is_some() && password.is_none() {
            return Err(NotChanged::OldNeeded("/password"));
        }
        let guess = self.guess(&person.email, &person.id, client, now).await?;
        let checked = self.guessing.admit(guess, now).map_err(NotChanged::Wait)?;
        let is_password_right = match present {
            Some(present) => self.passwords.verify(Asker::Known, password.unwrap_or_default(), Some(present)).await,
            // A person who signs in by link only has none.
            None => Ok(true),
        };
        let is_password_right = match is_password_right {
            Ok(is_right) => is_right,
            Err(error) => {
                checked.taken_back();
                return Err(error.into());
            }
        };
        if !is_password_right || !self.is_right_code(person, &factor, code, client, now).await? {
            self.note_wrong(checked, Some(person), client, now).await?;
            return Err(NotChanged::Wrong);
        }
        checked.right().await?;
        self.people.remove_factor(person.id.clone()).await?;
        Ok(self.note(SecurityEventKind::SecondFactorOff, Some(person), client, now).await?)
    }

    /// Proves the second factor again for a session.
    ///
    /// # Errors
    /// [`NotChanged::Wrong`] where the code is wrong; [`NotChanged::State`] where there is no second factor.
    pub async fn step_up(
        &self,
        person: &Person,
        session: SecretHash,
        code: &str,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<(), NotChanged> {
        let factor = self.confirmed_factor(&person.id).await?;
        let factor = factor.ok_or(NotChanged::State("you have no second factor"))?;
        let guess = self.guess(&person.email, &person.id, client, now).await?;
        let checked = self.guessing.admit(guess, now).map_err(NotChanged::Wait)?;
        if !self.is_right_code(person, &factor, code, client, now).await? {
            self.note_wrong(checked, Some(person), client, now).await?;
            return Err(NotChanged::Wrong);
        }
        checked.right().await?;
        Ok(self.people.prove_session(session, now).await?)
    }

    /// A person's second factor, once it is confirmed.
    pub(super) async fn confirmed_factor(&self, person: &PersonId) -> Result<Option<KeptFactor>, PeopleError> {
        Ok(self.people.second_factor(person).await?.filter(|factor| factor.confirmed_at.is_some()))
    }

    /// Whether a code is right: one of the authenticator whose step was not used, or a recovery code that is left. A right
    /// one is spent.
    pub(super) async fn is_right_code(
        &self,
        person: &Person,
        factor: &KeptFactor,
        code: &str,
        client: &ClientFacts,
        now: Instant,
    ) -> Result<bool, PeopleError> {
        let digits: String = code.chars().filter(|sign| *sign != ' ').collect();
        if let Some(step) = self.opened(&person.id, factor)?.step_of(&digits, now, factor.last_step) {
            return self.people.accept_step(person.id.clone(), step).await;
        }
        let Some(code) = RecoveryCode::parse(code) else { return Ok(false) };
        let is_spent = self.people.spend_recovery_code(person.id.clone(), code.hash()).await?;
        if is_spent {
            self.note(SecurityEventKind::RecoveryUsed, Some(person), client, now).await?;
        }
        Ok(is_spent)
    }

    fn opened(&self, person: &PersonId, factor: &KeptFactor) -> Result<TotpSecret, PeopleError> {
        let secret = self.key.open(&place_of(person), &factor.sealed);
        let secret = secret.map_err(|error| PeopleError::Failed(error.to_string().into()))?;
        TotpSecret::from_slice(&secret).ok_or_else(|| PeopleError::Failed("a sealed secret has another length".into()))
    }

    /// What others know of a person.
    async fn known_words(&self, person: &Person, org_name: Option<&str>) -> Result<KnownWords, PeopleError> {
        let mut texts = vec![person.email.clone()];
        texts.extend(person.name.clone());
        texts.extend(org_name.map(str::to_owned));
        for held in &person.places {
            texts.push(held.place.org.to_string());
            texts.extend(self.people.organisation_name(&held.place.org).await?);
        }
        Ok(KnownWords::of(texts.iter().map(String::as_str)))
    }
}

/// The place for which a person's secret is sealed.
fn place_of(person: &PersonId) -> String {
    format!("second-factor/{person}")
}
