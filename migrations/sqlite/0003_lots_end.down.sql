-- The view `lots` as it was before: without `ended_at`.
DROP VIEW lots;

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
