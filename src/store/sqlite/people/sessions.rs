//! Links and sessions in `SQLite`.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;

use super::SqlitePeople;
use crate::auth::people::{FoundCode, Link, NewSession, PeopleError, RoleAt, Session, SessionTable};
use crate::auth::{Principal, SecretHash};
use crate::clock::Instant;
use crate::ids::PersonId;
use crate::store::people::rows::{failed, principal, refused};
use crate::store::people::sql;

impl SqlitePeople {
    async fn keep_link(&self, link: Link) -> Result<(), PeopleError> {
        let insert = sqlx::query(sql::INSERT_LINK).bind(link.code.0.to_vec()).bind(link.person.as_str());
        let insert = insert.bind(link.place.role.as_str()).bind(link.place.org.as_str()).bind(&link.leads_to);
        self.write(insert.bind(link.expires_at.to_string())).await.map_err(refused)?;
        Ok(())
    }

    /// Only a code that a reader has found living costs a write, and only the call that takes it away has spent it.
    async fn spend_code(&self, code: SecretHash, session: NewSession) -> Result<Option<(Link, Session)>, PeopleError> {
        let Some(found) = self.look_up(code).await?.filter(|found| found.is_living(session.now)) else {
            return Ok(None);
        };
        let FoundCode { person, place, leads_to, expires_at, .. } = found;
        let link = Link { code, person: person.id, place, leads_to, expires_at };
        let spent = self.write_together(move |writer| async move { spend(writer, link, session).await }.boxed()).await;
        match spent {
            Err(PeopleError::Unknown) => Ok(None),
            spent => spent,
        }
    }

    async fn begin_session(&self, of: PersonId, at: RoleAt, session: NewSession) -> Result<Session, PeopleError> {
        self.write_together(move |writer| async move { insert_session(writer, of, at, session).await }.boxed()).await
    }

    async fn find_session(&self, token: SecretHash, now: Instant) -> Result<Option<Session>, PeopleError> {
        let select = sqlx::query(sql::FIND_SESSION).bind(token.0.to_vec()).bind(now.to_string());
        let Some(row) = self.find(select).await? else { return Ok(None) };
        Ok(Some(Session { token, principal: principal(&row)? }))
    }

    async fn delete_session(&self, token: SecretHash) -> Result<bool, PeopleError> {
        let select = sqlx::query("SELECT 1 FROM sessions WHERE token = $1").bind(token.0.to_vec());
        if self.find(select).await?.is_none() {
            return Ok(false);
        }
        let delete = sqlx::query(sql::DELETE_SESSION).bind(token.0.to_vec());
        Ok(self.write(delete).await.map_err(failed)?.rows_affected() > 0)
    }

    async fn delete_what_has_run_out(&self, now: Instant) -> Result<(), PeopleError> {
        for purge in sql::PURGE_EXPIRED {
            self.purge_before(purge, now).await?;
        }
        Ok(())
    }
}

impl SessionTable for SqlitePeople {
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

    fn session(&self, token: SecretHash, now: Instant) -> BoxFuture<'_, Result<Option<Session>, PeopleError>> {
        self.find_session(token, now).boxed()
    }

    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.delete_session(token).boxed()
    }

    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.delete_what_has_run_out(now).boxed()
    }
}

/// Takes a link or an invitation away and opens its session. None where another call was first.
async fn spend(
    writer: &mut SqliteConnection,
    link: Link,
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
    let session = insert_session(writer, link.person.clone(), link.place.clone(), session).await?;
    Ok(Some((link, session)))
}

async fn insert_session(
    writer: &mut SqliteConnection,
    of: PersonId,
    RoleAt { role, org }: RoleAt,
    NewSession { token, now, expires_at }: NewSession,
) -> Result<Session, PeopleError> {
    let update = sqlx::query(sql::NOTE_SIGN_IN).bind(of.as_str()).bind(now.to_string());
    if update.execute(&mut *writer).await.map_err(failed)?.rows_affected() == 0 {
        return Err(PeopleError::Unknown);
    }
    let insert = sqlx::query(sql::INSERT_SESSION).bind(token.0.to_vec()).bind(of.as_str()).bind(role.as_str());
    insert.bind(org.as_str()).bind(expires_at.to_string()).execute(writer).await.map_err(refused)?;
    Ok(Session { token, principal: Principal { person: of, org, role, expires_at } })
}
