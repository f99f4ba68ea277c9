-- A person keeps the first place, and a disabled person keeps no password. Links and sessions end.
CREATE TABLE people_then (
    id       TEXT NOT NULL PRIMARY KEY,
    email    TEXT NOT NULL COLLATE NOCASE UNIQUE,
    role     TEXT NOT NULL CHECK (role IN ('admin', 'buyer', 'supplier', 'observer', 'auditor')),
    org      TEXT NOT NULL,
    -- Argon2id in PHC text; null for those who sign in by link only.
    password TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO people_then (id, email, role, org, password)
SELECT id, email, places.role, places.org, iif(state = 'disabled', NULL, password)
FROM people JOIN places ON places.person = people.id
WHERE (places.role, places.org) = (
    SELECT role, org FROM places AS first WHERE first.person = people.id ORDER BY role, org LIMIT 1
);

DROP TABLE people_version;
DROP TABLE people_keys;
DROP TABLE security_events;
DROP TABLE invitations;
DROP TABLE organisations;
DROP TABLE sessions;
DROP TABLE links;
DROP TABLE places;
DROP TABLE people;
ALTER TABLE people_then RENAME TO people;

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
