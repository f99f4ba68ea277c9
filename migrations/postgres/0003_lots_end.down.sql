-- The view `lots` as it was before: without `ended_at`. Roles that may read it need their right again.
DROP VIEW lots;

-- Every published lot as its records leave it. `closes_at` is the last one that was recorded; the close of a lot with
-- idle time also moves with its bids. `lead` and what follows is the result, null until the lot is closed.
CREATE VIEW lots AS
WITH
published AS (
    SELECT
        stream,
        body::json #> '{data,event}' AS event,
        body::json #> ARRAY['data', 'event', 'lots', body::json #>> '{data,lot}'] AS document
    FROM journal
    WHERE stream >= 'lot/' AND stream < 'lot0' AND seq = 1 AND kind = 'lot_published'
),
newest AS (
    SELECT
        published.*,
        (SELECT max(seq) FROM journal AS j WHERE j.stream = published.stream AND kind IN
            ('lot_published', 'lot_opened', 'lot_paused', 'lot_resumed', 'lot_closed', 'lot_cancelled')) AS state_seq,
        (SELECT max(seq) FROM journal AS j WHERE j.stream = published.stream AND kind IN
            ('lot_opened', 'lot_extended', 'lot_resumed')) AS clock_seq
    FROM published
)
SELECT
    substr(newest.stream, 5)                AS lot,
    document ->> 'title'                    AS title,
    event ->> 'title'                       AS event_title,
    CASE state.kind
        WHEN 'lot_published' THEN 'scheduled'
        WHEN 'lot_opened'    THEN 'open'
        WHEN 'lot_resumed'   THEN 'open'
        WHEN 'lot_paused'    THEN 'paused'
        WHEN 'lot_closed'    THEN 'closed'
        WHEN 'lot_cancelled' THEN 'cancelled'
    END                                     AS state,
    coalesce(
        (SELECT body::json #>> '{data,opens_at}' FROM journal AS j
         WHERE j.stream = newest.stream AND j.kind = 'lot_opened' ORDER BY seq LIMIT 1),
        document ->> 'opens_at')            AS opens_at,
    coalesce(
        clock.body::json #>> '{data,closes_at}',
        document ->> 'closes_at')           AS closes_at,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = newest.stream AND j.kind = 'bid_accepted') AS accepted,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = newest.stream AND j.kind = 'bid_refused')  AS refused,
    CASE state.kind WHEN 'lot_closed' THEN state.at END          AS closed_at,
    state.body::json #>> '{data,ranking,0,bidder}'               AS lead,
    state.body::json #>> '{data,ranking,0,total}'                AS lead_total,
    state.body::json #>> '{data,ranking,0,evaluated}'            AS lead_evaluated,
    CASE state.body::json #>> '{data,reserve_met}' WHEN 'true' THEN 1 WHEN 'false' THEN 0 END AS reserve_met
FROM newest
JOIN journal AS state ON state.stream = newest.stream AND state.seq = newest.state_seq
LEFT JOIN journal AS clock ON clock.stream = newest.stream AND clock.seq = newest.clock_seq;
