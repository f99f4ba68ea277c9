//! Turns rows of the tables of people into values, the same in every database.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::auth::people::{
    Announcements, BidderReadiness, Choices, ConnectionTest, DueMail, Enrolled, HeldPlace, Invitation, InvitationKind,
    InvitationState, KeptReadiness, KnownPerson, MailEntry, MailKind, MailState, Organisation, PeopleError, Person,
    PersonState, RoleAt, SecurityEvent, SecurityEventKind, SentBefore,
};
use crate::auth::{PasswordHash, Principal, Role, SecretHash};
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, OrgId, PersonId};

/// A row of a database. Columns are named.
pub(in crate::store) trait PeopleRow {
    /// A text that is never null.
    fn text(&self, column: &str) -> Result<&str, PeopleError>;

    /// A text that may be null.
    fn text_or_null(&self, column: &str) -> Result<Option<&str>, PeopleError>;

    /// Bytes that are never null.
    fn bytes(&self, column: &str) -> Result<&[u8], PeopleError>;
}

/// A person. The column `places` is a JSON list of role, organisation, and 1 for a lead.
pub(in crate::store) fn person(row: &impl PeopleRow) -> Result<Person, PeopleError> {
    let state = row.text("state")?;
    Ok(Person {
        id: id(row.text("id")?)?,
        name: row.text_or_null("name")?.map(str::to_owned),
        email: row.text("email")?.to_owned(),
        telephone: row.text_or_null("telephone")?.map(str::to_owned),
        places: places(row.text("places")?)?,
        state: PersonState::parse(state).ok_or_else(|| unreadable(format!("state {state}")))?,
        invited_by: row.text_or_null("invited_by")?.map(org).transpose()?,
        created_at: instant(row.text("created_at")?)?,
        last_sign_in: row.text_or_null("last_sign_in")?.map(instant).transpose()?,
    })
}

/// A person with the hash of the password.
pub(in crate::store) fn enrolled(row: &impl PeopleRow) -> Result<Enrolled, PeopleError> {
    let password = row.text_or_null("password")?.map(|kept| PasswordHash::from_kept(kept.to_owned()));
    Ok(Enrolled { person: person(row)?, password })
}

/// People as views need them. The rows of one person follow each other.
pub(in crate::store) fn known(rows: &[impl PeopleRow]) -> Result<Vec<KnownPerson>, PeopleError> {
    let mut known: Vec<KnownPerson> = Vec::with_capacity(rows.len());
    for row in rows {
        let (id, state) = (id(row.text("id")?)?, row.text("state")?);
        let supplies = row.text_or_null("org")?.map(org).transpose()?;
        match known.last_mut().filter(|last| last.id == id) {
            Some(last) => last.supplies.extend(supplies),
            None => known.push(KnownPerson {
                id,
                name: row.text_or_null("name")?.map(Into::into),
                telephone: row.text_or_null("telephone")?.map(Into::into),
                state: PersonState::parse(state).ok_or_else(|| unreadable(format!("state {state}")))?,
                supplies: supplies.into_iter().collect(),
            }),
        }
    }
    Ok(known)
}

/// The place in the columns `role` and `org`.
pub(in crate::store) fn place(row: &impl PeopleRow) -> Result<RoleAt, PeopleError> {
    Ok(RoleAt { role: role(row.text("role")?)?, org: org(row.text("org")?)? })
}

/// The person and the place of a session, and its end.
pub(in crate::store) fn principal(row: &impl PeopleRow) -> Result<Principal, PeopleError> {
    let RoleAt { role, org } = place(row)?;
    Ok(Principal { person: id(row.text("person")?)?, org, role, expires_at: instant(row.text("expires_at")?)? })
}

/// A mail that is due.
pub(in crate::store) fn due_mail(row: &impl PeopleRow) -> Result<DueMail, PeopleError> {
    let (id, to) = (row.text("id")?.to_owned(), row.text("recipient")?.to_owned());
    Ok(DueMail { id, to, sealed: row.bytes("sealed")?.to_vec(), tries: number(row, "tries")? })
}

/// A mail as the list shows it.
pub(in crate::store) fn mail(row: &impl PeopleRow) -> Result<MailEntry, PeopleError> {
    let (kind, state) = (row.text("kind")?, row.text("state")?);
    Ok(MailEntry {
        id: row.text("id")?.to_owned(),
        kind: MailKind::parse(kind).ok_or_else(|| unreadable(format!("kind {kind}")))?,
        person: id(row.text("person")?)?,
        to: row.text("recipient")?.to_owned(),
        state: MailState::parse(state).ok_or_else(|| unreadable(format!("state {state}")))?,
        tries: number(row, "tries")?,
        last_error: row.text_or_null("last_error")?.map(str::to_owned),
        queued_at: instant(row.text("queued_at")?)?,
    })
}

/// An invitation.
pub(in crate::store) fn invitation(row: &impl PeopleRow) -> Result<Invitation, PeopleError> {
    let (state, kind) = (row.text("state")?, row.text("kind")?);
    Ok(Invitation {
        id: row.text("id")?.to_owned(),
        kind: InvitationKind::parse(kind).ok_or_else(|| unreadable(format!("kind {kind}")))?,
        code: secret(row, "code")?,
        person: id(row.text("person")?)?,
        place: place(row)?,
        state: InvitationState::parse(state).ok_or_else(|| unreadable(format!("state {state}")))?,
        leads_to: row.text("leads_to")?.to_owned(),
        by: id(row.text("by")?)?,
        sent_at: instant(row.text("sent_at")?)?,
        expires_at: instant(row.text("expires_at")?)?,
    })
}

/// The last invitation of each person, of a list in the order of time.
pub(in crate::store) fn newest(all: Vec<Invitation>) -> Vec<Invitation> {
    let by_person: BTreeMap<PersonId, Invitation> = all.into_iter().map(|one| (one.person.clone(), one)).collect();
    by_person.into_values().collect()
}

/// The name of an organisation.
pub(in crate::store) fn organisation(row: &impl PeopleRow) -> Result<Organisation, PeopleError> {
    Ok(Organisation { id: org(row.text("id")?)?, name: row.text("name")?.to_owned() })
}

/// What a person chose.
pub(in crate::store) fn choices(row: &impl PeopleRow) -> Result<Choices, PeopleError> {
    let announcements = row.text("announcements")?;
    Ok(Choices {
        announcements: Announcements::parse(announcements)
            .ok_or_else(|| unreadable(format!("announcements {announcements}")))?,
        confirm: row.text_or_null("confirm")?.is_some(),
        sound: row.text_or_null("sound")?.is_some(),
    })
}

/// How ready a bidder is for an event.
pub(in crate::store) fn readiness(row: &impl PeopleRow) -> Result<KeptReadiness, PeopleError> {
    let (event, bidder) = (row.text("event")?, row.text("bidder")?);
    let test = match row.text_or_null("tested_at")?.map(instant).transpose()? {
        Some(at) => Some(ConnectionTest {
            at,
            round_trip_ms: number(row, "round_trip_ms")?,
            clock_ms: number(row, "clock_ms")?,
        }),
        None => None,
    };
    Ok(KeptReadiness {
        event: EventId::parse(event).map_err(|_| unreadable(format!("event {event}")))?,
        bidder: BidderId::parse(bidder).map_err(|_| unreadable(format!("bidder {bidder}")))?,
        readiness: BidderReadiness { test, practised_at: row.text_or_null("practised_at")?.map(instant).transpose()? },
    })
}

/// A security event.
pub(in crate::store) fn security_event(row: &impl PeopleRow) -> Result<SecurityEvent, PeopleError> {
    let kind = row.text("kind")?;
    Ok(SecurityEvent {
        id: row.text("id")?.to_owned(),
        at: instant(row.text("at")?)?,
        kind: SecurityEventKind::parse(kind).ok_or_else(|| unreadable(format!("kind {kind}")))?,
        person: row.text_or_null("person")?.map(id).transpose()?,
        by: row.text_or_null("by")?.map(id).transpose()?,
        org: row.text_or_null("org")?.map(org).transpose()?,
        address: row.text_or_null("address")?.map(str::to_owned),
        device: row.text_or_null("device")?.map(str::to_owned),
        reason: row.text_or_null("reason")?.map(str::to_owned),
        file: row.text_or_null("file")?.map(str::to_owned),
    })
}

/// A request that carried a key.
pub(in crate::store) fn sent(row: &impl PeopleRow) -> Result<SentBefore, PeopleError> {
    Ok(SentBefore {
        caller: id(row.text("caller")?)?,
        key: row.text("key")?.to_owned(),
        print: secret(row, "print")?.0,
        made: row.text("made")?.to_owned(),
        at: instant(row.text("at")?)?,
    })
}

/// A number that a statement returns as text: databases have number types of their own.
pub(in crate::store) fn number<T: FromStr>(row: &impl PeopleRow, column: &str) -> Result<T, PeopleError> {
    row.text(column)?.parse().map_err(|_| unreadable(column))
}

/// A list of people as one JSON text, as statements take it.
pub(in crate::store) fn list(people: &[PersonId]) -> Result<String, PeopleError> {
    serde_json::to_string(people).map_err(|error| PeopleError::Failed(error.to_string().into()))
}

/// A hash of 32 bytes.
pub(in crate::store) fn secret(row: &impl PeopleRow, column: &str) -> Result<SecretHash, PeopleError> {
    SecretHash::from_slice(row.bytes(column)?).ok_or_else(|| unreadable(column))
}

/// An instant as it is stored.
pub(in crate::store) fn instant(text: &str) -> Result<Instant, PeopleError> {
    text.parse().map_err(unreadable)
}

/// The id of a person.
pub(in crate::store) fn id(text: &str) -> Result<PersonId, PeopleError> {
    PersonId::parse(text).map_err(unreadable)
}

/// The error of a row that no version of the server has written.
pub(in crate::store) fn unreadable(what: impl std::fmt::Display) -> PeopleError {
    PeopleError::Failed(format!("a row cannot be read: {what}").into())
}

/// The error of a statement that failed.
#[expect(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
pub(in crate::store) fn failed(error: sqlx::Error) -> PeopleError {
    PeopleError::Failed(error.to_string().into())
}

/// The error of a statement that names a person, an address or a place.
pub(in crate::store) fn refused(error: sqlx::Error) -> PeopleError {
    match error.as_database_error() {
        Some(database) if database.is_unique_violation() => PeopleError::Taken,
        Some(database) if database.is_foreign_key_violation() => PeopleError::Unknown,
        Some(_) | None => failed(error),
    }
}

fn places(text: &str) -> Result<Vec<HeldPlace>, PeopleError> {
    let mut columns: Vec<(String, String, u8)> = serde_json::from_str(text).map_err(unreadable)?;
    columns.sort();
    let held = columns.iter().map(|(in_role, at_org, lead)| {
        Ok(HeldPlace { place: RoleAt { role: role(in_role)?, org: org(at_org)? }, lead: *lead == 1 })
    });
    held.collect()
}

fn org(text: &str) -> Result<OrgId, PeopleError> {
    OrgId::parse(text).map_err(unreadable)
}

fn role(text: &str) -> Result<Role, PeopleError> {
    Role::parse(text).ok_or_else(|| unreadable(format!("role {text}")))
}
