-- Links to a new password, and mail of further kinds.
--
-- `join` signs somebody in who was invited. `reset` signs somebody in who has forgotten the password, and lets that session
-- set a new one.
ALTER TABLE invitations ADD COLUMN kind TEXT NOT NULL DEFAULT 'join' CHECK (kind IN ('join', 'reset'));

-- Until when the session may set a new password without the old one; null for all others.
ALTER TABLE sessions ADD COLUMN reset_until TEXT;

-- The outbox as it was, with more kinds.
CREATE TABLE outbox_now (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN (
        'invitation', 'sign_in_link', 'password_reset', 'test',
        'readmission', 'annulment_request', 'lot_opening', 'lock_out'
    )),
    person      TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    recipient   TEXT NOT NULL,
    sealed      BLOB,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries       INTEGER NOT NULL,
    last_error  TEXT,
    queued_at   TEXT NOT NULL,
    next_try_at TEXT,
    CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (sealed IS NOT NULL))
) STRICT, WITHOUT ROWID;

INSERT INTO outbox_now (id, kind, person, recipient, sealed, state, tries, last_error, queued_at, next_try_at)
SELECT id, kind, person, recipient, sealed, state, tries, last_error, queued_at, next_try_at FROM outbox;

DROP TABLE outbox;
ALTER TABLE outbox_now RENAME TO outbox;
CREATE INDEX outbox_by_next_try ON outbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX outbox_of_person ON outbox (person);

-- What each person was mailed about that stands outside these tables, such as a lot that is about to open. A cause has one
-- mail to each person, also where the server looks at it again after a restart.
CREATE TABLE mail_causes (
    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    cause  TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (cause, person)
) STRICT, WITHOUT ROWID;

CREATE INDEX mail_causes_of_person ON mail_causes (person);
CREATE INDEX mail_causes_by_time ON mail_causes (at);
