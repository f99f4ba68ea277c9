-- How ready each bidder of an event is: its newest connection test, and when it last practised. No person stands here.
CREATE TABLE readiness (
    event         TEXT NOT NULL,
    bidder        TEXT NOT NULL,
    tested_at     TEXT,
    round_trip_ms INTEGER,
    clock_ms      INTEGER,
    practised_at  TEXT,
    PRIMARY KEY (event, bidder),
    CHECK ((tested_at IS NULL) = (round_trip_ms IS NULL) AND (tested_at IS NULL) = (clock_ms IS NULL))
) STRICT, WITHOUT ROWID;
