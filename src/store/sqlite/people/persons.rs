//! People and their places in `SQLite`.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::SqlitePeople;
use super::outbox::insert_mail;
use crate::auth::people::{
    AddedPerson, Enrolled, HeldPlace, Invitation, KnownPerson, Organisation, PLACES_MAX, PeopleError, Person,
    PersonDetails, PersonTable, PlaceCount, PlaceTable, RoleAt, SecurityEvent, SentBefore,
};
use crate::auth::{PasswordHash, SecretHash};
use crate::ids::{OrgId, PersonId};
use crate::store::people::rows::{enrolled, failed, known, person, refused, secret};
use crate::store::people::sql;

/// The columns of a person.
macro_rules! select_people {
    ($rest:literal) => {
        concat!(
            "SELECT people.*, (SELECT json_group_array(json_array(role, org, lead)) FROM places ",
            "WHERE places.person = people.id) AS places FROM people ",
            $rest
        )
    };
}

impl SqlitePeople {
    async fn insert(&self, added: AddedPerson) -> Result<(), PeopleError> {
        self.write_together(move |writer| {
            async move {
                let AddedPerson { person, invitation, mail, sent } = added;
                insert_person(writer, &Enrolled { person, password: None }).await?;
                if let Some(invitation) = invitation {
                    insert_invitation(writer, &invitation).await?;
                }
                insert_mail(writer, mail).await?;
                insert_sent(writer, sent).await?;
                changed(writer).await
            }
            .boxed()
        })
        .await
    }

    async fn read_page(&self, after: Option<&PersonId>, limit: u32) -> Result<Vec<Enrolled>, PeopleError> {
        let select = sqlx::query(select_people!("WHERE id > $1 ORDER BY id LIMIT $2"));
        let rows = self.find_all(select.bind(after.map_or("", PersonId::as_str)).bind(limit)).await?;
        rows.iter().map(enrolled).collect()
    }

    pub(super) async fn find_person(&self, id: &PersonId) -> Result<Option<Person>, PeopleError> {
        let row = self.find(sqlx::query(select_people!("WHERE id = $1")).bind(id.as_str())).await?;
        row.as_ref().map(person).transpose()
    }

    async fn find_by_email(&self, email: &str) -> Result<Option<Person>, PeopleError> {
        let row = self.find(sqlx::query(select_people!("WHERE email = $1")).bind(email)).await?;
        row.as_ref().map(person).transpose()
    }

    async fn write_details(&self, id: PersonId, details: PersonDetails) -> Result<(), PeopleError> {
        self.write_together(move |writer| {
            async move {
                let PersonDetails { name, email, telephone } = details;
                let update = sqlx::query(sql::REWRITE_PERSON).bind(id.as_str()).bind(name).bind(email).bind(telephone);
                found(update.execute(&mut *writer).await.map_err(refused)?.rows_affected())?;
                changed(writer).await
            }
            .boxed()
        })
        .await
    }

    async fn shut_out(&self, id: PersonId) -> Result<Vec<SecretHash>, PeopleError> {
        self.write_together(move |writer| {
            async move {
                let update = sqlx::query(sql::DISABLE_PERSON).bind(id.as_str());
                found(update.execute(&mut *writer).await.map_err(failed)?.rows_affected())?;
                let ended = end_sessions(writer, &id).await?;
                for statement in [sql::DELETE_LINKS_OF, sql::WITHDRAW_INVITATIONS] {
                    sqlx::query(statement).bind(id.as_str()).execute(&mut *writer).await.map_err(failed)?;
                }
                changed(writer).await?;
                Ok(ended)
            }
            .boxed()
        })
        .await
    }

    async fn let_in(&self, id: PersonId) -> Result<(), PeopleError> {
        self.write_together(move |writer| {
            async move {
                let update = sqlx::query(sql::ENABLE_PERSON).bind(id.as_str());
                found(update.execute(&mut *writer).await.map_err(failed)?.rows_affected())?;
                changed(writer).await
            }
            .boxed()
        })
        .await
    }

    /// Places, links and invitations go with the person. It is disabled first, so that no session begins meanwhile.
    async fn remove(&self, id: PersonId) -> Result<Vec<SecretHash>, PeopleError> {
        self.write_together(move |writer| {
            async move {
                let lock = sqlx::query(sql::DISABLE_PERSON).bind(id.as_str());
                found(lock.execute(&mut *writer).await.map_err(failed)?.rows_affected())?;
                let ended = end_sessions(writer, &id).await?;
                for statement in [sql::FORGET_ADDRESSES_OF, sql::FORGET_SENT_BY] {
                    sqlx::query(statement).bind(id.as_str()).execute(&mut *writer).await.map_err(failed)?;
                }
                let delete = sqlx::query(sql::DELETE_PERSON).bind(id.as_str());
                delete.execute(&mut *writer).await.map_err(failed)?;
                changed(writer).await?;
                Ok(ended)
            }
            .boxed()
        })
        .await
    }

    async fn keep_password(&self, person: PersonId, password: PasswordHash) -> Result<(), PeopleError> {
        let update = sqlx::query(sql::SET_PASSWORD).bind(person.as_str()).bind(password.as_str());
        found(self.write(update).await.map_err(failed)?.rows_affected())
    }

    async fn find_password(&self, person: &PersonId) -> Result<Option<PasswordHash>, PeopleError> {
        let select = sqlx::query_scalar(sql::PASSWORD).bind(person.as_str());
        let found: Option<Option<String>> = select.fetch_optional(self.store.readers()).await.map_err(failed)?;
        Ok(found.flatten().map(PasswordHash::from_kept))
    }

    async fn read_version(&self) -> Result<u64, PeopleError> {
        let version: i64 = sqlx::query_scalar(sql::VERSION).fetch_one(self.store.readers()).await.map_err(failed)?;
        Ok(version.cast_unsigned())
    }

    async fn read_known(&self) -> Result<Vec<KnownPerson>, PeopleError> {
        known(&self.find_all(sqlx::query(sql::KNOWN)).await?)
    }

    async fn add_place(&self, id: PersonId, held: HeldPlace) -> Result<(), PeopleError> {
        self.write_together(move |writer| {
            async move {
                let HeldPlace { place: RoleAt { role, org }, lead } = held;
                let count = sqlx::query_scalar(sql::COUNT_OTHER_PLACES).bind(id.as_str());
                let others: i64 =
                    count.bind(role.as_str()).bind(org.as_str()).fetch_one(&mut *writer).await.map_err(failed)?;
                if usize::try_from(others).unwrap_or(usize::MAX) >= PLACES_MAX {
                    return Err(PeopleError::TooManyPlaces);
                }
                let insert = sqlx::query(sql::GIVE_PLACE).bind(id.as_str()).bind(role.as_str());
                insert.bind(org.as_str()).bind(lead).execute(&mut *writer).await.map_err(refused)?;
                changed(writer).await
            }
            .boxed()
        })
        .await
    }

    async fn count_people_at(&self, place: &RoleAt) -> Result<PlaceCount, PeopleError> {
        let select = sqlx::query(sql::COUNT_AT_PLACE).bind(place.role.as_str()).bind(place.org.as_str());
        let row = self.find(select).await?;
        let count = |row: &SqliteRow, column: usize| row.try_get::<i64, _>(column).map(i64::cast_unsigned);
        let Some(row) = row else { return Ok(PlaceCount::default()) };
        Ok(PlaceCount { people: count(&row, 0).map_err(failed)?, leads: count(&row, 1).map_err(failed)? })
    }
}

impl PersonTable for SqlitePeople {
    fn add(&self, added: AddedPerson) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.insert(added).boxed()
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a PersonId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Enrolled>, PeopleError>> {
        self.read_page(after, limit).boxed()
    }

    fn by_id<'a>(&'a self, id: &'a PersonId) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        self.find_person(id).boxed()
    }

    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        self.find_by_email(email).boxed()
    }

    fn rewrite(&self, person: PersonId, details: PersonDetails) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_details(person, details).boxed()
    }

    fn disable(&self, person: PersonId) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        self.shut_out(person).boxed()
    }

    fn enable(&self, person: PersonId) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.let_in(person).boxed()
    }

    fn erase(&self, person: PersonId) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        self.remove(person).boxed()
    }

    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_password(person, password).boxed()
    }

    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>> {
        self.find_password(person).boxed()
    }

    fn version(&self) -> BoxFuture<'_, Result<u64, PeopleError>> {
        self.read_version().boxed()
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<KnownPerson>, PeopleError>> {
        self.read_known().boxed()
    }
}

impl PlaceTable for SqlitePeople {
    fn give_place(&self, person: PersonId, held: HeldPlace) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.add_place(person, held).boxed()
    }

    fn count_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<PlaceCount, PeopleError>> {
        self.count_people_at(place).boxed()
    }
}

/// Adds a person with its places on this connection, which is in a transaction.
pub(in crate::store::sqlite) async fn insert_person(
    connection: &mut SqliteConnection,
    enrolled: &Enrolled,
) -> Result<(), PeopleError> {
    let Enrolled { person, password } = enrolled;
    if person.places.len() > PLACES_MAX {
        return Err(PeopleError::TooManyPlaces);
    }
    let insert = sqlx::query(sql::INSERT_PERSON).bind(person.id.as_str()).bind(&person.email).bind(&person.name);
    let insert = insert.bind(&person.telephone).bind(person.state.as_str());
    let insert = insert.bind(person.invited_by.as_ref().map(|org| org.as_str().to_owned()));
    let insert = insert.bind(person.created_at.to_string()).bind(person.last_sign_in.map(|at| at.to_string()));
    let insert = insert.bind(password.as_ref().map(PasswordHash::as_str));
    insert.execute(&mut *connection).await.map_err(refused)?;
    for HeldPlace { place, lead } in &person.places {
        let insert = sqlx::query(sql::INSERT_PLACE).bind(person.id.as_str()).bind(place.role.as_str());
        insert.bind(place.org.as_str()).bind(*lead).execute(&mut *connection).await.map_err(refused)?;
    }
    Ok(())
}

/// Adds an invitation on this connection.
pub(super) async fn insert_invitation(writer: &mut SqliteConnection, one: &Invitation) -> Result<(), PeopleError> {
    let insert = sqlx::query(sql::INSERT_INVITATION).bind(&one.id).bind(one.code.0.to_vec()).bind(one.person.as_str());
    let insert = insert.bind(one.place.role.as_str()).bind(one.place.org.as_str()).bind(one.state.as_str());
    let insert = insert.bind(&one.leads_to).bind(one.by.as_str()).bind(one.sent_at.to_string());
    insert.bind(one.expires_at.to_string()).execute(writer).await.map_err(refused)?;
    Ok(())
}

/// Remembers a request on this connection, where it carried a key.
pub(super) async fn insert_sent(writer: &mut SqliteConnection, sent: Option<SentBefore>) -> Result<(), PeopleError> {
    let Some(SentBefore { caller, key, print, made, at }) = sent else { return Ok(()) };
    let insert = sqlx::query(sql::INSERT_SENT).bind(caller.as_str()).bind(key).bind(print.to_vec()).bind(made);
    insert.bind(at.to_string()).execute(writer).await.map_err(refused)?;
    Ok(())
}

/// Names an organisation on this connection.
pub(in crate::store::sqlite) async fn insert_organisation(
    connection: &mut SqliteConnection,
    Organisation { id, name }: &Organisation,
) -> Result<(), PeopleError> {
    let insert = sqlx::query(sql::NAME_ORGANISATION).bind(id.as_str()).bind(name);
    insert.execute(connection).await.map_err(failed)?;
    Ok(())
}

/// Adds a security event on this connection.
pub(in crate::store::sqlite) async fn insert_security_event(
    connection: &mut SqliteConnection,
    event: &SecurityEvent,
) -> Result<(), PeopleError> {
    let insert = sqlx::query(sql::INSERT_SECURITY_EVENT).bind(&event.id).bind(event.at.to_string());
    let insert = insert.bind(event.kind.as_str()).bind(event.person.as_ref().map(PersonId::as_str));
    let insert = insert.bind(event.by.as_ref().map(PersonId::as_str));
    let insert = insert.bind(event.org.as_ref().map(OrgId::as_str));
    insert.bind(&event.address).bind(&event.device).bind(&event.reason).execute(connection).await.map_err(failed)?;
    Ok(())
}

async fn end_sessions(writer: &mut SqliteConnection, of: &PersonId) -> Result<Vec<SecretHash>, PeopleError> {
    let delete = sqlx::query(sql::DELETE_SESSIONS_OF).bind(of.as_str());
    let rows = delete.fetch_all(writer).await.map_err(failed)?;
    rows.iter().map(|row| secret(row, "token")).collect()
}

/// Counts a change of what views need to know of people.
async fn changed(writer: &mut SqliteConnection) -> Result<(), PeopleError> {
    sqlx::query(sql::CHANGED).execute(writer).await.map_err(failed)?;
    Ok(())
}

/// A statement about one person has to find that person.
fn found(rows: u64) -> Result<(), PeopleError> {
    if rows == 0 { Err(PeopleError::Unknown) } else { Ok(()) }
}
