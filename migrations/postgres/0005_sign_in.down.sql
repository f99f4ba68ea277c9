-- Sessions stay as far as they were written; all second factors end.
DROP TABLE sealing_key;
DROP TABLE readmissions;
DROP TABLE wrong_guesses;
DROP TABLE devices;
DROP TABLE second_factors;
DROP INDEX sessions_by_end;
ALTER TABLE sessions
    DROP CONSTRAINT sessions_id,
    DROP COLUMN id,
    DROP COLUMN created_at,
    DROP COLUMN last_used_at,
    DROP COLUMN device,
    DROP COLUMN address,
    DROP COLUMN proved_at,
    DROP COLUMN excused;
