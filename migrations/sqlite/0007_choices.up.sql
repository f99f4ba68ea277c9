-- What people chose for the pages. A person without a row has chosen nothing.
CREATE TABLE choices (
    person        TEXT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    announcements TEXT NOT NULL CHECK (announcements IN ('all', 'important', 'own')),
    confirm       INTEGER NOT NULL CHECK (confirm IN (0, 1)),
    sound         INTEGER NOT NULL CHECK (sound IN (0, 1))
) STRICT, WITHOUT ROWID;
