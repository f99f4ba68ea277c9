//! Links and sessions, in memory.

use futures::future::BoxFuture;

use super::{PeopleInMemory, PeopleTables, now};
use crate::auth::people::{InvitationState, Link, NewSession, PeopleError, PersonState, RoleAt, Session, SessionTable};
use crate::auth::principal::Principal;
use crate::auth::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::PersonId;

impl PeopleTables {
    fn open_session(&mut self, person: &PersonId, place: &RoleAt, new: NewSession) -> Result<Session, PeopleError> {
        let person = self.person(person)?;
        if !person.may_stand_at(place) {
            return Err(PeopleError::Unknown);
        }
        if person.state == PersonState::Invited {
            person.state = PersonState::Active;
        }
        person.last_sign_in = Some(new.now);
        let RoleAt { role, org } = place.clone();
        let principal = Principal { person: person.id.clone(), org, role, expires_at: new.expires_at };
        let session = Session { token: new.token, principal };
        self.sessions.insert(new.token, session.clone());
        Ok(session)
    }

    /// Takes the link with that code away, or marks the invitation as accepted.
    fn take_code(&mut self, code: SecretHash, now: Instant) -> Option<Link> {
        if let Some(link) = self.links.remove(&code) {
            return (now < link.expires_at).then_some(link);
        }
        let invitation = self.invitations.iter_mut().find(|invitation| invitation.code == code)?;
        if !invitation.state_at(now).is_open() {
            return None;
        }
        invitation.state = InvitationState::Accepted;
        let (person, place) = (invitation.person.clone(), invitation.place.clone());
        Some(Link { code, person, place, leads_to: invitation.leads_to.clone(), expires_at: invitation.expires_at })
    }
}

impl SessionTable for PeopleInMemory {
    fn open_session(
        &self,
        person: PersonId,
        place: RoleAt,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Session, PeopleError>> {
        now(self.tables().open_session(&person, &place, session))
    }

    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        let known = tables.person(&link.person).map(|person| person.holds(&link.place));
        if !known.is_ok_and(|holds| holds) {
            return now(Err(PeopleError::Unknown));
        }
        tables.links.insert(link.code, link);
        now(Ok(()))
    }

    fn redeem_link(
        &self,
        code: SecretHash,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>> {
        let mut tables = self.tables();
        let Some(link) = tables.take_code(code, session.now) else { return now(Ok(None)) };
        let opened = tables.open_session(&link.person, &link.place, session);
        now(Ok(opened.ok().map(|session| (link, session))))
    }

    fn session(&self, token: SecretHash, at: Instant) -> BoxFuture<'_, Result<Option<Session>, PeopleError>> {
        let tables = self.tables();
        now(Ok(tables.sessions.get(&token).filter(|session| at < session.principal.expires_at).cloned()))
    }

    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        now(Ok(self.tables().sessions.remove(&token).is_some()))
    }

    fn purge(&self, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        tables.links.retain(|_, link| at < link.expires_at);
        tables.sessions.retain(|_, session| at < session.principal.expires_at);
        now(Ok(()))
    }
}
