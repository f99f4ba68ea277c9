//! What is added to the tables of people on a connection that is in a transaction.

use super::codes;
use super::database::PeopleConnection;
use super::rows::{failed, refused};
use super::statement::statement;
use super::{sign_in_sql, sql};
use crate::auth::PasswordHash;
use crate::auth::people::{
    Choices, Enrolled, HeldPlace, Invitation, KeptFactor, KeptReadiness, Organisation, PLACES_MAX, PeopleError,
    QueuedMail, SecurityEvent, SentBefore,
};
use crate::ids::PersonId;

/// Adds a person with its places.
pub(in crate::store) async fn insert_person(
    writer: &mut impl PeopleConnection,
    enrolled: &Enrolled,
) -> Result<(), PeopleError> {
    let Enrolled { person, password } = enrolled;
    if person.places.len() > PLACES_MAX {
        return Err(PeopleError::TooManyPlaces);
    }
    let insert = statement(sql::INSERT_PERSON).bind(&person.id).bind(&person.email).bind(person.name.as_deref());
    let insert = insert.bind(person.telephone.as_deref()).bind(person.state.as_str()).bind(person.invited_by.as_ref());
    let insert = insert.bind(person.created_at).bind(person.last_sign_in);
    writer.run(insert.bind(password.as_ref().map(PasswordHash::as_str))).await.map_err(refused)?;
    for HeldPlace { place, lead } in &person.places {
        let insert = statement(sql::INSERT_PLACE).bind(&person.id).bind(place.role).bind(&place.org).bind(*lead);
        writer.run(insert).await.map_err(refused)?;
    }
    Ok(())
}

/// Adds a second factor.
pub(in crate::store) async fn insert_factor(
    writer: &mut impl PeopleConnection,
    person: &PersonId,
    factor: KeptFactor,
) -> Result<(), PeopleError> {
    let KeptFactor { sealed, confirmed_at, last_step, codes } = factor;
    let insert = statement(sign_in_sql::INSERT_FACTOR).bind(person).bind(sealed).bind(confirmed_at);
    let insert = insert.bind(last_step.map(|step| step.0)).bind(codes::joined(&codes));
    writer.run(insert).await.map_err(refused)?;
    Ok(())
}

/// Stores what a person chose.
pub(in crate::store) async fn insert_choices(
    writer: &mut impl PeopleConnection,
    person: &PersonId,
    Choices { announcements, confirm, sound }: Choices,
) -> Result<(), PeopleError> {
    let insert = statement(sql::CHOOSE).bind(person).bind(announcements.as_str()).bind(confirm).bind(sound);
    writer.run(insert).await.map_err(refused)?;
    Ok(())
}

/// Notes how ready a bidder is.
pub(in crate::store) async fn insert_readiness(
    writer: &mut impl PeopleConnection,
    KeptReadiness { event, bidder, readiness }: &KeptReadiness,
) -> Result<(), PeopleError> {
    let note = statement(sql::NOTE_READINESS).bind(event).bind(bidder).bind(readiness.test.map(|test| test.at));
    let note = note.bind(readiness.test.map(|test| i64::from(test.round_trip_ms)));
    writer
        .run(note.bind(readiness.test.map(|test| test.clock_ms)).bind(readiness.practised_at))
        .await
        .map_err(refused)?;
    Ok(())
}

/// Adds an invitation.
pub(super) async fn insert_invitation(writer: &mut impl PeopleConnection, one: &Invitation) -> Result<(), PeopleError> {
    let insert = statement(sql::INSERT_INVITATION).bind(&one.id).bind(one.code).bind(&one.person);
    let insert = insert.bind(one.place.role).bind(&one.place.org).bind(one.state.as_str()).bind(&one.leads_to);
    let insert = insert.bind(&one.by).bind(one.sent_at).bind(one.expires_at).bind(one.kind.as_str());
    writer.run(insert).await.map_err(refused)?;
    Ok(())
}

/// Writes a mail, where there is one, in the transaction of its cause. Not where its person was mailed about all of its
/// causes before. Returns whether it was written.
pub(super) async fn insert_mail(
    writer: &mut impl PeopleConnection,
    mail: Option<QueuedMail>,
) -> Result<bool, PeopleError> {
    let Some(QueuedMail { id, kind, person, to, sealed, queued_at, causes }) = mail else { return Ok(false) };
    let mut is_new = causes.is_empty();
    for cause in causes {
        let note = statement(sql::NOTE_CAUSE).bind(cause).bind(&person).bind(queued_at);
        is_new |= writer.run(note).await.map_err(refused)? > 0;
    }
    if !is_new {
        return Ok(false);
    }
    let insert = statement(sql::QUEUE_MAIL).bind(id).bind(kind.as_str()).bind(&person);
    writer.run(insert.bind(to).bind(sealed).bind(queued_at)).await.map_err(refused)?;
    Ok(true)
}

/// Remembers a request, where it carried a key.
pub(super) async fn insert_sent(
    writer: &mut impl PeopleConnection,
    sent: Option<SentBefore>,
) -> Result<(), PeopleError> {
    let Some(SentBefore { caller, key, print, made, at }) = sent else { return Ok(()) };
    let insert = statement(sql::INSERT_SENT).bind(&caller).bind(key).bind(print.to_vec()).bind(made).bind(at);
    writer.run(insert).await.map_err(refused)?;
    Ok(())
}

/// Names an organisation.
pub(in crate::store) async fn insert_organisation(
    writer: &mut impl PeopleConnection,
    Organisation { id, name }: &Organisation,
) -> Result<(), PeopleError> {
    writer.run(statement(sql::NAME_ORGANISATION).bind(id).bind(name)).await.map_err(failed)?;
    Ok(())
}

/// Adds a security event.
pub(in crate::store) async fn insert_security_event(
    writer: &mut impl PeopleConnection,
    event: &SecurityEvent,
) -> Result<(), PeopleError> {
    let insert = statement(sql::INSERT_SECURITY_EVENT).bind(&event.id).bind(event.at).bind(event.kind.as_str());
    let insert = insert.bind(event.person.as_ref()).bind(event.by.as_ref()).bind(event.org.as_ref());
    let insert = insert.bind(event.address.as_deref()).bind(event.device.as_deref()).bind(event.reason.as_deref());
    writer.run(insert.bind(event.file.as_deref())).await.map_err(failed)?;
    Ok(())
}
