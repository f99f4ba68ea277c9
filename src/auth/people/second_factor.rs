//! What the server asks of the storage of second factors.
//!
//! Each call that changes something is one statement, so of several calls at the same moment one wins.

use std::collections::HashSet;

use futures::future::BoxFuture;

use super::error::PeopleError;
use crate::auth::secret::SecretHash;
use crate::auth::totp::TotpStep;
use crate::clock::Instant;
use crate::ids::PersonId;

/// A person's authenticator, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFactor {
    /// Its secret, sealed.
    pub sealed: Vec<u8>,
    /// None until the person has shown a first code.
    pub confirmed_at: Option<Instant>,
    /// The step of the code that was accepted last.
    pub last_step: Option<TotpStep>,
    /// The hashes of the recovery codes that are left.
    pub codes: Vec<SecretHash>,
}

/// Keeps second factors.
pub trait SecondFactorTable: Send + Sync + 'static {
    /// A person's authenticator, confirmed or not.
    fn second_factor<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<KeptFactor>, PeopleError>>;

    /// Those of the people who have a confirmed authenticator.
    fn with_factor(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<HashSet<PersonId>, PeopleError>>;

    /// Stores a secret that is not confirmed yet, in place of any other that is not confirmed. Returns whether it was
    /// stored: a confirmed one stays.
    fn propose_factor(&self, person: PersonId, sealed: Vec<u8>) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Confirms the secret that is sealed so. Returns whether it was there and not confirmed yet.
    fn confirm_factor(&self, person: PersonId, confirmed: KeptFactor) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Accepts a step of a confirmed authenticator. Returns whether it is after the one that was accepted last.
    fn accept_step(&self, person: PersonId, step: TotpStep) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Spends a recovery code. Returns whether it was left.
    fn spend_recovery_code(&self, person: PersonId, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Deletes a person's authenticator and recovery codes. Returns whether there was one.
    fn remove_factor(&self, person: PersonId) -> BoxFuture<'_, Result<bool, PeopleError>>;
}
