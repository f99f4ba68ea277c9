//! People and their places.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::{PeopleConnection, PeopleDatabase};
use super::inserts::{insert_invitation, insert_mail, insert_person, insert_security_event, insert_sent};
use super::rows::{PeopleRow, enrolled, failed, id, known, number, person, refused, secret};
use super::sql;
use super::statement::statement;
use crate::auth::people::{
    AddedPerson, Enrolled, HeldPlace, KnownPerson, PLACES_MAX, PeopleError, Person, PersonDetails, PersonTable,
    PlaceCount, PlaceTable, RoleAt, SecurityEvent, SecurityEventKind,
};
use crate::auth::{PasswordHash, SecretHash};
use crate::ids::PersonId;

impl<D: PeopleDatabase> PersonTable for D {
    fn add(&self, added: AddedPerson) -> BoxFuture<'_, Result<(), PeopleError>> {
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
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a PersonId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Enrolled>, PeopleError>> {
        let select = statement(D::OWN_SQL.people_after).bind(after.map_or("", PersonId::as_str)).bind(limit);
        async move { self.find_all(select).await?.iter().map(enrolled).collect() }.boxed()
    }

    fn by_id<'a>(&'a self, id: &'a PersonId) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        let select = statement(D::OWN_SQL.person_by_id).bind(id);
        async move { self.find(select).await?.as_ref().map(person).transpose() }.boxed()
    }

    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        let select = statement(D::OWN_SQL.person_by_email).bind(email);
        async move { self.find(select).await?.as_ref().map(person).transpose() }.boxed()
    }

    fn people_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<Vec<Person>, PeopleError>> {
        let select = statement(D::OWN_SQL.people_at).bind(place.role).bind(&place.org);
        async move { self.find_all(select).await?.iter().map(person).collect() }.boxed()
    }

    fn rewrite(&self, person: PersonId, details: PersonDetails) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let PersonDetails { name, email, telephone } = details;
                for end in sql::END_WHAT_WAS_MAILED {
                    writer.run(statement(end).bind(&person).bind(&email)).await.map_err(failed)?;
                }
                let update = statement(sql::REWRITE_PERSON).bind(&person).bind(name).bind(email).bind(telephone);
                found(writer.run(update).await.map_err(refused)?)?;
                changed(writer).await
            }
            .boxed()
        })
    }

    fn disable(&self, person: PersonId) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let update = statement(sql::DISABLE_PERSON).bind(&person);
                found(writer.run(update).await.map_err(failed)?)?;
                let ended = end_sessions(writer, &person).await?;
                for about_person in [sql::DELETE_LINKS_OF, sql::WITHDRAW_INVITATIONS, sql::GIVE_UP_LINKS] {
                    writer.run(statement(about_person).bind(&person)).await.map_err(failed)?;
                }
                changed(writer).await?;
                Ok(ended)
            }
            .boxed()
        })
    }

    fn enable(&self, person: PersonId) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let update = statement(sql::ENABLE_PERSON).bind(&person);
                found(writer.run(update).await.map_err(failed)?)?;
                changed(writer).await
            }
            .boxed()
        })
    }

    /// Places, links and invitations go with the person. It is disabled first, so that no session begins meanwhile.
    fn erase(&self, person: PersonId, noted: SecurityEvent) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let lock = statement(sql::DISABLE_PERSON).bind(&person);
                found(writer.run(lock).await.map_err(failed)?)?;
                let ended = end_sessions(writer, &person).await?;
                for about_person in [sql::FORGET_ADDRESSES_OF, sql::FORGET_SENT_BY, sql::DELETE_PERSON] {
                    writer.run(statement(about_person).bind(&person)).await.map_err(failed)?;
                }
                insert_security_event(writer, &SecurityEvent { person: Some(person), ..noted }).await?;
                changed(writer).await?;
                Ok(ended)
            }
            .boxed()
        })
    }

    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let update = statement(sql::SET_PASSWORD).bind(&person).bind(password.as_str());
                found(writer.run(update).await.map_err(failed)?)?;
                end_other_ways_in(writer, &person).await
            }
            .boxed()
        })
    }

    fn replace_password(
        &self,
        person: PersonId,
        present: Option<PasswordHash>,
        password: PasswordHash,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let update = statement(sql::REPLACE_PASSWORD).bind(&person).bind(password.as_str());
                let update = update.bind(present.as_ref().map_or("", PasswordHash::as_str));
                if writer.run(update).await.map_err(failed)? == 0 {
                    return Ok(false);
                }
                end_other_ways_in(writer, &person).await?;
                Ok(true)
            }
            .boxed()
        })
    }

    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>> {
        async move {
            let Some(row) = self.find(statement(sql::PASSWORD).bind(person)).await? else { return Ok(None) };
            Ok(row.text_or_null("password")?.map(|kept| PasswordHash::from_kept(kept.to_owned())))
        }
        .boxed()
    }

    fn version(&self) -> BoxFuture<'_, Result<u64, PeopleError>> {
        async move { self.find(statement(sql::VERSION)).await?.map_or(Ok(0), |row| number(&row, "version")) }.boxed()
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<KnownPerson>, PeopleError>> {
        async move { known(&self.find_all(statement(sql::KNOWN)).await?) }.boxed()
    }

    fn erased(&self) -> BoxFuture<'_, Result<Vec<PersonId>, PeopleError>> {
        let select = statement(sql::ERASED).bind(SecurityEventKind::Erased.as_str());
        async move { self.find_all(select).await?.iter().map(|row| id(row.text("person")?)).collect() }.boxed()
    }
}

impl<D: PeopleDatabase> PlaceTable for D {
    fn give_place(&self, person: PersonId, held: HeldPlace) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| {
            async move {
                writer.run(statement(D::OWN_SQL.lock_person).bind(&person)).await.map_err(failed)?;
                let HeldPlace { place: RoleAt { role, org }, lead } = held;
                let count = statement(sql::COUNT_OTHER_PLACES).bind(&person).bind(role).bind(&org);
                let others = writer.rows(count).await.map_err(failed)?;
                let others: usize = others.first().map_or(Ok(0), |row| number(row, "count"))?;
                if others >= PLACES_MAX {
                    return Err(PeopleError::TooManyPlaces);
                }
                let insert = statement(sql::GIVE_PLACE).bind(&person).bind(role).bind(&org).bind(lead);
                writer.run(insert).await.map_err(refused)?;
                changed(writer).await
            }
            .boxed()
        })
    }

    fn count_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<PlaceCount, PeopleError>> {
        let select = statement(sql::COUNT_AT_PLACE).bind(place.role).bind(&place.org);
        async move {
            let Some(row) = self.find(select).await? else { return Ok(PlaceCount::default()) };
            Ok(PlaceCount { people: number(&row, "people")?, leads: number(&row, "leads")? })
        }
        .boxed()
    }
}

async fn end_sessions(writer: &mut impl PeopleConnection, of: &PersonId) -> Result<Vec<SecretHash>, PeopleError> {
    let rows = writer.rows(statement(sql::DELETE_SESSIONS_OF).bind(of)).await.map_err(failed)?;
    rows.iter().map(|row| secret(row, "token")).collect()
}

/// Ends what a new password makes needless: invitations, links, mail with them, and rights to set one without the old one.
async fn end_other_ways_in(writer: &mut impl PeopleConnection, of: &PersonId) -> Result<(), PeopleError> {
    for end in [sql::WITHDRAW_INVITATIONS, sql::DELETE_LINKS_OF, sql::GIVE_UP_LINKS, sql::END_RESET_RIGHTS] {
        writer.run(statement(end).bind(of)).await.map_err(failed)?;
    }
    Ok(())
}

/// Counts a change of what views need to know of people.
async fn changed(writer: &mut impl PeopleConnection) -> Result<(), PeopleError> {
    writer.run(statement(sql::CHANGED)).await.map_err(failed)?;
    Ok(())
}

/// A statement about one person has to find that person.
fn found(rows: u64) -> Result<(), PeopleError> {
    if rows == 0 { Err(PeopleError::Unknown) } else { Ok(()) }
}
