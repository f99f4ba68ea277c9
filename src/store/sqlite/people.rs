//! People, their links and their sessions in one `SQLite` file, beside the journal.
//!
//! The journal's connection writes these tables too, so nothing here may delay bids for long. Reads use other connections.
//! Writes wait for each other before they wait for the connection, so that an append waits for at most one of them. Each
//! write is one statement that commits by itself: a transaction whose commit failed could stay open, and the journal's next
//! write would become a part of it.
//!
//! Instants are texts of one fixed width, so that comparing the texts compares the instants.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Row;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection, SqliteQueryResult, SqliteRow};
use tokio::sync::Mutex;

use super::store::SqliteStore;
use crate::auth::{Enrolled, Link, PasswordHash, People, PeopleError, Person, Principal, Role, SecretHash, Session};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// One statement.
type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// People in the database of a store.
#[derive(Debug, Clone)]
pub struct SqlitePeople {
    store: Arc<SqliteStore>,
    /// Held by the write that waits for the store's connection or uses it.
    writing: Arc<Mutex<()>>,
}

impl SqlitePeople {
    /// People in the database of that store.
    #[must_use]
    pub fn new(store: Arc<SqliteStore>) -> Self {
        Self { store, writing: Arc::default() }
    }

    /// Runs one statement, which is committed when this returns.
    async fn write(&self, statement: Statement<'_>) -> Result<SqliteQueryResult, sqlx::Error> {
        let _writing = self.writing.lock().await;
        statement.execute(&mut *self.store.writer().await).await
    }

    /// Whether a reader finds a row.
    async fn is_found(&self, select: Statement<'_>) -> Result<bool, PeopleError> {
        Ok(select.fetch_optional(self.store.readers()).await.map_err(failed)?.is_some())
    }

    async fn insert(&self, person: Person) -> Result<(), PeopleError> {
        inserted(self.write(insertion(&Enrolled { person, password: None })).await)
    }

    async fn read_page(&self, after: Option<&PersonId>, limit: u32) -> Result<Vec<Enrolled>, PeopleError> {
        let select = "SELECT id, email, role, org, password FROM people WHERE id > ? ORDER BY id LIMIT ?";
        let select = sqlx::query(select).bind(after.map_or("", PersonId::as_str)).bind(limit);
        let rows = select.fetch_all(self.store.readers()).await.map_err(failed)?;
        rows.iter().map(enrolled).collect()
    }

    async fn find_by_id(&self, id: &PersonId) -> Result<Option<Person>, PeopleError> {
        let select = sqlx::query("SELECT id, email, role, org FROM people WHERE id = ?").bind(id.as_str());
        let row = select.fetch_optional(self.store.readers()).await.map_err(failed)?;
        row.as_ref().map(person).transpose()
    }

    async fn find_by_email(&self, email: &str) -> Result<Option<Person>, PeopleError> {
        let select = "SELECT id, email, role, org FROM people WHERE email = ?";
        let row = sqlx::query(select).bind(email).fetch_optional(self.store.readers()).await.map_err(failed)?;
        row.as_ref().map(person).transpose()
    }

    async fn keep_link(&self, link: Link) -> Result<(), PeopleError> {
        let insert = "INSERT INTO links (code, person, leads_to, expires_at) VALUES (?, ?, ?, ?)";
        let insert = sqlx::query(insert).bind(link.code.0.to_vec()).bind(link.person.as_str()).bind(&link.leads_to);
        of_somebody(self.write(insert.bind(link.expires_at.to_string())).await)
    }

    /// Only a code that a reader has found costs a write, and only the call that deletes the link has spent it. A crash
    /// between the two writes leaves a spent link without a session: the person asks for another link.
    async fn spend_link(
        &self,
        code: SecretHash,
        now: Instant,
        token: SecretHash,
        ends_at: Instant,
    ) -> Result<Option<(Link, Session)>, PeopleError> {
        let Some((link, person)) = self.find_link(code, now).await? else { return Ok(None) };
        let delete = sqlx::query("DELETE FROM links WHERE code = ?").bind(code.0.to_vec());
        if self.write(delete).await.map_err(failed)?.rows_affected() == 0 {
            return Ok(None);
        }
        let session = self.keep_session(person, token, ends_at).await?;
        Ok(Some((link, session)))
    }

    /// A link that can be spent, and its person.
    async fn find_link(&self, code: SecretHash, now: Instant) -> Result<Option<(Link, Person)>, PeopleError> {
        let select = "SELECT people.id, email, role, org, leads_to, expires_at FROM links \
                      JOIN people ON people.id = links.person WHERE code = ? AND expires_at > ?";
        let select = sqlx::query(select).bind(code.0.to_vec()).bind(now.to_string());
        let Some(row) = select.fetch_optional(self.store.readers()).await.map_err(failed)? else { return Ok(None) };
        let (person, leads_to, expires_at) = (person(&row)?, text(&row, "leads_to")?.to_owned(), instant(&row)?);
        Ok(Some((Link { code, person: person.id.clone(), leads_to, expires_at }, person)))
    }

    async fn begin_session(&self, of: PersonId, token: SecretHash, ends_at: Instant) -> Result<Session, PeopleError> {
        let person = self.find_by_id(&of).await?.ok_or(PeopleError::Unknown)?;
        self.keep_session(person, token, ends_at).await
    }

    async fn keep_session(&self, of: Person, token: SecretHash, ends_at: Instant) -> Result<Session, PeopleError> {
        let insert = sqlx::query("INSERT INTO sessions (token, person, expires_at) VALUES (?, ?, ?)");
        let insert = insert.bind(token.0.to_vec()).bind(of.id.as_str()).bind(ends_at.to_string());
        of_somebody(self.write(insert).await)?;
        Ok(Session { token, principal: principal(of, ends_at) })
    }

    async fn keep_password(&self, person: PersonId, password: PasswordHash) -> Result<(), PeopleError> {
        let update = sqlx::query("UPDATE people SET password = ? WHERE id = ?");
        let update = update.bind(password.as_str()).bind(person.as_str());
        let updated = self.write(update).await.map_err(failed)?.rows_affected();
        if updated == 0 { Err(PeopleError::Unknown) } else { Ok(()) }
    }

    async fn find_password(&self, person: &PersonId) -> Result<Option<PasswordHash>, PeopleError> {
        let select = sqlx::query_scalar("SELECT password FROM people WHERE id = ?").bind(person.as_str());
        let found: Option<Option<String>> = select.fetch_optional(self.store.readers()).await.map_err(failed)?;
        Ok(found.flatten().map(PasswordHash::from_kept))
    }

    async fn find_session(&self, token: SecretHash, now: Instant) -> Result<Option<Session>, PeopleError> {
        let select = "SELECT people.id, email, role, org, expires_at FROM sessions \
                      JOIN people ON people.id = sessions.person WHERE token = ? AND expires_at > ?";
        let select = sqlx::query(select).bind(token.0.to_vec()).bind(now.to_string());
        let Some(row) = select.fetch_optional(self.store.readers()).await.map_err(failed)? else { return Ok(None) };
        let principal = principal(person(&row)?, instant(&row)?);
        Ok(Some(Session { token, principal }))
    }

    async fn delete_session(&self, token: SecretHash) -> Result<bool, PeopleError> {
        let select = sqlx::query("SELECT 1 FROM sessions WHERE token = ?").bind(token.0.to_vec());
        if !self.is_found(select).await? {
            return Ok(false);
        }
        let delete = sqlx::query("DELETE FROM sessions WHERE token = ?").bind(token.0.to_vec());
        Ok(self.write(delete).await.map_err(failed)?.rows_affected() > 0)
    }

    async fn delete_what_has_run_out(&self, now: Instant) -> Result<(), PeopleError> {
        for (select, delete) in [
            ("SELECT 1 FROM links WHERE expires_at <= ? LIMIT 1", "DELETE FROM links WHERE expires_at <= ?"),
            ("SELECT 1 FROM sessions WHERE expires_at <= ? LIMIT 1", "DELETE FROM sessions WHERE expires_at <= ?"),
        ] {
            if self.is_found(sqlx::query(select).bind(now.to_string())).await? {
                self.write(sqlx::query(delete).bind(now.to_string())).await.map_err(failed)?;
            }
        }
        Ok(())
    }
}

impl People for SqlitePeople {
    fn add(&self, person: Person) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.insert(person).boxed()
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a PersonId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Enrolled>, PeopleError>> {
        self.read_page(after, limit).boxed()
    }

    fn by_id<'a>(&'a self, id: &'a PersonId) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        self.find_by_id(id).boxed()
    }

    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        self.find_by_email(email).boxed()
    }

    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_password(person, password).boxed()
    }

    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>> {
        self.find_password(person).boxed()
    }

    fn open_session(
        &self,
        person: PersonId,
        session: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<Session, PeopleError>> {
        self.begin_session(person, session, expires_at).boxed()
    }

    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_link(link).boxed()
    }

    fn redeem_link(
        &self,
        code: SecretHash,
        now: Instant,
        session: SecretHash,
        session_expires_at: Instant,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>> {
        self.spend_link(code, now, session, session_expires_at).boxed()
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

/// Adds a person on this connection.
pub(super) async fn insert_person(connection: &mut SqliteConnection, enrolled: &Enrolled) -> Result<(), PeopleError> {
    inserted(insertion(enrolled).execute(connection).await)
}

fn insertion(enrolled: &Enrolled) -> Statement<'_> {
    let Enrolled { person, password } = enrolled;
    let insert = "INSERT INTO people (id, email, role, org, password) VALUES (?, ?, ?, ?, ?)";
    let insert = sqlx::query(insert).bind(person.id.as_str()).bind(&person.email).bind(person.role.as_str());
    insert.bind(person.org.as_str()).bind(password.as_ref().map(PasswordHash::as_str))
}

fn inserted(done: Result<SqliteQueryResult, sqlx::Error>) -> Result<(), PeopleError> {
    match done {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(PeopleError::Taken),
        other => other.map(|_| ()).map_err(failed),
    }
}

fn of_somebody(done: Result<SqliteQueryResult, sqlx::Error>) -> Result<(), PeopleError> {
    match done {
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => Err(PeopleError::Unknown),
        other => other.map(|_| ()).map_err(failed),
    }
}

fn person(row: &SqliteRow) -> Result<Person, PeopleError> {
    let role = text(row, "role")?;
    Ok(Person {
        id: PersonId::parse(text(row, "id")?).map_err(unreadable)?,
        email: text(row, "email")?.to_owned(),
        role: Role::parse(role).ok_or_else(|| unreadable(format!("role {role}")))?,
        org: OrgId::parse(text(row, "org")?).map_err(unreadable)?,
    })
}

fn enrolled(row: &SqliteRow) -> Result<Enrolled, PeopleError> {
    let password: Option<String> = row.try_get("password").map_err(failed)?;
    Ok(Enrolled { person: person(row)?, password: password.map(PasswordHash::from_kept) })
}

fn principal(person: Person, expires_at: Instant) -> Principal {
    Principal { person: person.id, org: person.org, role: person.role, expires_at }
}

fn instant(row: &SqliteRow) -> Result<Instant, PeopleError> {
    text(row, "expires_at")?.parse().map_err(unreadable)
}

fn text<'r>(row: &'r SqliteRow, column: &str) -> Result<&'r str, PeopleError> {
    row.try_get(column).map_err(failed)
}

fn unreadable(what: impl std::fmt::Display) -> PeopleError {
    PeopleError::Failed(format!("a row cannot be read: {what}").into())
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn failed(error: sqlx::Error) -> PeopleError {
    PeopleError::Failed(error.to_string().into())
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
