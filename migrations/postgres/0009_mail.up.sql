-- Links to a new password, and mail of further kinds.
--
-- `join` signs somebody in who was invited. `reset` signs somebody in who has forgotten the password, and lets that session
-- set a new one.
ALTER TABLE invitations ADD COLUMN kind text NOT NULL DEFAULT 'join' CHECK (kind IN ('join', 'reset'));

-- Until when the session may set a new password without the old one; null for all others.
ALTER TABLE sessions ADD COLUMN reset_until text COLLATE "C";

ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check CHECK (kind IN (
    'invitation', 'sign_in_link', 'password_reset', 'test',
    'readmission', 'annulment_request', 'lot_opening', 'lock_out'
));

-- What each person was mailed about that stands outside these tables, such as a lot that is about to open. A cause has one
-- mail to each person, also where the server looks at it again after a restart.
CREATE TABLE mail_causes (
    person text NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    cause  text NOT NULL,
    at     text COLLATE "C" NOT NULL,
    PRIMARY KEY (cause, person)
);

CREATE INDEX mail_causes_of_person ON mail_causes (person);
CREATE INDEX mail_causes_by_time ON mail_causes (at);
