-- What people chose for the pages. A person without a row has chosen nothing.
CREATE TABLE choices (
    person        text NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    announcements text NOT NULL CHECK (announcements IN ('all', 'important', 'own')),
    confirm       boolean NOT NULL,
    sound         boolean NOT NULL
);
