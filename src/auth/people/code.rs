//! Codes: what stands behind the code of a link or an invitation.

use futures::future::BoxFuture;

use super::error::PeopleError;
use super::invitation::Invitation;
use super::person::Person;
use super::place::RoleAt;
use crate::auth::secret::SecretHash;
use crate::clock::Instant;

/// What stands behind a code, of an invitation or of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundCode {
    /// The person whom the code signs in.
    pub person: Person,
    /// The place at which it signs the person in.
    pub place: RoleAt,
    /// The page that it leads to.
    pub leads_to: String,
    /// The moment from which it cannot be used.
    pub expires_at: Instant,
    /// None for a link.
    pub invitation: Option<Invitation>,
}

/// Finds codes.
pub trait CodeTable: Send + Sync + 'static {
    /// What stands behind a code, also one that cannot be used any more.
    fn find_code(&self, code: SecretHash) -> BoxFuture<'_, Result<Option<FoundCode>, PeopleError>>;

    /// Notes that the page of an invitation was opened. Returns whether it was not opened before.
    fn note_opened(&self, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>>;
}

impl FoundCode {
    /// What stands behind the code of an invitation.
    #[must_use]
    pub fn of(person: Person, invitation: Invitation) -> Self {
        let (place, leads_to) = (invitation.place.clone(), invitation.leads_to.clone());
        Self { person, place, leads_to, expires_at: invitation.expires_at, invitation: Some(invitation) }
    }

    /// Whether the code can be used at `now`.
    #[must_use]
    pub fn is_living(&self, now: Instant) -> bool {
        let is_open = self.invitation.as_ref().is_none_or(|invitation| invitation.state.is_open());
        is_open && now < self.expires_at && self.person.may_stand_at(&self.place)
    }
}
