//! Where a readmission takes the place of a second factor, and how it is spent. Whether its mail has gone.

use std::time::Duration;

use super::database::PeopleConnection;
use super::rows::{PeopleRow, failed, instant};
use super::sign_in_sql as sql;
use super::statement::statement;
use crate::auth::people::{Link, PeopleError, QueuedMail, RoleAt};
use crate::clock::Instant;
use crate::ids::PersonId;

/// Places as they are stored: a line for each.
pub(super) fn lines(places: &[RoleAt]) -> String {
    places.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Spends the one sign-in without a second factor, where it counts at that place. Returns whether it was left.
pub(super) async fn spend(
    writer: &mut impl PeopleConnection,
    person: &PersonId,
    place: &RoleAt,
    now: Instant,
) -> Result<bool, PeopleError> {
    let rows = writer.rows(statement(sql::PLACES_OF_READMISSION).bind(person)).await.map_err(failed)?;
    let Some(row) = rows.first() else { return Ok(false) };
    let wanted = line(place);
    if !row.text("places")?.lines().any(|kept| kept == wanted) {
        return Ok(false);
    }
    let update = statement(sql::SPEND_READMISSION).bind(person).bind(now).bind(true);
    Ok(writer.run(update).await.map_err(failed)? > 0)
}

/// When the last mail like this one was written, where that is less than `quiet` ago and the link in it can be used.
pub(super) async fn mailed_just_now(
    writer: &mut impl PeopleConnection,
    link: &Link,
    mail: &QueuedMail,
    quiet: Duration,
) -> Result<Option<Instant>, PeopleError> {
    let select = statement(sql::MAILED_JUST_NOW).bind(&mail.person).bind(mail.kind.as_str()).bind(mail.to.as_str());
    let select = select.bind(mail.queued_at.less(quiet)).bind(link.place.role).bind(&link.place.org);
    let select = select.bind(link.leads_to.as_str()).bind(link.expires_at.less(quiet));
    let rows = writer.rows(select).await.map_err(failed)?;
    rows.first().map(|row| instant(row.text("queued_at")?)).transpose()
}

fn line(place: &RoleAt) -> String {
    format!("{} {}", place.role.as_str(), place.org)
}
