//! Links and sessions in PostgreSQL.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::postgres::PgConnection;
use uuid::Uuid;

use super::{PostgresPeople, PostgresStatement};
use crate::auth::people::{
    FoundCode, InvitationKind, Link, NewSession, PeopleError, RoleAt, Session, SessionNote, SessionTable,
};
use crate::auth::{FactorProof, SecretHash};
use crate::clock::Instant;
use crate::ids::PersonId;
use crate::store::people::rows::{failed, refused, secret};
use crate::store::people::sign_in_rows::session;
use crate::store::people::{sign_in_sql, sql};

const NOTE_SESSIONS: &str = "UPDATE sessions SET last_used_at = note.used, expires_at = note.ends
     FROM unnest($1::bytea[], $2::text[], $3::text[]) AS note (token, used, ends) WHERE sessions.token = note.token";

impl PostgresPeople {
    async fn keep_link(&self, link: Link) -> Result<(), PeopleError> {
        self.write(insert_link(&link)).await.map_err(refused)?;
        Ok(())
    }

    /// Only the call that takes the code away has spent it.
    async fn spend_code(&self, code: SecretHash, session: NewSession) -> Result<Option<(Link, Session)>, PeopleError> {
        let Some(found) = self.look_up(code).await?.filter(|found| found.is_living(session.now)) else {
            return Ok(None);
        };
        let FoundCode { person, place, leads_to, expires_at, invitation } = found;
        let link = Link { code, person: person.id, place, leads_to, expires_at };
        let kind = invitation.map(|invitation| invitation.kind);
        let mut all = self.begin().await?;
        let spent = match spend(&mut all, link, kind, session).await {
            Err(PeopleError::Unknown) => return Ok(None),
            spent => spent?,
        };
        all.commit().await.map_err(failed)?;
        Ok(spent)
    }

    async fn begin_session(&self, of: PersonId, at: RoleAt, session: NewSession) -> Result<Session, PeopleError> {
        let mut all = self.begin().await?;
        let opened = insert_session(&mut all, of, at, session).await?;
        all.commit().await.map_err(failed)?;
        Ok(opened)
    }

    async fn find_session(&self, token: SecretHash) -> Result<Option<Session>, PeopleError> {
        let row = self.find(sqlx::query(sign_in_sql::FIND_SESSION).bind(token.0.to_vec())).await?;
        row.as_ref().map(session).transpose()
    }

    async fn find_sessions_of(&self, person: &PersonId) -> Result<Vec<Session>, PeopleError> {
        let rows = self.find_all(sqlx::query(sign_in_sql::SESSIONS_OF).bind(person.as_str())).await?;
        rows.iter().map(session).collect()
    }

    async fn find_due(&self, now: Instant) -> Result<Vec<Session>, PeopleError> {
        let rows = self.find_all(sqlx::query(sign_in_sql::DUE_SESSIONS).bind(now.to_string())).await?;
        rows.iter().map(session).collect()
    }

    async fn find_tokens(&self) -> Result<Vec<SecretHash>, PeopleError> {
        let rows = self.find_all(sqlx::query(sign_in_sql::SESSION_TOKENS)).await?;
        rows.iter().map(|row| secret(row, "token")).collect()
    }

    async fn write_notes(&self, notes: Vec<SessionNote>) -> Result<(), PeopleError> {
        let tokens: Vec<Vec<u8>> = notes.iter().map(|note| note.token.0.to_vec()).collect();
        let used: Vec<String> = notes.iter().map(|note| note.last_used_at.to_string()).collect();
        let ends: Vec<String> = notes.iter().map(|note| note.expires_at.to_string()).collect();
        let update = sqlx::query(NOTE_SESSIONS).bind(tokens).bind(used).bind(ends);
        self.write(update).await.map_err(failed)?;
        Ok(())
    }

    async fn write_proof(&self, token: SecretHash, at: Instant) -> Result<(), PeopleError> {
        let update = sqlx::query(sign_in_sql::PROVE_SESSION).bind(token.0.to_vec()).bind(at.to_string());
        self.write(update).await.map_err(failed)?;
        Ok(())
    }

    async fn rewrite_place(&self, token: SecretHash, new: SecretHash, at: RoleAt) -> Result<bool, PeopleError> {
        let update = sqlx::query(sign_in_sql::MOVE_SESSION).bind(token.0.to_vec()).bind(new.0.to_vec());
        let update = update.bind(at.role.as_str()).bind(at.org.as_str());
        Ok(self.write(update).await.map_err(refused)?.rows_affected() > 0)
    }

    /// Deletes sessions; returns the hashes of their cookies.
    async fn delete_sessions(&self, delete: PostgresStatement<'_>) -> Result<Vec<SecretHash>, PeopleError> {
        self.find_all(delete).await?.iter().map(|row| secret(row, "token")).collect()
    }

    async fn delete_by_id(&self, person: PersonId, id: String) -> Result<Option<SecretHash>, PeopleError> {
        let delete = sqlx::query(sign_in_sql::DELETE_SESSION_BY_ID).bind(person.as_str()).bind(id.as_str());
        Ok(self.delete_sessions(delete).await?.first().copied())
    }

    async fn delete_others(&self, of: PersonId, kept: Option<SecretHash>) -> Result<Vec<SecretHash>, PeopleError> {
        // No token is empty.
        let kept = kept.map(|token| token.0.to_vec()).unwrap_or_default();
        let delete = sqlx::query(sign_in_sql::DELETE_OTHER_SESSIONS).bind(of.as_str()).bind(kept);
        self.delete_sessions(delete).await
    }

    async fn delete_session(&self, token: SecretHash) -> Result<bool, PeopleError> {
        let delete = sqlx::query(sql::DELETE_SESSION).bind(token.0.to_vec());
        Ok(self.write(delete).await.map_err(failed)?.rows_affected() > 0)
    }

    async fn delete_what_has_run_out(&self, now: Instant) -> Result<(), PeopleError> {
        for (_, delete) in sql::PURGE_EXPIRED {
            self.write(sqlx::query(delete).bind(now.to_string())).await.map_err(failed)?;
        }
        Ok(())
    }
}

impl SessionTable for PostgresPeople {
    fn open_session(
        &self,
        person: PersonId,
        place: RoleAt,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Session, PeopleError>> {
        self.begin_session(person, place, session).boxed()
    }

    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_link(link).boxed()
    }

    fn redeem_link(
        &self,
        code: SecretHash,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>> {
        self.spend_code(code, session).boxed()
    }

    fn session(&self, token: SecretHash) -> BoxFuture<'_, Result<Option<Session>, PeopleError>> {
        self.find_session(token).boxed()
    }

    fn sessions_of<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Vec<Session>, PeopleError>> {
        self.find_sessions_of(person).boxed()
    }

    fn due_sessions(&self, now: Instant) -> BoxFuture<'_, Result<Vec<Session>, PeopleError>> {
        self.find_due(now).boxed()
    }

    fn session_tokens(&self) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        self.find_tokens().boxed()
    }

    fn note_sessions(&self, notes: Vec<SessionNote>) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_notes(notes).boxed()
    }

    fn prove_session(&self, token: SecretHash, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_proof(token, at).boxed()
    }

    fn move_session(
        &self,
        token: SecretHash,
        new_token: SecretHash,
        place: RoleAt,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.rewrite_place(token, new_token, place).boxed()
    }

    fn end_session_by_id(
        &self,
        person: PersonId,
        id: String,
    ) -> BoxFuture<'_, Result<Option<SecretHash>, PeopleError>> {
        self.delete_by_id(person, id).boxed()
    }

    fn end_other_sessions(
        &self,
        person: PersonId,
        kept: Option<SecretHash>,
    ) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        self.delete_others(person, kept).boxed()
    }

    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.delete_session(token).boxed()
    }

    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.delete_what_has_run_out(now).boxed()
    }
}

/// The statement that stores a link.
pub(super) fn insert_link(link: &Link) -> PostgresStatement<'_> {
    let insert = sqlx::query(sql::INSERT_LINK).bind(link.code.0.to_vec()).bind(link.person.as_str());
    let insert = insert.bind(link.place.role.as_str()).bind(link.place.org.as_str()).bind(&link.leads_to);
    insert.bind(link.expires_at.to_string())
}

/// Takes a link or an invitation away and opens its session; a link has no kind. None where another call was first.
async fn spend(
    writer: &mut PgConnection,
    link: Link,
    kind: Option<InvitationKind>,
    session: NewSession,
) -> Result<Option<(Link, Session)>, PeopleError> {
    let mut taken = 0;
    for statement in [sql::DELETE_LINK, sql::ACCEPT_INVITATION] {
        let statement = sqlx::query(statement).bind(link.code.0.to_vec());
        taken += statement.execute(&mut *writer).await.map_err(failed)?.rows_affected();
    }
    if taken == 0 {
        return Ok(None);
    }
    let mut session = session.by_code(kind);
    if kind.is_none() {
        let excuse = sqlx::query(sign_in_sql::SPEND_READMISSION).bind(link.person.as_str());
        let excuse = excuse.bind(session.now.to_string()).bind(true).execute(&mut *writer).await.map_err(failed)?;
        if excuse.rows_affected() > 0 {
            session.proof = FactorProof::Excused;
        }
    }
    let session = insert_session(writer, link.person.clone(), link.place.clone(), session).await?;
    Ok(Some((link, session)))
}

async fn insert_session(
    writer: &mut PgConnection,
    of: PersonId,
    at: RoleAt,
    new: NewSession,
) -> Result<Session, PeopleError> {
    let update = sqlx::query(sql::NOTE_SIGN_IN).bind(of.as_str()).bind(new.now.to_string());
    if update.execute(&mut *writer).await.map_err(failed)?.rows_affected() == 0 {
        return Err(PeopleError::Unknown);
    }
    let id = Uuid::new_v4().simple().to_string();
    let (proved_at, is_excused) = new.proof.stored();
    let insert = sqlx::query(sign_in_sql::INSERT_SESSION).bind(new.token.0.to_vec()).bind(&id).bind(of.as_str());
    let insert = insert.bind(at.role.as_str()).bind(at.org.as_str()).bind(new.now.to_string());
    let insert = insert.bind(new.expires_at.to_string()).bind(&new.client.device).bind(&new.client.address);
    let insert = insert.bind(proved_at.map(|at| at.to_string())).bind(is_excused);
    let insert = insert.bind(new.reset_until.map(|until| until.to_string()));
    insert.execute(&mut *writer).await.map_err(refused)?;
    let select = sqlx::query(sign_in_sql::FIND_SESSION).bind(new.token.0.to_vec());
    session(&select.fetch_one(writer).await.map_err(failed)?)
}
