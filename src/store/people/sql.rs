//! Statements on the tables of people that both kinds of database take as they are.

use std::time::Duration;

use crate::auth::people::repeat::KEYS_KEPT;
use crate::auth::people::security_event::{ADDRESSES_KEPT, SECURITY_EVENTS_KEPT};

/// Gives up mail of a person that waits and meets a condition. Its text is deleted.
macro_rules! give_up_mail {
    ($condition:literal) => {
        concat!(
            "UPDATE outbox SET state = 'failed', sealed = NULL, next_try_at = NULL, last_error = 'not needed any more'
             WHERE person = $1 AND state = 'waiting' AND ",
            $condition
        )
    };
}

pub(in crate::store) const INSERT_PERSON: &str =
    "INSERT INTO people (id, email, name, telephone, state, invited_by, created_at, last_sign_in, password)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

pub(in crate::store) const INSERT_PLACE: &str = "INSERT INTO places (person, role, org, lead) VALUES ($1, $2, $3, $4)";

pub(in crate::store) const GIVE_PLACE: &str = "INSERT INTO places (person, role, org, lead) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person, role, org) DO UPDATE SET lead = excluded.lead";

pub(in crate::store) const COUNT_OTHER_PLACES: &str =
    "SELECT CAST(count(*) AS text) AS count FROM places WHERE person = $1 AND NOT (role = $2 AND org = $3)";

pub(in crate::store) const COUNT_AT_PLACE: &str =
    "SELECT CAST(count(*) AS text) AS people, CAST(count(*) FILTER (WHERE lead) AS text) AS leads
     FROM places JOIN people ON people.id = person
     WHERE role = $1 AND org = $2 AND state <> 'disabled'";

pub(in crate::store) const REWRITE_PERSON: &str =
    "UPDATE people SET name = $2, email = $3, telephone = $4 WHERE id = $1";

pub(in crate::store) const DISABLE_PERSON: &str = "UPDATE people SET state = 'disabled' WHERE id = $1";

pub(in crate::store) const ENABLE_PERSON: &str = "UPDATE people SET state = CASE
         WHEN state <> 'disabled' THEN state
         WHEN password IS NULL AND last_sign_in IS NULL THEN 'invited'
         ELSE 'active' END
     WHERE id = $1";

pub(in crate::store) const SET_PASSWORD: &str =
    "UPDATE people SET password = $2, state = CASE state WHEN 'invited' THEN 'active' ELSE state END WHERE id = $1";

/// Changes nothing where another password stands by now. An empty text stands for no password.
pub(in crate::store) const REPLACE_PASSWORD: &str =
    "UPDATE people SET password = $2, state = CASE state WHEN 'invited' THEN 'active' ELSE state END
     WHERE id = $1 AND coalesce(password, '') = $3";

pub(in crate::store) const NOTE_SIGN_IN: &str =
    "UPDATE people SET last_sign_in = $2, state = 'active' WHERE id = $1 AND state <> 'disabled'";

pub(in crate::store) const PASSWORD: &str = "SELECT password FROM people WHERE id = $1";

pub(in crate::store) const DELETE_PERSON: &str = "DELETE FROM people WHERE id = $1";

pub(in crate::store) const CHANGED: &str = "UPDATE people_version SET version = version + 1";

pub(in crate::store) const VERSION: &str = "SELECT CAST(version AS text) AS version FROM people_version";

/// One row for each person and each supplier for which the person has a place; without a supplier one row.
pub(in crate::store) const KNOWN: &str = "SELECT people.id, name, telephone, state, org FROM people
     LEFT JOIN places ON person = people.id AND role = 'supplier' ORDER BY people.id, org";

pub(in crate::store) const ERASED: &str =
    "SELECT DISTINCT person FROM security_events WHERE kind = $1 AND person IS NOT NULL";

pub(in crate::store) const INSERT_LINK: &str =
    "INSERT INTO links (code, person, role, org, leads_to, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";

pub(in crate::store) const FIND_LINK: &str =
    "SELECT person, role, org, leads_to, expires_at FROM links WHERE code = $1";

pub(in crate::store) const DELETE_LINK: &str = "DELETE FROM links WHERE code = $1";

pub(in crate::store) const DELETE_LINKS_OF: &str = "DELETE FROM links WHERE person = $1";

pub(in crate::store) const DELETE_SESSION: &str = "DELETE FROM sessions WHERE token = $1";

pub(in crate::store) const DELETE_SESSIONS_OF: &str = "DELETE FROM sessions WHERE person = $1 RETURNING token";

pub(in crate::store) const NAME_ORGANISATION: &str = "INSERT INTO organisations (id, name) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name";

pub(in crate::store) const ORGANISATION: &str = "SELECT name FROM organisations WHERE id = $1";

pub(in crate::store) const ORGANISATIONS: &str = "SELECT id, name FROM organisations";

pub(in crate::store) const CHOICES: &str =
    "SELECT announcements, CASE WHEN confirm THEN 'yes' END AS confirm, CASE WHEN sound THEN 'yes' END AS sound
     FROM choices WHERE person = $1";

pub(in crate::store) const CHOOSE: &str =
    "INSERT INTO choices (person, announcements, confirm, sound) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person) DO UPDATE SET announcements = excluded.announcements, confirm = excluded.confirm,
         sound = excluded.sound";

pub(in crate::store) const ALL_READINESS: &str = "SELECT event, bidder, tested_at, practised_at,
         CAST(round_trip_ms AS text) AS round_trip_ms, CAST(clock_ms AS text) AS clock_ms
     FROM readiness";

/// The newest test stays, and the newest practice.
pub(in crate::store) const NOTE_READINESS: &str =
    "INSERT INTO readiness (event, bidder, tested_at, round_trip_ms, clock_ms, practised_at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (event, bidder) DO UPDATE SET
         tested_at = CASE WHEN excluded.tested_at >= coalesce(readiness.tested_at, '')
             THEN excluded.tested_at ELSE readiness.tested_at END,
         round_trip_ms = CASE WHEN excluded.tested_at >= coalesce(readiness.tested_at, '')
             THEN excluded.round_trip_ms ELSE readiness.round_trip_ms END,
         clock_ms = CASE WHEN excluded.tested_at >= coalesce(readiness.tested_at, '')
             THEN excluded.clock_ms ELSE readiness.clock_ms END,
         practised_at = CASE WHEN excluded.practised_at >= coalesce(readiness.practised_at, '')
             THEN excluded.practised_at ELSE readiness.practised_at END";

pub(in crate::store) const INSERT_INVITATION: &str =
    "INSERT INTO invitations (id, code, person, role, org, state, leads_to, \"by\", sent_at, expires_at, kind)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(in crate::store) const FIND_INVITATION: &str = "SELECT * FROM invitations WHERE code = $1";

pub(in crate::store) const ACCEPT_INVITATION: &str = "UPDATE invitations SET state = 'accepted'
     WHERE code = $1 AND state IN ('sent', 'to_hand_over', 'opened')";

pub(in crate::store) const OPEN_INVITATION: &str = "UPDATE invitations SET state = 'opened'
     WHERE code = $1 AND state IN ('sent', 'to_hand_over')";

pub(in crate::store) const WITHDRAW_INVITATIONS: &str = "UPDATE invitations SET state = 'withdrawn'
     WHERE person = $1 AND state IN ('sent', 'to_hand_over', 'opened')";

pub(in crate::store) const WITHDRAW_THOSE_OF_A_KIND: &str = "UPDATE invitations SET state = 'withdrawn'
     WHERE person = $1 AND kind = $2 AND state IN ('sent', 'to_hand_over', 'opened')";

pub(in crate::store) const END_RESET_RIGHTS: &str =
    "UPDATE sessions SET reset_until = NULL WHERE person = $1 AND reset_until IS NOT NULL";

pub(in crate::store) const RESETS_ASKED: &str = "SELECT sent_at FROM invitations
     WHERE person = $1 AND \"by\" = $1 AND kind = 'reset' AND sent_at > $2 ORDER BY sent_at DESC";

/// What ends when the e-mail address of a person changes to another one. To be done before the change.
pub(in crate::store) const END_WHAT_WAS_MAILED: [&str; 3] = [
    "UPDATE invitations SET state = 'withdrawn'
     WHERE person = $1 AND state IN ('sent', 'to_hand_over', 'opened')
       AND EXISTS (SELECT 1 FROM people WHERE id = $1 AND lower(email) <> lower($2))",
    "DELETE FROM links WHERE person = $1
       AND EXISTS (SELECT 1 FROM people WHERE id = $1 AND lower(email) <> lower($2))",
    give_up_mail!(
        "kind IN ('invitation', 'password_reset', 'sign_in_link')
         AND EXISTS (SELECT 1 FROM people WHERE id = $1 AND lower(email) <> lower($2))"
    ),
];

/// Gives up all waiting mail of a person that has a link.
pub(in crate::store) const GIVE_UP_LINKS: &str =
    give_up_mail!("kind IN ('invitation', 'password_reset', 'sign_in_link')");

/// Gives up the waiting mail of a person with invitations of either kind.
pub(in crate::store) const GIVE_UP_INVITATIONS: &str = give_up_mail!("kind IN ('invitation', 'password_reset')");

/// Gives up the waiting mail of a person of one kind.
pub(in crate::store) const GIVE_UP_KIND: &str = give_up_mail!("kind = $2");

pub(in crate::store) const WITHDRAW_LIVING_INVITATIONS: &str = "UPDATE invitations SET state = 'withdrawn'
     WHERE person = $1 AND state IN ('sent', 'to_hand_over', 'opened') AND expires_at > $2";

pub(in crate::store) const INSERT_SENT: &str =
    "INSERT INTO people_keys (caller, key, print, made, at) VALUES ($1, $2, $3, $4, $5)";

pub(in crate::store) const FIND_SENT: &str =
    "SELECT caller, key, print, made, at FROM people_keys WHERE caller = $1 AND key = $2 AND at > $3";

pub(in crate::store) const FORGET_SENT_BY: &str = "DELETE FROM people_keys WHERE caller = $1";

pub(in crate::store) const INSERT_SECURITY_EVENT: &str =
    "INSERT INTO security_events (id, at, kind, person, \"by\", org, address, device, reason, file)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

pub(in crate::store) const SECURITY_EVENTS: &str =
    "SELECT id, at, kind, person, \"by\", org, address, device, reason, file FROM security_events
     WHERE id < $1 ORDER BY id DESC LIMIT $2";

/// Comes after the id of every security event.
pub(in crate::store) const AFTER_ALL_IDS: &str = "~";

pub(in crate::store) const FORGET_ADDRESSES_OF: &str =
    "UPDATE security_events SET address = NULL, device = NULL, reason = NULL WHERE person = $1 OR \"by\" = $1";

pub(in crate::store) const QUEUE_MAIL: &str =
    "INSERT INTO outbox (id, kind, person, recipient, sealed, state, tries, queued_at, next_try_at)
     VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, $6)";

pub(in crate::store) const NOTE_CAUSE: &str =
    "INSERT INTO mail_causes (cause, person, at) VALUES ($1, $2, $3) ON CONFLICT (cause, person) DO NOTHING";

pub(in crate::store) const MAILED_ABOUT: &str = "SELECT person FROM mail_causes WHERE cause = $1";

pub(in crate::store) const WAS_MAILED: &str =
    "SELECT 1 FROM outbox WHERE person = $1 AND kind = $2 AND queued_at > $3 LIMIT 1";

pub(in crate::store) const DUE_MAIL: &str = "SELECT id, recipient, sealed, CAST(tries AS text) AS tries FROM outbox
     WHERE next_try_at <= $1 ORDER BY next_try_at, id LIMIT $2";

pub(in crate::store) const MAIL_SENT: &str = "UPDATE outbox SET state = 'sent', sealed = NULL, next_try_at = NULL,
     tries = tries + 1, last_error = NULL WHERE id = $1 AND state = 'waiting'";

pub(in crate::store) const MAIL_LATER: &str =
    "UPDATE outbox SET tries = tries + 1, last_error = $2, next_try_at = $3 WHERE id = $1 AND state = 'waiting'";

pub(in crate::store) const MAIL_FAILED: &str = "UPDATE outbox SET state = 'failed', sealed = NULL, next_try_at = NULL,
     tries = tries + 1, last_error = $2 WHERE id = $1 AND state = 'waiting'";

pub(in crate::store) const MAILS: &str =
    "SELECT id, kind, person, recipient, state, CAST(tries AS text) AS tries, last_error, queued_at FROM outbox
     WHERE id < $1 ORDER BY id DESC LIMIT $2";

pub(in crate::store) const PURGE_MAIL: [Purge; 2] = [
    (
        "SELECT 1 FROM outbox WHERE queued_at <= $1 AND state <> 'waiting' LIMIT 1",
        "DELETE FROM outbox WHERE queued_at <= $1 AND state <> 'waiting'",
    ),
    ("SELECT 1 FROM mail_causes WHERE at <= $1 LIMIT 1", "DELETE FROM mail_causes WHERE at <= $1"),
];

/// What is deleted once it is old enough: a statement that finds a row, and the one that deletes all.
pub(in crate::store) type Purge = (&'static str, &'static str);

/// By the present instant.
pub(in crate::store) const PURGE_EXPIRED: [Purge; 2] = [
    ("SELECT 1 FROM links WHERE expires_at <= $1 LIMIT 1", "DELETE FROM links WHERE expires_at <= $1"),
    ("SELECT 1 FROM sessions WHERE expires_at <= $1 LIMIT 1", "DELETE FROM sessions WHERE expires_at <= $1"),
];

/// By how long each is kept.
pub(in crate::store) const PURGE_AFTER: [(Purge, Duration); 4] = [
    (
        (
            "SELECT 1 FROM security_events WHERE at <= $1 AND (address IS NOT NULL OR device IS NOT NULL) LIMIT 1",
            "UPDATE security_events SET address = NULL, device = NULL
             WHERE at <= $1 AND (address IS NOT NULL OR device IS NOT NULL)",
        ),
        ADDRESSES_KEPT,
    ),
    (
        ("SELECT 1 FROM security_events WHERE at <= $1 LIMIT 1", "DELETE FROM security_events WHERE at <= $1"),
        SECURITY_EVENTS_KEPT,
    ),
    (
        ("SELECT 1 FROM invitations WHERE expires_at <= $1 LIMIT 1", "DELETE FROM invitations WHERE expires_at <= $1"),
        SECURITY_EVENTS_KEPT,
    ),
    (("SELECT 1 FROM people_keys WHERE at <= $1 LIMIT 1", "DELETE FROM people_keys WHERE at <= $1"), KEYS_KEPT),
];
