-- Sessions gain what the list of them shows, and when they were used. Second factors, browsers that are known, wrong
-- guesses and readmissions are new.
--
-- `id` is what the list of sessions calls a session; it proves nothing. `last_used_at` is the use that was written last;
-- the process may know a later one. `expires_at` is when a session may be deleted, as far as is written. `proved_at` is
-- when the second factor was proved last. `excused` says that the sign-in needed none, by a readmission.
ALTER TABLE sessions
    ADD COLUMN id           text,
    ADD COLUMN created_at   text COLLATE "C",
    ADD COLUMN last_used_at text COLLATE "C",
    ADD COLUMN device       text,
    ADD COLUMN address      text,
    ADD COLUMN proved_at    text COLLATE "C",
    ADD COLUMN excused      boolean NOT NULL DEFAULT false;

-- Until now a session was valid for 20 hours.
UPDATE sessions SET
    id           = replace(gen_random_uuid()::text, '-', ''),
    created_at   = to_char(
        (expires_at::timestamptz - interval '20 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    last_used_at = to_char(
        (expires_at::timestamptz - interval '20 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

ALTER TABLE sessions
    ALTER COLUMN id SET NOT NULL,
    ADD CONSTRAINT sessions_id UNIQUE (id),
    ALTER COLUMN created_at SET NOT NULL,
    ALTER COLUMN last_used_at SET NOT NULL;

CREATE INDEX sessions_by_end ON sessions (expires_at);

-- A person's authenticator. `sealed` is its secret, encrypted under the key in the table `sealing_key`. `codes` are the
-- SHA-256 of the recovery codes that are left, 32 bytes each.
CREATE TABLE second_factors (
    person       text  NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    sealed       bytea NOT NULL,
    -- Null until the person has shown a first code.
    confirmed_at text  COLLATE "C",
    -- The step of the code that was accepted last: each counts once.
    last_step    bigint,
    codes        bytea NOT NULL CHECK (octet_length(codes) % 32 = 0)
);

-- Browsers in which a person has signed in. `device` is the SHA-256 of what stands in the cookie.
CREATE TABLE devices (
    person     text  NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    device     bytea NOT NULL CHECK (octet_length(device) = 32),
    expires_at text  COLLATE "C" NOT NULL,
    PRIMARY KEY (person, device)
);

-- How many guesses were wrong, by the SHA-256 of who was guessed at and from where.
CREATE TABLE wrong_guesses (
    key     bytea  NOT NULL PRIMARY KEY CHECK (octet_length(key) = 32),
    count   bigint NOT NULL,
    since   text   COLLATE "C" NOT NULL,
    last_at text   COLLATE "C" NOT NULL
);

-- People whom a buyer has let back in: until then no guess of theirs waits, and one sign-in needs no second factor.
CREATE TABLE readmissions (
    person     text    NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    expires_at text    COLLATE "C" NOT NULL,
    spent      boolean NOT NULL
);

-- The key under which secrets of people are sealed, as hex. In SQLite it is a file beside the database; here it is a
-- table that nobody but the server may be allowed to read, as the signing key.
CREATE TABLE sealing_key (
    "only" integer NOT NULL PRIMARY KEY CHECK ("only" = 1),
    key    text    NOT NULL
);
