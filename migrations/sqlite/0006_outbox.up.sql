-- Mail that waits to be sent, and what became of it. `sealed` holds subject and text, encrypted under the people key; it is
-- null once the mail was sent or given up. Exactly the waiting mails have a next try.
CREATE TABLE outbox (
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

CREATE INDEX outbox_by_next_try ON outbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX outbox_of_person ON outbox (person);
