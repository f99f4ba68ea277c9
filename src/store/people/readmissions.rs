//! Where a readmission takes the place of a second factor, and how that is spent.

use super::database::PeopleConnection;
use super::rows::{PeopleRow, failed};
use super::sign_in_sql as sql;
use super::statement::statement;
use crate::auth::people::{PeopleError, RoleAt};
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

fn line(place: &RoleAt) -> String {
    format!("{} {}", place.role.as_str(), place.org)
}
