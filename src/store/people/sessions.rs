//! Links and sessions.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::json;
use uuid::Uuid;

use super::database::{PeopleConnection, PeopleDatabase};
use super::rows::{PeopleRow, failed, refused, secret, unreadable};
use super::sign_in_rows::session;
use super::statement::{Statement, statement};
use super::{readmissions, sign_in_sql, sql};
use crate::auth::people::{
    CodeTable, FoundCode, InvitationKind, Link, NewSession, PeopleError, RoleAt, Session, SessionNote, SessionTable,
};
use crate::auth::{FactorProof, SecretHash};
use crate::clock::Instant;
use crate::ids::PersonId;

impl<D: PeopleDatabase> SessionTable for D {
    fn open_session(
        &self,
        person: PersonId,
        place: RoleAt,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Session, PeopleError>> {
        self.write_together(move |writer| async move { insert_session(writer, person, place, session).await }.boxed())
    }

    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { self.write(insert_link(link)).await.map(|_| ()).map_err(refused) }.boxed()
    }

    /// Only a code that was found living costs a write, and only the call that takes it away has spent it.
    fn redeem_link(
        &self,
        code: SecretHash,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>> {
        async move {
            let Some(found) = self.find_code(code).await?.filter(|found| found.is_living(session.now)) else {
                return Ok(None);
            };
            let FoundCode { person, place, leads_to, expires_at, invitation } = found;
            let link = Link { code, person: person.id, place, leads_to, expires_at };
            let kind = invitation.map(|invitation| invitation.kind);
            let spent =
                self.write_together(move |writer| async move { spend(writer, link, kind, session).await }.boxed());
            match spent.await {
                Err(PeopleError::Unknown) => Ok(None),
                spent => spent,
            }
        }
        .boxed()
    }

    fn session(&self, token: SecretHash) -> BoxFuture<'_, Result<Option<Session>, PeopleError>> {
        let select = statement(sign_in_sql::FIND_SESSION).bind(token);
        async move { self.find(select).await?.as_ref().map(session).transpose() }.boxed()
    }

    fn sessions_of<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Vec<Session>, PeopleError>> {
        let select = statement(sign_in_sql::SESSIONS_OF).bind(person);
        async move { self.find_all(select).await?.iter().map(session).collect() }.boxed()
    }

    fn due_sessions(&self, now: Instant) -> BoxFuture<'_, Result<Vec<Session>, PeopleError>> {
        let select = statement(sign_in_sql::DUE_SESSIONS).bind(now);
        async move { self.find_all(select).await?.iter().map(session).collect() }.boxed()
    }

    fn session_tokens(&self) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        async move { tokens(&self.find_all(statement(sign_in_sql::SESSION_TOKENS)).await?) }.boxed()
    }

    fn note_sessions(&self, notes: Vec<SessionNote>) -> BoxFuture<'_, Result<(), PeopleError>> {
        let row = |note: &SessionNote| {
            json!([hex::encode(note.token.0), note.last_used_at.to_string(), note.expires_at.to_string()])
        };
        let rows: Vec<_> = notes.iter().map(row).collect();
        let update = statement(D::OWN_SQL.note_sessions).bind(json!(rows).to_string());
        async move { self.write(update).await.map(|_| ()).map_err(failed) }.boxed()
    }

    fn prove_session(&self, token: SecretHash, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        let update = statement(sign_in_sql::PROVE_SESSION).bind(token).bind(at);
        async move { self.write(update).await.map(|_| ()).map_err(failed) }.boxed()
    }

    fn move_session(
        &self,
        token: SecretHash,
        new_token: SecretHash,
        place: RoleAt,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let update = statement(sign_in_sql::MOVE_SESSION).bind(token).bind(new_token);
        let update = update.bind(place.role).bind(&place.org);
        async move { Ok(self.write(update).await.map_err(refused)? > 0) }.boxed()
    }

    /// A token that a reader does not find costs no write.
    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        async move {
            if self.find(statement(sign_in_sql::HAS_SESSION).bind(token)).await?.is_none() {
                return Ok(false);
            }
            Ok(self.write(statement(sql::DELETE_SESSION).bind(token)).await.map_err(failed)? > 0)
        }
        .boxed()
    }

    fn end_session_by_id(
        &self,
        person: PersonId,
        id: String,
    ) -> BoxFuture<'_, Result<Option<SecretHash>, PeopleError>> {
        let delete = statement(sign_in_sql::DELETE_SESSION_BY_ID).bind(&person).bind(id);
        async move { Ok(delete_sessions(self, delete).await?.first().copied()) }.boxed()
    }

    fn end_other_sessions(
        &self,
        person: PersonId,
        kept: Option<SecretHash>,
    ) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        // No token is empty.
        let kept = kept.map(|token| token.0.to_vec()).unwrap_or_default();
        delete_sessions(self, statement(sign_in_sql::DELETE_OTHER_SESSIONS).bind(&person).bind(kept)).boxed()
    }

    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move {
            for purge in sql::PURGE_EXPIRED {
                self.purge_before(purge, now).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

/// Deletes sessions; returns the hashes of their cookies.
async fn delete_sessions<D: PeopleDatabase>(people: &D, delete: Statement) -> Result<Vec<SecretHash>, PeopleError> {
    tokens(&people.write_returning(delete).await.map_err(failed)?)
}

fn tokens(rows: &[impl PeopleRow]) -> Result<Vec<SecretHash>, PeopleError> {
    rows.iter().map(|row| secret(row, "token")).collect()
}

/// The statement that stores a link.
pub(super) fn insert_link(link: Link) -> Statement {
    let insert = statement(sql::INSERT_LINK).bind(link.code).bind(&link.person).bind(link.place.role);
    insert.bind(&link.place.org).bind(link.leads_to).bind(link.expires_at)
}

/// Takes a link or an invitation away and opens its session; a link has no kind. None where another call was first.
async fn spend(
    writer: &mut impl PeopleConnection,
    link: Link,
    kind: Option<InvitationKind>,
    session: NewSession,
) -> Result<Option<(Link, Session)>, PeopleError> {
    let mut taken = 0;
    for take in [sql::DELETE_LINK, sql::ACCEPT_INVITATION] {
        taken += writer.run(statement(take).bind(link.code)).await.map_err(failed)?;
    }
    if taken == 0 {
        return Ok(None);
    }
    let withdraw = statement(sql::WITHDRAW_THOSE_OF_A_KIND).bind(&link.person);
    writer.run(withdraw.bind(InvitationKind::Join.as_str())).await.map_err(failed)?;
    let give_up = statement(sql::GIVE_UP_KIND).bind(&link.person).bind(InvitationKind::Join.mail().as_str());
    writer.run(give_up).await.map_err(failed)?;
    let mut session = session.by_code(kind);
    if kind.is_none() && readmissions::spend(writer, &link.person, &link.place, session.now).await? {
        session.proof = FactorProof::Excused;
    }
    let session = insert_session(writer, link.person.clone(), link.place.clone(), session).await?;
    Ok(Some((link, session)))
}

async fn insert_session(
    writer: &mut impl PeopleConnection,
    of: PersonId,
    at: RoleAt,
    new: NewSession,
) -> Result<Session, PeopleError> {
    let update = statement(sql::NOTE_SIGN_IN).bind(&of).bind(new.now);
    if writer.run(update).await.map_err(failed)? == 0 {
        return Err(PeopleError::Unknown);
    }
    let (proved_at, is_excused) = new.proof.stored();
    let insert = statement(sign_in_sql::INSERT_SESSION).bind(new.token).bind(Uuid::new_v4().simple().to_string());
    let insert = insert.bind(&of).bind(at.role).bind(&at.org).bind(new.now).bind(new.expires_at);
    let insert = insert.bind(new.client.device).bind(new.client.address).bind(proved_at).bind(is_excused);
    let insert = insert.bind(new.reset_until);
    writer.run(insert).await.map_err(refused)?;
    let opened = writer.rows(statement(sign_in_sql::FIND_SESSION).bind(new.token)).await.map_err(failed)?;
    session(opened.first().ok_or_else(|| unreadable("a session that was just opened"))?)
}
