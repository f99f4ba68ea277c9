-- How ready each bidder of an event is: its newest connection test, and when it last practised. No person stands here.
CREATE TABLE readiness (
    event         text NOT NULL,
    bidder        text NOT NULL,
    tested_at     text,
    round_trip_ms bigint,
    clock_ms      bigint,
    practised_at  text,
    PRIMARY KEY (event, bidder),
    CHECK ((tested_at IS NULL) = (round_trip_ms IS NULL) AND (tested_at IS NULL) = (clock_ms IS NULL))
);
