-- Who can sign in, and who has. Streams name a person by id only, so that a person can be erased here and the journal
-- stays as it is; with the person go its links and sessions.
CREATE TABLE people (
    id       text NOT NULL PRIMARY KEY,
    email    text NOT NULL,
    role     text NOT NULL CHECK (role IN ('admin', 'buyer', 'supplier', 'observer', 'auditor')),
    org      text NOT NULL,
    -- Argon2id in PHC text; null for those who sign in by link only.
    password text
);

-- Letters beyond ASCII are told apart by case, in both kinds of database.
CREATE UNIQUE INDEX people_by_email ON people (lower(email COLLATE "C"));

-- One-time links; spending one deletes it. `code` is the SHA-256 of what stands in the link.
CREATE TABLE links (
    code       bytea NOT NULL PRIMARY KEY CHECK (octet_length(code) = 32),
    person     text  NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    leads_to   text  NOT NULL,
    expires_at text  COLLATE "C" NOT NULL
);

-- Browsers that are signed in. `token` is the SHA-256 of what stands in the cookie.
CREATE TABLE sessions (
    token      bytea NOT NULL PRIMARY KEY CHECK (octet_length(token) = 32),
    person     text  NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    expires_at text  COLLATE "C" NOT NULL
);

CREATE INDEX links_of_person ON links (person);
CREATE INDEX sessions_of_person ON sessions (person);

-- The private key that signs tokens (PKCS#8, PEM). In SQLite it is a file beside the database; here it is a table that
-- nobody but the server may be allowed to read: whoever reads it can make a token for any role.
CREATE TABLE signing_key (
    "only" integer NOT NULL PRIMARY KEY CHECK ("only" = 1),
    pem    text    NOT NULL
);
