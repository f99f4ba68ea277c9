-- A person keeps the first place, and a disabled person keeps no password. Links and sessions end.
DROP TABLE people_version;
DROP TABLE people_keys;
DROP TABLE security_events;
DROP TABLE invitations;
DROP TABLE organisations;

DELETE FROM links;
DELETE FROM sessions;
ALTER TABLE links DROP COLUMN role, DROP COLUMN org;
ALTER TABLE sessions DROP COLUMN role, DROP COLUMN org;

ALTER TABLE people
    ADD COLUMN role text CHECK (role IN ('admin', 'buyer', 'supplier', 'observer', 'auditor')),
    ADD COLUMN org  text;

UPDATE people SET role = first.role, org = first.org
FROM (
    SELECT DISTINCT ON (person) person, role, org FROM places
    ORDER BY person, role COLLATE "C", org COLLATE "C"
) AS first
WHERE first.person = people.id;

UPDATE people SET password = NULL WHERE state = 'disabled';

DROP TABLE places;

ALTER TABLE people
    ALTER COLUMN role SET NOT NULL,
    ALTER COLUMN org SET NOT NULL,
    DROP COLUMN name,
    DROP COLUMN telephone,
    DROP COLUMN state,
    DROP COLUMN invited_by,
    DROP COLUMN created_at,
    DROP COLUMN last_sign_in;

ALTER TABLE links ADD FOREIGN KEY (person) REFERENCES people (id) ON DELETE CASCADE;
ALTER TABLE sessions ADD FOREIGN KEY (person) REFERENCES people (id) ON DELETE CASCADE;
CREATE INDEX links_of_person ON links (person);
CREATE INDEX sessions_of_person ON sessions (person);
