-- People gain names, telephones, states and places. A place is a role at an organisation: a person has up to twenty, and a
-- session stands at one of them. Organisations gain names. Invitations and security events are new.
--
-- Tables that exist are altered, not made again, so that the roles that use them keep their rights.
ALTER TABLE people
    -- Null for those who were added before people had names.
    ADD COLUMN name         text,
    ADD COLUMN telephone    text,
    ADD COLUMN state        text NOT NULL DEFAULT 'active' CHECK (state IN ('invited', 'active', 'disabled')),
    -- The organisation for which the person was invited; null for those whom a command added.
    ADD COLUMN invited_by   text,
    ADD COLUMN created_at   text COLLATE "C" NOT NULL
        DEFAULT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    ADD COLUMN last_sign_in text COLLATE "C";

ALTER TABLE people ALTER COLUMN state DROP DEFAULT, ALTER COLUMN created_at DROP DEFAULT;

CREATE TABLE places (
    person text    NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role   text    NOT NULL CHECK (role IN ('admin', 'buyer', 'supplier', 'observer', 'auditor')),
    org    text    NOT NULL,
    -- Whether the person looks after the others of that role at that organisation.
    lead   boolean NOT NULL,
    PRIMARY KEY (person, role, org)
);

INSERT INTO places (person, role, org, lead) SELECT id, role, org, false FROM people;

ALTER TABLE links ADD COLUMN role text, ADD COLUMN org text;
UPDATE links SET role = people.role, org = people.org FROM people WHERE people.id = links.person;
ALTER TABLE links
    ALTER COLUMN role SET NOT NULL,
    ALTER COLUMN org SET NOT NULL,
    DROP CONSTRAINT links_person_fkey,
    ADD FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE;

ALTER TABLE sessions ADD COLUMN role text, ADD COLUMN org text;
UPDATE sessions SET role = people.role, org = people.org FROM people WHERE people.id = sessions.person;
ALTER TABLE sessions
    ALTER COLUMN role SET NOT NULL,
    ALTER COLUMN org SET NOT NULL,
    DROP CONSTRAINT sessions_person_fkey,
    ADD FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE;

ALTER TABLE people DROP COLUMN role, DROP COLUMN org;

DROP INDEX links_of_person;
DROP INDEX sessions_of_person;
CREATE INDEX places_by_org ON places (org, role);
CREATE INDEX links_of_place ON links (person, role, org);
CREATE INDEX sessions_of_place ON sessions (person, role, org);

-- Names of suppliers, trusts and partnerships that somebody has set here. Others have the names of their events.
CREATE TABLE organisations (
    id   text NOT NULL PRIMARY KEY,
    name text NOT NULL
);

-- `code` is the SHA-256 of what stands in the link. A row stays after its use, so that the page of a used code can say so.
CREATE TABLE invitations (
    id         text  NOT NULL PRIMARY KEY,
    code       bytea NOT NULL UNIQUE CHECK (octet_length(code) = 32),
    person     text  NOT NULL,
    role       text  NOT NULL,
    org        text  NOT NULL,
    state      text  NOT NULL CHECK (state IN ('sent', 'to_hand_over', 'opened', 'accepted', 'withdrawn')),
    leads_to   text  NOT NULL,
    -- The id of the person who invited; it means nothing once that person is erased.
    "by"       text  NOT NULL,
    sent_at    text  COLLATE "C" NOT NULL,
    expires_at text  COLLATE "C" NOT NULL,
    FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE
);

CREATE INDEX invitations_of_person ON invitations (person, role, org);

-- What happened around sign-in and people, for 400 days; addresses and devices for 90. A person stands here by id, which
-- means nothing once the person is erased.
CREATE TABLE security_events (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    at      text COLLATE "C" NOT NULL,
    kind    text NOT NULL,
    person  text,
    "by"    text,
    -- The organisation for which it was done.
    org     text,
    address text,
    device  text,
    -- What was written down as the reason; it goes when the person is erased.
    reason  text
);

CREATE INDEX security_events_by_time ON security_events (at);
CREATE INDEX security_events_of_person ON security_events (person);

-- Requests about people that had an Idempotency-Key, for 24 hours: what was made, by its id. `caller` made the request,
-- `print` is its SHA-256.
CREATE TABLE people_keys (
    caller text  NOT NULL,
    key    text  NOT NULL,
    print  bytea NOT NULL CHECK (octet_length(print) = 32),
    made   text  NOT NULL,
    at     text  COLLATE "C" NOT NULL,
    PRIMARY KEY (caller, key)
);

-- Counts the changes of names and states, so that a process sees those of another one.
CREATE TABLE people_version (
    "only"  integer NOT NULL PRIMARY KEY CHECK ("only" = 1),
    version bigint  NOT NULL
);

INSERT INTO people_version ("only", version) VALUES (1, 0);
