-- Every record of every stream, and when the server was last alive.
--
-- `body` is the exact JSON text that was hashed; stream, seq, at and kind are copies of what stands in it, and `hash` is
-- SHA-256 over the hash before (32 zero bytes before the first) and the bytes of `body`.
--
-- The primary key decides who owns a stream: an append is an insert at the tail + 1, and whoever comes second loses.
--
-- This is a table with a rowid. WITHOUT ROWID would keep whole bodies in the tree of the primary key: with records of
-- about 500 bytes a page then holds seven of them, inner pages too, and a hundred lots are a hundred places to split.
-- Measured, 50 records a commit: 5.7 against 7.0 µs of processor time per record on one hot lot, 15 against 31 on a
-- hundred lots. The price is the order of a whole read, 240,000 against 500,000 records a second; that is rare.
CREATE TABLE journal (
    stream TEXT    NOT NULL,
    seq    INTEGER NOT NULL CHECK (seq > 0),
    at     TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    body   TEXT    NOT NULL,
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (stream, seq)
) STRICT;

-- One row, rewritten each second while a lot is open; a lot found open at start was away from then on.
CREATE TABLE alive (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    at   TEXT    NOT NULL
) STRICT;

-- Every bid that reached a lot. Figures are decimal text.
CREATE VIEW bids AS
SELECT
    substr(stream, 5)                         AS lot,
    seq,
    at,
    json_extract(body, '$.data.bidder')       AS bidder,
    json_extract(body, '$.data.ref')          AS ref,
    iif(kind = 'bid_accepted', 'accepted', 'refused') AS outcome,
    json_extract(body, '$.data.reason')       AS reason,
    json_extract(body, '$.data.prices')       AS prices,
    json_extract(body, '$.data.total')        AS total,
    json_extract(body, '$.data.evaluated')    AS evaluated,
    json_extract(body, '$.data.rank')         AS rank,
    json_extract(body, '$.data.received_at')  AS received_at
FROM journal
WHERE stream >= 'lot/' AND stream < 'lot0' AND kind IN ('bid_accepted', 'bid_refused');

-- Every published lot as its records leave it. `closes_at` is the last one that was recorded; the close of a lot with
-- idle time also moves with its bids. `lead` and what follows is the result, null until the lot is closed.
CREATE VIEW lots AS
WITH
published AS (
    SELECT
        stream,
        json_extract(body, '$.data.event')                                              AS event,
        json_extract(body, '$.data.event.lots[' || json_extract(body, '$.data.lot') || ']') AS document
    FROM journal
    WHERE stream >= 'lot/' AND stream < 'lot0' AND seq = 1 AND kind = 'lot_published'
),
newest AS (
    SELECT
        published.*,
        (SELECT max(seq) FROM journal AS j WHERE j.stream = published.stream AND kind IN
            ('lot_published', 'lot_opened', 'lot_paused', 'lot_resumed', 'lot_closed', 'lot_cancelled')) AS state_seq,
        (SELECT max(seq) FROM journal AS j WHERE j.stream = published.stream AND kind IN
            ('lot_opened', 'lot_extended', 'lot_resumed'))                              AS clock_seq
    FROM published
)
SELECT
    substr(newest.stream, 5)                  AS lot,
    json_extract(document, '$.title')         AS title,
    json_extract(event, '$.title')            AS event_title,
    CASE state.kind
        WHEN 'lot_published' THEN 'scheduled'
        WHEN 'lot_opened'    THEN 'open'
        WHEN 'lot_resumed'   THEN 'open'
        WHEN 'lot_paused'    THEN 'paused'
        WHEN 'lot_closed'    THEN 'closed'
        WHEN 'lot_cancelled' THEN 'cancelled'
    END                                       AS state,
    coalesce(
        (SELECT json_extract(body, '$.data.opens_at') FROM journal AS j
         WHERE j.stream = newest.stream AND j.kind = 'lot_opened'),
        json_extract(document, '$.opens_at')) AS opens_at,
    coalesce(
        json_extract(clock.body, '$.data.closes_at'),
        json_extract(document, '$.closes_at')) AS closes_at,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = newest.stream AND j.kind = 'bid_accepted') AS accepted,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = newest.stream AND j.kind = 'bid_refused')  AS refused,
    iif(state.kind = 'lot_closed', state.at, NULL)               AS closed_at,
    json_extract(state.body, '$.data.ranking[0].bidder')         AS lead,
    json_extract(state.body, '$.data.ranking[0].total')          AS lead_total,
    json_extract(state.body, '$.data.ranking[0].evaluated')      AS lead_evaluated,
    json_extract(state.body, '$.data.reserve_met')               AS reserve_met
FROM newest
JOIN journal AS state ON state.stream = newest.stream AND state.seq = newest.state_seq
LEFT JOIN journal AS clock ON clock.stream = newest.stream AND clock.seq = newest.clock_seq;
