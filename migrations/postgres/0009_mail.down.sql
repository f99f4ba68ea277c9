-- Links to a new password end, and mail of the newer kinds is lost.
DROP TABLE mail_causes;

DELETE FROM outbox WHERE kind NOT IN ('invitation', 'sign_in_link', 'password_reset', 'test');
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_kind_check
    CHECK (kind IN ('invitation', 'sign_in_link', 'password_reset', 'test'));

ALTER TABLE sessions DROP COLUMN reset_until;
DELETE FROM invitations WHERE kind = 'reset';
ALTER TABLE invitations DROP COLUMN kind;
