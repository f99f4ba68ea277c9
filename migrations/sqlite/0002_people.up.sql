-- Who can sign in, and who has. Streams name a person by id only, so that a person can be erased here and the journal
-- stays as it is; with the person go its links and sessions.
CREATE TABLE people (
    id       TEXT NOT NULL PRIMARY KEY,
    email    TEXT NOT NULL COLLATE NOCASE UNIQUE,
    role     TEXT NOT NULL CHECK (role IN ('admin', 'buyer', 'supplier', 'observer', 'auditor')),
    org      TEXT NOT NULL,
    -- Argon2id in PHC text; null for those who sign in by link only.
    password TEXT
) STRICT, WITHOUT ROWID;

-- One-time links; spending one deletes it. `code` is the SHA-256 of what stands in the link.
CREATE TABLE links (
    code       BLOB NOT NULL PRIMARY KEY CHECK (length(code) = 32),
    person     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    leads_to   TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Browsers that are signed in. `token` is the SHA-256 of what stands in the cookie.
CREATE TABLE sessions (
    token      BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
    person     TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX links_of_person ON links (person);
CREATE INDEX sessions_of_person ON sessions (person);
