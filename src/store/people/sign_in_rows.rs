//! Turns rows of sessions, second factors and guesses into values, the same in every database.

use super::codes;
use super::rows::{PeopleRow, instant, principal, secret, unreadable};
use crate::auth::people::{KeptFactor, PeopleError, Session, SessionClient};
use crate::auth::{CountKey, FactorProof, KeptGuesses, SessionTimes, TotpStep, WrongGuesses};

/// A session.
pub(in crate::store) fn session(row: &impl PeopleRow) -> Result<Session, PeopleError> {
    let proved_at = row.text_or_null("proved_at")?.map(instant).transpose()?;
    let (has_factor, is_excused) = (row.text_or_null("has_factor")?.is_some(), row.text_or_null("excused")?.is_some());
    Ok(Session {
        token: secret(row, "token")?,
        id: row.text("id")?.to_owned(),
        principal: principal(row)?,
        times: SessionTimes {
            signed_in_at: instant(row.text("created_at")?)?,
            last_used_at: instant(row.text("last_used_at")?)?,
        },
        client: SessionClient {
            device: row.text_or_null("device")?.map(str::to_owned),
            address: row.text_or_null("address")?.map(str::to_owned),
        },
        proof: FactorProof::of(has_factor, proved_at, is_excused),
        reset_until: row.text_or_null("reset_until")?.map(instant).transpose()?,
    })
}

/// A second factor.
pub(in crate::store) fn factor(row: &impl PeopleRow) -> Result<KeptFactor, PeopleError> {
    let last_step = row.text_or_null("last_step")?.map(str::parse).transpose().map_err(unreadable)?;
    Ok(KeptFactor {
        sealed: row.bytes("sealed")?.to_vec(),
        confirmed_at: row.text_or_null("confirmed_at")?.map(instant).transpose()?,
        last_step: last_step.map(TotpStep),
        codes: codes::split(row.bytes("codes")?),
    })
}

/// A count of wrong guesses.
pub(in crate::store) fn count(row: &impl PeopleRow) -> Result<KeptGuesses, PeopleError> {
    let count = row.text("count")?.parse().map_err(unreadable)?;
    let (since, last_at) = (instant(row.text("since")?)?, instant(row.text("last_at")?)?);
    Ok((CountKey(secret(row, "key")?), WrongGuesses { count, since, last_at }))
}
