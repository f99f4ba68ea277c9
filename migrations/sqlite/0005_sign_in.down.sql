-- Sessions stay as far as they were written; all second factors end.
DROP TABLE readmissions;
DROP TABLE wrong_guesses;
DROP TABLE devices;
DROP TABLE second_factors;

CREATE TABLE sessions_then (
    token      BLOB NOT NULL PRIMARY KEY CHECK (length(token) = 32),
    person     TEXT NOT NULL,
    role       TEXT NOT NULL,
    org        TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    FOREIGN KEY (person, role, org) REFERENCES places (person, role, org) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO sessions_then (token, person, role, org, expires_at)
SELECT token, person, role, org, expires_at FROM sessions;

DROP TABLE sessions;
ALTER TABLE sessions_then RENAME TO sessions;
CREATE INDEX sessions_of_place ON sessions (person, role, org);
