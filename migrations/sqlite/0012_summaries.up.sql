-- What a start needs to know of streams that have ended, so that it reads only the others.
--
-- All of this follows from the journal and is never the truth. A summary counts only while the last record of its stream is
-- the one that it names. Without a row in `summary_set` nothing counts: the next start reads the whole journal and fills
-- these tables anew.
CREATE TABLE stream_summaries (
    stream  TEXT    NOT NULL PRIMARY KEY,
    seq     INTEGER NOT NULL CHECK (seq > 0),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    summary TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The streams without a summary. A stream is listed in the transaction of its first record.
CREATE TABLE open_streams (
    stream TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- One row while every stream of the journal has a summary or is listed.
CREATE TABLE summary_set (
    only    INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    version INTEGER NOT NULL
) STRICT;
