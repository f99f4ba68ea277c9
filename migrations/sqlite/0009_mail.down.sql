-- Links to a new password end, and mail of the newer kinds is lost.
DROP TABLE mail_causes;

CREATE TABLE outbox_then (
    id          TEXT NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('invitation', 'sign_in_link', 'password_reset', 'test')),
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

INSERT INTO outbox_then (id, kind, person, recipient, sealed, state, tries, last_error, queued_at, next_try_at)
SELECT id, kind, person, recipient, sealed, state, tries, last_error, queued_at, next_try_at FROM outbox
WHERE kind IN ('invitation', 'sign_in_link', 'password_reset', 'test');

DROP TABLE outbox;
ALTER TABLE outbox_then RENAME TO outbox;
CREATE INDEX outbox_by_next_try ON outbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX outbox_of_person ON outbox (person);

ALTER TABLE sessions DROP COLUMN reset_until;
DELETE FROM invitations WHERE kind = 'reset';
ALTER TABLE invitations DROP COLUMN kind;
