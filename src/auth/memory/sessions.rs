//! Links and sessions, in memory.

use futures::future::BoxFuture;

use super::{PeopleInMemory, PeopleTables, now};
use crate::auth::factor::FactorProof;
use crate::auth::people::{
    InvitationKind, InvitationState, Link, NewSession, PeopleError, PersonState, RoleAt, Session, SessionNote,
    SessionTable,
};
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
        let (token, id) = (new.token, uuid::Uuid::new_v4().simple().to_string());
        let session = new.opened(id, person.id.clone(), place.clone());
        self.sessions.insert(token, session.clone());
        Ok(self.with_proof(session))
    }

    /// The session with the proof that follows from whether its person has a second factor now.
    fn with_proof(&self, mut session: Session) -> Session {
        let factor = self.factors.get(&session.principal.person);
        let has_factor = factor.is_some_and(|factor| factor.confirmed_at.is_some());
        let (proved_at, is_excused) = session.proof.stored();
        session.proof = FactorProof::of(has_factor, proved_at, is_excused);
        session
    }

    fn find_sessions(&self, wanted: impl Fn(&Session) -> bool) -> Vec<Session> {
        let mut found: Vec<Session> = self.sessions.values().filter(|session| wanted(session)).cloned().collect();
        found.sort_by(|one, other| (one.times.signed_in_at, &one.id).cmp(&(other.times.signed_in_at, &other.id)));
        found.into_iter().map(|session| self.with_proof(session)).collect()
    }

    fn end_sessions(&mut self, ended: impl Fn(&Session) -> bool) -> Vec<SecretHash> {
        let tokens: Vec<SecretHash> =
            self.sessions.values().filter(|session| ended(session)).map(|session| session.token).collect();
        self.sessions.retain(|token, _| !tokens.contains(token));
        tokens
    }

    /// Takes the link with that code away, or marks the invitation as accepted. A link has no kind.
    fn take_code(&mut self, code: SecretHash, now: Instant) -> Option<(Link, Option<InvitationKind>)> {
        if let Some(link) = self.links.remove(&code) {
            return (now < link.expires_at).then_some((link, None));
        }
        let invitation = self.invitations.iter_mut().find(|invitation| invitation.code == code)?;
        if !invitation.state_at(now).is_open() {
            return None;
        }
        invitation.state = InvitationState::Accepted;
        let (person, place, kind) = (invitation.person.clone(), invitation.place.clone(), invitation.kind);
        let (leads_to, expires_at) = (invitation.leads_to.clone(), invitation.expires_at);
        Some((Link { code, person, place, leads_to, expires_at }, Some(kind)))
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
        let Some((link, kind)) = tables.take_code(code, session.now) else { return now(Ok(None)) };
        tables.withdraw(&link.person, &[InvitationKind::Join]);
        tables.give_up_mail(&link.person, &[InvitationKind::Join.mail()]);
        let mut session = session.by_code(kind);
        if kind.is_none() && tables.spend_readmission(&link.person, &link.place, session.now) {
            session.proof = FactorProof::Excused;
        }
        let opened = tables.open_session(&link.person, &link.place, session);
        now(Ok(opened.ok().map(|session| (link, session))))
    }

    fn session(&self, token: SecretHash) -> BoxFuture<'_, Result<Option<Session>, PeopleError>> {
        let tables = self.tables();
        now(Ok(tables.sessions.get(&token).cloned().map(|session| tables.with_proof(session))))
    }

    fn sessions_of<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Vec<Session>, PeopleError>> {
        now(Ok(self.tables().find_sessions(|session| session.principal.person == *person)))
    }

    fn due_sessions(&self, at: Instant) -> BoxFuture<'_, Result<Vec<Session>, PeopleError>> {
        now(Ok(self.tables().find_sessions(|session| session.principal.expires_at <= at)))
    }

    fn session_tokens(&self) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        now(Ok(self.tables().sessions.keys().copied().collect()))
    }

    fn note_sessions(&self, notes: Vec<SessionNote>) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        for SessionNote { token, last_used_at, expires_at } in notes {
            if let Some(session) = tables.sessions.get_mut(&token) {
                session.times.last_used_at = last_used_at;
                session.principal.expires_at = expires_at;
            }
        }
        now(Ok(()))
    }

    fn prove_session(&self, token: SecretHash, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        if let Some(session) = self.tables().sessions.get_mut(&token) {
            session.proof = FactorProof::At(at);
        }
        now(Ok(()))
    }

    fn move_session(
        &self,
        token: SecretHash,
        new_token: SecretHash,
        place: RoleAt,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        let Some(session) = tables.sessions.get(&token).cloned() else { return now(Ok(false)) };
        if !tables.people.get(&session.principal.person).is_some_and(|person| person.holds(&place)) {
            return now(Err(PeopleError::Unknown));
        }
        let RoleAt { role, org } = place;
        let is_same = session.principal.role == role && session.principal.org == org;
        let is_excused_here_only = session.proof == FactorProof::Excused && !is_same;
        let proof = if is_excused_here_only { FactorProof::Missing } else { session.proof };
        let principal = Principal { org, role, ..session.principal };
        tables.sessions.remove(&token);
        tables.sessions.insert(new_token, Session { token: new_token, principal, proof, ..session });
        now(Ok(true))
    }

    fn end_session_by_id(
        &self,
        person: PersonId,
        id: String,
    ) -> BoxFuture<'_, Result<Option<SecretHash>, PeopleError>> {
        let ended = self.tables().end_sessions(|session| session.principal.person == person && session.id == id);
        now(Ok(ended.first().copied()))
    }

    fn end_other_sessions(
        &self,
        person: PersonId,
        kept: Option<SecretHash>,
    ) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        let is_ended = |session: &Session| session.principal.person == person && kept != Some(session.token);
        now(Ok(self.tables().end_sessions(is_ended)))
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
