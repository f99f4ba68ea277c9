-- The view `lots` gets `ended_at`, and its `closes_at` follows the bids of a lot with idle time.
--
-- `closes_at` is the close in force. After a close by a buyer it is the instant of that close; after a cancellation it
-- stays the close that was in force. `ended_at` is null until the lot has ended. After a close by time it is the close
-- that was in force, else the instant of the record that ended the lot. `lead` and the columns of the result are null
-- until the lot is closed.
--
-- The view is replaced, not dropped: the roles that may read it keep their right.
CREATE OR REPLACE VIEW lots AS
WITH RECURSIVE
published AS (
    SELECT
        stream,
        body::json #> '{data,event}' AS event,
        body::json #> ARRAY['data', 'event', 'lots', body::json #>> '{data,lot}'] AS document
    FROM journal
    WHERE stream >= 'lot/' AND stream < 'lot0' AND seq = 1 AND kind = 'lot_published'
),
planned AS (
    SELECT
        stream,
        document ->> 'title'     AS title,
        event ->> 'title'        AS event_title,
        document ->> 'opens_at'  AS opens_at,
        document ->> 'closes_at' AS closes_at,
        coalesce(document ->> 'duration_s', document #>> '{rules,idle,idle_s}')::bigint * interval '1 second'
            AS length,
        (document #>> '{rules,idle,idle_s}')::bigint * interval '1 second' AS idle,
        (document #>> '{rules,idle,latest_close}')::timestamptz            AS latest_close
    FROM published
),
newest AS (
    SELECT
        planned.*,
        (SELECT max(seq) FROM journal AS j WHERE j.stream = planned.stream AND kind IN
            ('lot_published', 'lot_opened', 'lot_paused', 'lot_resumed', 'lot_closed', 'lot_cancelled')) AS state_seq,
        (SELECT max(seq) FROM journal AS j WHERE j.stream = planned.stream AND kind IN
            ('lot_opened', 'lot_extended', 'lot_resumed')) AS clock_seq
    FROM planned
),
-- Of lots with idle time: each record that states the close, with the newest bid between it and the next such record.
counted AS (
    SELECT
        j.stream, j.kind, j.body, planned.idle, planned.latest_close,
        count(*) FILTER (WHERE j.kind <> 'bid_accepted') OVER (PARTITION BY j.stream ORDER BY j.seq) AS step
    FROM planned
    JOIN journal AS j ON j.stream = planned.stream
    WHERE planned.idle IS NOT NULL AND j.kind IN ('lot_opened', 'lot_extended', 'lot_resumed', 'bid_accepted')
),
-- Without a bid the last one was long ago; without a latest close it is far away.
steps AS (
    SELECT
        stream, step,
        bool_or(kind = 'lot_resumed') AS resumed,
        max(body::json #>> '{data,closes_at}')::timestamptz AS stated,
        coalesce(max(body::json #>> '{data,received_at}')::timestamptz + idle, '-infinity') AS quiet,
        coalesce(latest_close, 'infinity') AS latest
    FROM counted
    GROUP BY stream, step, idle, latest_close
),
-- The close is the stated one, or later where a bid moved it, but not later than the latest close. Each resume moves
-- the latest close as far as it moves the close.
clock (stream, step, stated, quiet, latest) AS (
    SELECT stream, step, stated, quiet, latest FROM steps WHERE step = 1
    UNION ALL
    SELECT
        steps.stream,
        steps.step,
        steps.stated,
        steps.quiet,
        CASE
            WHEN steps.resumed
                THEN clock.latest + (steps.stated - greatest(clock.stated, least(clock.quiet, clock.latest)))
            ELSE clock.latest
        END
    FROM clock
    JOIN steps ON steps.stream = clock.stream AND steps.step = clock.step + 1
),
idle AS (
    SELECT DISTINCT ON (stream) stream, greatest(stated, least(quiet, latest)) AS closes_at
    FROM clock
    ORDER BY stream, step DESC
),
found AS (
    SELECT
        newest.stream, newest.title, newest.event_title, newest.opens_at AS planned_opens_at, state.kind, state.at,
        -- The column `closes_at` keeps the collation that it had.
        state.at COLLATE "default" AS at_text,
        state.body::json           AS body,
        coalesce(
            to_char(idle.closes_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            stated.body::json #>> '{data,closes_at}',
            newest.closes_at,
            to_char((newest.opens_at::timestamptz + newest.length) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
        ) AS closes_at
    FROM newest
    JOIN journal AS state ON state.stream = newest.stream AND state.seq = newest.state_seq
    LEFT JOIN journal AS stated ON stated.stream = newest.stream AND stated.seq = newest.clock_seq
    LEFT JOIN idle ON idle.stream = newest.stream
)
SELECT
    substr(stream, 5)                       AS lot,
    title,
    event_title,
    CASE kind
        WHEN 'lot_published' THEN 'scheduled'
        WHEN 'lot_opened'    THEN 'open'
        WHEN 'lot_resumed'   THEN 'open'
        WHEN 'lot_paused'    THEN 'paused'
        WHEN 'lot_closed'    THEN 'closed'
        WHEN 'lot_cancelled' THEN 'cancelled'
    END                                     AS state,
    coalesce(
        (SELECT j.body::json #>> '{data,opens_at}' FROM journal AS j
         WHERE j.stream = found.stream AND j.kind = 'lot_opened' ORDER BY seq LIMIT 1),
        planned_opens_at)                   AS opens_at,
    CASE WHEN kind = 'lot_closed' AND body #>> '{data,cause}' <> 'time' THEN at_text ELSE closes_at END AS closes_at,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = found.stream AND j.kind = 'bid_accepted') AS accepted,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = found.stream AND j.kind = 'bid_refused')  AS refused,
    CASE kind WHEN 'lot_closed' THEN at END AS closed_at,
    body #>> '{data,ranking,0,bidder}'      AS lead,
    body #>> '{data,ranking,0,total}'       AS lead_total,
    body #>> '{data,ranking,0,evaluated}'   AS lead_evaluated,
    CASE body #>> '{data,reserve_met}' WHEN 'true' THEN 1 WHEN 'false' THEN 0 END AS reserve_met,
    CASE
        WHEN kind = 'lot_closed' AND body #>> '{data,cause}' = 'time' THEN closes_at
        WHEN kind IN ('lot_closed', 'lot_cancelled')                  THEN at_text
    END                                     AS ended_at
FROM found;
