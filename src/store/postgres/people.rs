//! People, their links and their sessions in a PostgreSQL database, beside the journal.
//!
//! Instants are texts of one fixed width, so that comparing the texts compares the instants.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Row;
use sqlx::postgres::{PgConnection, PgPool, PgRow};

use crate::auth::{Enrolled, Link, PasswordHash, People, PeopleError, Person, Principal, Role, SecretHash, Session};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// People in a database. They use other connections than the journal's writer, so sign-ins and bids do not wait for each
/// other.
#[derive(Debug, Clone)]
pub struct PostgresPeople {
    pool: PgPool,
}

impl PostgresPeople {
    pub(super) const fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    async fn insert(&self, person: Person) -> Result<(), PeopleError> {
        let mut connection = self.pool.acquire().await.map_err(failed)?;
        insert_person(&mut connection, &Enrolled { person, password: None }).await
    }

    async fn read_page(&self, after: Option<&PersonId>, limit: u32) -> Result<Vec<Enrolled>, PeopleError> {
        let select = "SELECT id, email, role, org, password FROM people \
                      WHERE id COLLATE \"C\" > $1 ORDER BY id COLLATE \"C\" LIMIT $2";
        let select = sqlx::query(select).bind(after.map_or("", PersonId::as_str)).bind(i64::from(limit));
        let rows = select.fetch_all(&self.pool).await.map_err(failed)?;
        rows.iter().map(enrolled).collect()
    }

    async fn find_by_id(&self, id: &PersonId) -> Result<Option<Person>, PeopleError> {
        let select = sqlx::query("SELECT id, email, role, org FROM people WHERE id = $1").bind(id.as_str());
        let row = select.fetch_optional(&self.pool).await.map_err(failed)?;
        row.as_ref().map(person).transpose()
    }

    async fn find_by_email(&self, email: &str) -> Result<Option<Person>, PeopleError> {
        let select = "SELECT id, email, role, org FROM people \
                      WHERE lower(email COLLATE \"C\") = lower($1 COLLATE \"C\")";
        let row = sqlx::query(select).bind(email).fetch_optional(&self.pool).await.map_err(failed)?;
        row.as_ref().map(person).transpose()
    }

    async fn keep_link(&self, link: Link) -> Result<(), PeopleError> {
        let insert = "INSERT INTO links (code, person, leads_to, expires_at) VALUES ($1, $2, $3, $4)";
        let insert = sqlx::query(insert).bind(link.code.0.to_vec()).bind(link.person.as_str()).bind(&link.leads_to);
        match insert.bind(link.expires_at.to_string()).execute(&self.pool).await {
            Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => Err(PeopleError::Unknown),
            other => other.map(|_| ()).map_err(failed),
        }
    }

    async fn spend_link(
        &self,
        code: SecretHash,
        now: Instant,
        token: SecretHash,
        ends_at: Instant,
    ) -> Result<Option<(Link, Session)>, PeopleError> {
        let mut both = self.pool.begin().await.map_err(failed)?;
        let delete = "DELETE FROM links WHERE code = $1 RETURNING person, leads_to, expires_at";
        let spent = sqlx::query(delete).bind(code.0.to_vec()).fetch_optional(&mut *both).await.map_err(failed)?;
        let Some(link) = spent.as_ref().map(|row| link(code, row)).transpose()? else { return Ok(None) };
        if now >= link.expires_at {
            both.commit().await.map_err(failed)?;
            return Ok(None);
        }
        let session = insert_session(&mut both, &link.person, token, ends_at).await?;
        both.commit().await.map_err(failed)?;
        Ok(Some((link, session)))
    }

    async fn keep_password(&self, person: PersonId, password: PasswordHash) -> Result<(), PeopleError> {
        let update = sqlx::query("UPDATE people SET password = $1 WHERE id = $2");
        let update = update.bind(password.as_str()).bind(person.as_str());
        let updated = update.execute(&self.pool).await.map_err(failed)?.rows_affected();
        if updated == 0 { Err(PeopleError::Unknown) } else { Ok(()) }
    }

    async fn find_password(&self, person: &PersonId) -> Result<Option<PasswordHash>, PeopleError> {
        let select = sqlx::query_scalar("SELECT password FROM people WHERE id = $1").bind(person.as_str());
        let found: Option<Option<String>> = select.fetch_optional(&self.pool).await.map_err(failed)?;
        Ok(found.flatten().map(PasswordHash::from_kept))
    }

    async fn find_session(&self, token: SecretHash, now: Instant) -> Result<Option<Session>, PeopleError> {
        let select = "SELECT people.id, email, role, org, expires_at FROM sessions \
                      JOIN people ON people.id = sessions.person WHERE token = $1 AND expires_at > $2";
        let select = sqlx::query(select).bind(token.0.to_vec()).bind(now.to_string());
        let Some(row) = select.fetch_optional(&self.pool).await.map_err(failed)? else { return Ok(None) };
        let principal = principal(person(&row)?, instant(&row)?);
        Ok(Some(Session { token, principal }))
    }

    async fn delete_session(&self, token: SecretHash) -> Result<bool, PeopleError> {
        let delete = sqlx::query("DELETE FROM sessions WHERE token = $1").bind(token.0.to_vec());
        Ok(delete.execute(&self.pool).await.map_err(failed)?.rows_affected() > 0)
    }

    async fn delete_what_has_run_out(&self, now: Instant) -> Result<(), PeopleError> {
        for delete in ["DELETE FROM links WHERE expires_at <= $1", "DELETE FROM sessions WHERE expires_at <= $1"] {
            sqlx::query(delete).bind(now.to_string()).execute(&self.pool).await.map_err(failed)?;
        }
        Ok(())
    }
}

impl People for PostgresPeople {
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
        async move {
            let mut connection = self.pool.acquire().await.map_err(failed)?;
            insert_session(&mut connection, &person, session, expires_at).await
        }
        .boxed()
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
pub(super) async fn insert_person(connection: &mut PgConnection, enrolled: &Enrolled) -> Result<(), PeopleError> {
    let Enrolled { person, password } = enrolled;
    let insert = "INSERT INTO people (id, email, role, org, password) VALUES ($1, $2, $3, $4, $5)";
    let insert = sqlx::query(insert).bind(person.id.as_str()).bind(&person.email).bind(person.role.as_str());
    let insert = insert.bind(person.org.as_str()).bind(password.as_ref().map(PasswordHash::as_str));
    match insert.execute(connection).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Err(PeopleError::Taken),
        other => other.map(|_| ()).map_err(failed),
    }
}

async fn insert_session(
    connection: &mut PgConnection,
    of: &PersonId,
    token: SecretHash,
    expires_at: Instant,
) -> Result<Session, PeopleError> {
    let select = sqlx::query("SELECT id, email, role, org FROM people WHERE id = $1").bind(of.as_str());
    let row = select.fetch_optional(&mut *connection).await.map_err(failed)?.ok_or(PeopleError::Unknown)?;
    let principal = principal(person(&row)?, expires_at);
    let insert = sqlx::query("INSERT INTO sessions (token, person, expires_at) VALUES ($1, $2, $3)");
    let insert = insert.bind(token.0.to_vec()).bind(of.as_str()).bind(expires_at.to_string());
    insert.execute(connection).await.map_err(failed)?;
    Ok(Session { token, principal })
}

fn person(row: &PgRow) -> Result<Person, PeopleError> {
    let role = text(row, "role")?;
    Ok(Person {
        id: PersonId::parse(text(row, "id")?).map_err(unreadable)?,
        email: text(row, "email")?.to_owned(),
        role: Role::parse(role).ok_or_else(|| unreadable(format!("role {role}")))?,
        org: OrgId::parse(text(row, "org")?).map_err(unreadable)?,
    })
}

fn enrolled(row: &PgRow) -> Result<Enrolled, PeopleError> {
    let password: Option<String> = row.try_get("password").map_err(failed)?;
    Ok(Enrolled { person: person(row)?, password: password.map(PasswordHash::from_kept) })
}

fn link(code: SecretHash, row: &PgRow) -> Result<Link, PeopleError> {
    Ok(Link {
        code,
        person: PersonId::parse(text(row, "person")?).map_err(unreadable)?,
        leads_to: text(row, "leads_to")?.to_owned(),
        expires_at: instant(row)?,
    })
}

fn principal(person: Person, expires_at: Instant) -> Principal {
    Principal { person: person.id, org: person.org, role: person.role, expires_at }
}

fn instant(row: &PgRow) -> Result<Instant, PeopleError> {
    text(row, "expires_at")?.parse().map_err(unreadable)
}

fn text<'r>(row: &'r PgRow, column: &str) -> Result<&'r str, PeopleError> {
    row.try_get(column).map_err(failed)
}

fn unreadable(what: impl std::fmt::Display) -> PeopleError {
    PeopleError::Failed(format!("a row cannot be read: {what}").into())
}

#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn failed(error: sqlx::Error) -> PeopleError {
    PeopleError::Failed(error.to_string().into())
}
