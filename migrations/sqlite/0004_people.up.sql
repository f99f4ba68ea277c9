-- People gain names, telephones, states and places. A place is a role at an organisation: a person has up to twenty, and a
-- session stands at one of them. Organisations gain names. Invitations and security events are new.
--
-- The old tables are copied and dropped, those that refer to people first: dropping `people` while rows refer to it would
-- delete them too.
CREATE TABLE people_now (
    id           TEXT NOT NULL PRIMARY KEY,
    email        TEXT NOT NULL COLLATE NOCASE UNIQUE,
    -- Null for those who were added before people had names.
    name         TEXT,
    telephone    TEXT,
    state        TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    -- The organisation for which the person was invited; null for those whom a command added.
    invited_by   TEXT,
    created_at   TEXT NOT NULL,
    last_sign_in TEXT,
    -- Argon2id in PHC text; null for those who sign in by link only.
    password     TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO people_now (id, email, state, created_at, password)
SELECT id, email, 'active', strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z', password FROM people;

CREATE TABLE places (
    person TEXT    NOT NULL REFERENCES people_now (id) ON DELETE CASCADE,
    role   TEXT    NOT NULL CHECK (role IN ('admin', 'buyer', 'supplier', 'observer', 'auditor')),
    org    TEXT    NOT NULL,
    -- Whether the person looks after the others of that role at that organisation.
    lead   INTEGER NOT NULL CHECK (lead IN (0, 1)),
    PRIMARY KEY (person, role, org)
) STRICT, WITHOUT ROWID;

INSERT INTO places (person, role, org, lead) SELECT id, role, org, 0 FROM people;

CREATE TABLE links_now (
    code       BLOB NOT NULL PRIMARY KEY CHECK (length(code) = 32),
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    org        TEXT NOT NULL,
    leads_to   TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO links_now (code, person, role, org, leads_to, expires_at)
SELECT code, person, role, org, leads_to, expires_at FROM links JOIN people ON people.id = person;

CREATE TABLE sessions_now (
    token      BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    org        TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO sessions_now (token, person, role, org, expires_at)
SELECT token, person, role, org, expires_at FROM sessions JOIN people ON people.id = person;

DROP TABLE links;
DROP TABLE sessions;
DROP TABLE people;
ALTER TABLE people_now RENAME TO people;
ALTER TABLE links_now RENAME TO links;
ALTER TABLE sessions_now RENAME TO sessions;

CREATE INDEX places_by_org ON places (org, role);
CREATE INDEX links_of_place ON links (person, role, org);
CREATE INDEX sessions_of_place ON sessions (person, role, org);

-- Names of suppliers, trusts and partnerships that somebody has set here. Others have the names of their events.
CREATE TABLE organisations (
    id   TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `code` is the SHA-256 of what stands in the link. A row stays after its use, so that the page of a used code can say so.
CREATE TABLE invitations (
    id         TEXT NOT NULL PRIMARY KEY,
    code       BLOB NOT NULL UNIQUE CHECK (length(code) = 32),
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    org        TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('sent', 'to_hand_over', 'opened', 'accepted', 'withdrawn')),
    leads_to   TEXT NOT NULL,
    -- The id of the person who invited; it means nothing once that person is erased.
    "by"       TEXT NOT NULL,
    sent_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_of_person ON invitations (person, role, org);

-- What happened around sign-in and people, for 400 days; addresses and devices for 90. A person stands here by id, which
-- means nothing once the person is erased.
CREATE TABLE security_events (
    id      TEXT NOT NULL PRIMARY KEY,
    at      TEXT NOT NULL,
    kind    TEXT NOT NULL,
    person  TEXT,
    "by"    TEXT,
    -- The organisation for which it was done.
    org     TEXT,
    address TEXT,
    device  TEXT,
    -- What was written down as the reason; it goes when the person is erased.
    reason  TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX security_events_by_time ON security_events (at);
CREATE INDEX security_events_of_person ON security_events (person);

-- Requests about people that had an Idempotency-Key, for 24 hours: what was made, by its id. `caller` made the request,
-- `print` is its SHA-256.
CREATE TABLE people_keys (
    caller TEXT NOT NULL,
    key    TEXT NOT NULL,
    print  BLOB NOT NULL CHECK (length(print) = 32),
    made   TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

-- Counts the changes of names and states, so that a process sees those of another one.
CREATE TABLE people_version (
    only    INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;

INSERT INTO people_version (only, version) VALUES (1, 0);
