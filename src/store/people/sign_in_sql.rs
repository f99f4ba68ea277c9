//! Statements on sessions, second factors and guesses that both kinds of database take as they are.

use super::sql::Purge;

/// Sessions whose person may sign in, with the condition that follows.
macro_rules! select_sessions {
    ($condition:literal) => {
        concat!(
            "SELECT token, sessions.id AS id, sessions.person AS person, role, org, sessions.created_at AS created_at,
                    last_used_at, expires_at, device, address, proved_at, reset_until,
                    CASE WHEN excused THEN 'yes' END AS excused,
                    CASE WHEN EXISTS (
                        SELECT 1 FROM second_factors
                        WHERE second_factors.person = sessions.person AND confirmed_at IS NOT NULL
                    ) THEN 'yes' END AS has_factor
             FROM sessions JOIN people ON people.id = sessions.person
             WHERE state <> 'disabled' AND ",
            $condition
        )
    };
}

pub(in crate::store) const INSERT_SESSION: &str =
    "INSERT INTO sessions (token, id, person, role, org, created_at, last_used_at, expires_at, device, address,
                           proved_at, excused, reset_until)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12)";

pub(in crate::store) const FIND_SESSION: &str = select_sessions!("token = $1");

pub(in crate::store) const SESSIONS_OF: &str =
    select_sessions!("sessions.person = $1 ORDER BY sessions.created_at, sessions.id");

pub(in crate::store) const DUE_SESSIONS: &str = select_sessions!("expires_at <= $1");

pub(in crate::store) const HAS_SESSION: &str = "SELECT 1 FROM sessions WHERE token = $1";

pub(in crate::store) const SESSION_TOKENS: &str = "SELECT token FROM sessions";

pub(in crate::store) const DELETE_OTHER_SESSIONS: &str =
    "DELETE FROM sessions WHERE person = $1 AND token <> $2 RETURNING token";

pub(in crate::store) const DELETE_SESSION_BY_ID: &str =
    "DELETE FROM sessions WHERE person = $1 AND id = $2 RETURNING token";

pub(in crate::store) const PROVE_SESSION: &str = "UPDATE sessions SET proved_at = $2 WHERE token = $1";

/// The old cookie is worth nothing afterwards.
pub(in crate::store) const MOVE_SESSION: &str = "UPDATE sessions SET token = $2, role = $3, org = $4,
         excused = CASE WHEN role = $3 AND org = $4 THEN excused ELSE FALSE END
     WHERE token = $1";

pub(in crate::store) const FIND_FACTOR: &str =
    "SELECT sealed, confirmed_at, CAST(last_step AS text) AS last_step, codes FROM second_factors WHERE person = $1";

pub(in crate::store) const PROPOSE_FACTOR: &str =
    "INSERT INTO second_factors (person, sealed, codes) VALUES ($1, $2, $3)
     ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed WHERE second_factors.confirmed_at IS NULL";

pub(in crate::store) const CONFIRM_FACTOR: &str =
    "UPDATE second_factors SET confirmed_at = $3, last_step = $4, codes = $5
     WHERE person = $1 AND sealed = $2 AND confirmed_at IS NULL";

pub(in crate::store) const INSERT_FACTOR: &str =
    "INSERT INTO second_factors (person, sealed, confirmed_at, last_step, codes) VALUES ($1, $2, $3, $4, $5)";

pub(in crate::store) const ACCEPT_STEP: &str = "UPDATE second_factors SET last_step = $2
     WHERE person = $1 AND confirmed_at IS NOT NULL AND (last_step IS NULL OR last_step < $2)";

pub(in crate::store) const REPLACE_CODES: &str =
    "UPDATE second_factors SET codes = $3 WHERE person = $1 AND codes = $2 AND confirmed_at IS NOT NULL";

pub(in crate::store) const REMOVE_FACTOR: &str = "DELETE FROM second_factors WHERE person = $1";

pub(in crate::store) const WRONG_GUESSES: &str =
    "SELECT key, CAST(count AS text) AS count, since, last_at FROM wrong_guesses WHERE count > 0
     ORDER BY last_at DESC LIMIT $1";

pub(in crate::store) const FIND_DEVICE: &str =
    "SELECT 1 FROM devices WHERE person = $1 AND device = $2 AND expires_at > $3";

pub(in crate::store) const KEEP_DEVICE: &str = "INSERT INTO devices (person, device, expires_at) VALUES ($1, $2, $3)
     ON CONFLICT (person, device) DO UPDATE SET expires_at = excluded.expires_at";

pub(in crate::store) const READMIT: &str =
    "INSERT INTO readmissions (person, expires_at, spent, places) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person) DO UPDATE SET expires_at = excluded.expires_at, spent = excluded.spent,
         places = excluded.places";

pub(in crate::store) const LAST_READMISSION: &str =
    "SELECT expires_at FROM readmissions ORDER BY expires_at DESC LIMIT 1";
pub(in crate::store) const FIND_READMISSION: &str = "SELECT 1 FROM readmissions WHERE person = $1 AND expires_at > $2";

pub(in crate::store) const PLACES_OF_READMISSION: &str = "SELECT places FROM readmissions WHERE person = $1";

pub(in crate::store) const SPEND_READMISSION: &str =
    "UPDATE readmissions SET spent = $3 WHERE person = $1 AND spent <> $3 AND expires_at > $2";

/// The newest mail of that kind to that address after an instant, where the person has such a link that ends after another.
pub(in crate::store) const MAILED_JUST_NOW: &str =
    "SELECT queued_at FROM outbox WHERE person = $1 AND kind = $2 AND recipient = $3 AND queued_at > $4
       AND EXISTS (SELECT 1 FROM links
           WHERE links.person = $1 AND role = $5 AND org = $6 AND leads_to = $7 AND expires_at > $8)
     ORDER BY queued_at DESC LIMIT 1";

/// By the present instant.
pub(in crate::store) const PURGE_DEVICES: [Purge; 2] = [
    ("SELECT 1 FROM devices WHERE expires_at <= $1 LIMIT 1", "DELETE FROM devices WHERE expires_at <= $1"),
    ("SELECT 1 FROM readmissions WHERE expires_at <= $1 LIMIT 1", "DELETE FROM readmissions WHERE expires_at <= $1"),
];

/// By the instant before which a wrong guess is forgotten.
pub(in crate::store) const PURGE_GUESSES: Purge =
    ("SELECT 1 FROM wrong_guesses WHERE last_at <= $1 LIMIT 1", "DELETE FROM wrong_guesses WHERE last_at <= $1");
