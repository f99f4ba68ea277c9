-- Mail that waits to be sent, and what became of it. `sealed` holds subject and text, encrypted under the people key; it is
-- null once the mail was sent or given up. Exactly the waiting mails have a next try.
CREATE TABLE outbox (
    id          text COLLATE "C" NOT NULL PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('invitation', 'sign_in_link', 'password_reset', 'test')),
    person      text NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    recipient   text NOT NULL,
    sealed      bytea,
    state       text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries       integer NOT NULL,
    last_error  text,
    queued_at   text COLLATE "C" NOT NULL,
    next_try_at text COLLATE "C",
    CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (sealed IS NOT NULL))
);

CREATE INDEX outbox_by_next_try ON outbox (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX outbox_of_person ON outbox (person);
