-- Sessions gain what the list of them shows, and when they were used. Second factors, browsers that are known, wrong
-- guesses and readmissions are new.
CREATE TABLE sessions_now (
    token        BLOB    NOT NULL PRIMARY KEY CHECK (length(token) = 32),
    -- What the list of sessions calls it. It proves nothing.
    id           TEXT    NOT NULL UNIQUE,
    person       TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    org          TEXT    NOT NULL,
    created_at   TEXT    NOT NULL,
    -- The use that was written last; the process may know a later one.
    last_used_at TEXT    NOT NULL,
    -- When it may be deleted, as far as is written.
    expires_at   TEXT    NOT NULL,
    device       TEXT,
    address      TEXT,
    -- When the second factor was proved last.
    proved_at    TEXT,
    -- Whether the sign-in needed no second factor, by a readmission.
    excused      INTEGER NOT NULL CHECK (excused IN (0, 1)),
    FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Until now a session was valid for 20 hours.
INSERT INTO sessions_now (token, id, person, role, org, created_at, last_used_at, expires_at, excused)
SELECT
    token, lower(hex(randomblob(16))), person, role, org,
    strftime('%Y-%m-%dT%H:%M:%f', expires_at, '-20 hours') || '000Z',
    strftime('%Y-%m-%dT%H:%M:%f', expires_at, '-20 hours') || '000Z',
    expires_at, 0
FROM sessions;

DROP TABLE sessions;
ALTER TABLE sessions_now RENAME TO sessions;
CREATE INDEX sessions_of_place ON sessions (person, role, org);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A person's authenticator. `sealed` is its secret, encrypted under a key that is not in this database. `codes` are the
-- SHA-256 of the recovery codes that are left, 32 bytes each.
CREATE TABLE second_factors (
    person       TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    sealed       BLOB NOT NULL,
    -- Null until the person has shown a first code.
    confirmed_at TEXT,
    -- The step of the code that was accepted last: each counts once.
    last_step    INTEGER,
    codes        BLOB NOT NULL CHECK (length(codes) % 32 = 0)
) STRICT, WITHOUT ROWID;

-- Browsers in which a person has signed in. `device` is the SHA-256 of what stands in the cookie.
CREATE TABLE devices (
    person     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    device     BLOB NOT NULL CHECK (length(device) = 32),
    expires_at TEXT NOT NULL,
    PRIMARY KEY (person, device)
) STRICT, WITHOUT ROWID;

-- How many guesses were wrong, by the SHA-256 of who was guessed at and from where.
CREATE TABLE wrong_guesses (
    key     BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
    count   INTEGER NOT NULL,
    since   TEXT    NOT NULL,
    last_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- People whom a buyer has let back in: until then no guess of theirs waits, and one sign-in needs no second factor.
CREATE TABLE readmissions (
    person     TEXT    NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    expires_at TEXT    NOT NULL,
    spent      INTEGER NOT NULL CHECK (spent IN (0, 1))
) STRICT, WITHOUT ROWID;
