//! Invitations, in memory.

use futures::future::BoxFuture;

use super::{PeopleInMemory, now};
use crate::auth::people::{
    CodeTable, FoundCode, Invitation, InvitationKind, InvitationState, InvitationTable, PeopleError, QueuedMail,
    SentBefore,
};
use crate::auth::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::PersonId;

impl InvitationTable for PeopleInMemory {
    fn invite(
        &self,
        invitation: Invitation,
        mail: Option<QueuedMail>,
        sent: Option<SentBefore>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        let known = tables.person(&invitation.person).map(|person| person.holds(&invitation.place));
        if !known.is_ok_and(|holds| holds) {
            return now(Err(PeopleError::Unknown));
        }
        if tables.has_sent(sent.as_ref()) {
            return now(Err(PeopleError::Taken));
        }
        tables.withdraw(&invitation.person, &[invitation.kind]);
        tables.give_up_mail(&invitation.person, &[invitation.kind.mail()]);
        tables.invitations.push(invitation);
        tables.keep_mail(mail);
        tables.remember(sent);
        now(Ok(()))
    }

    fn resets_asked<'a>(
        &'a self,
        person: &'a PersonId,
        since: Instant,
    ) -> BoxFuture<'a, Result<Vec<Instant>, PeopleError>> {
        let tables = self.tables();
        let of_person = tables.invitations.iter().filter(|one| one.person == *person && one.by == *person);
        let asked = of_person.filter(|one| one.kind == InvitationKind::Reset && one.sent_at > since);
        let mut asked: Vec<Instant> = asked.map(|one| one.sent_at).collect();
        asked.sort_by_key(|at| std::cmp::Reverse(*at));
        now(Ok(asked))
    }

    fn newest_invitations(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<Invitation>, PeopleError>> {
        let tables = self.tables();
        let newest = |id: &PersonId| tables.invitations.iter().rev().find(|one| one.person == *id && one.by != *id);
        now(Ok(people.iter().filter_map(newest).cloned().collect()))
    }

    fn withdraw(&self, person: PersonId, _now: Instant) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        tables.give_up_mail(&person, &InvitationKind::ALL.map(InvitationKind::mail));
        now(Ok(tables.withdraw(&person, &InvitationKind::ALL)))
    }
}

impl CodeTable for PeopleInMemory {
    fn find_code(&self, code: SecretHash) -> BoxFuture<'_, Result<Option<FoundCode>, PeopleError>> {
        let tables = self.tables();
        let invitation = tables.invitations.iter().find(|invitation| invitation.code == code).cloned();
        let (person, place, leads_to, expires_at) = match (&invitation, tables.links.get(&code)) {
            (Some(found), _) => (&found.person, &found.place, &found.leads_to, found.expires_at),
            (None, Some(link)) => (&link.person, &link.place, &link.leads_to, link.expires_at),
            (None, None) => return now(Ok(None)),
        };
        let person = tables.people.get(person).cloned();
        now(Ok(person.map(|person| FoundCode {
            person,
            place: place.clone(),
            leads_to: leads_to.clone(),
            expires_at,
            invitation: invitation.clone(),
        })))
    }

    fn note_opened(&self, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        let unopened = |one: &&mut Invitation| {
            one.code == code && matches!(one.state, InvitationState::Sent | InvitationState::ToHandOver)
        };
        let Some(invitation) = tables.invitations.iter_mut().find(unopened) else { return now(Ok(false)) };
        invitation.state = InvitationState::Opened;
        now(Ok(true))
    }
}
