-- Waiting mail is lost: its text cannot be read without the table.
DROP TABLE outbox;
