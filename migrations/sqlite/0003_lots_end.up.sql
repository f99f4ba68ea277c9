-- The view `lots` gets `ended_at`, and its `closes_at` follows the bids of a lot with idle time.
--
-- `closes_at` is the close in force. After a close by a buyer it is the instant of that close; after a cancellation it
-- stays the close that was in force. `ended_at` is null until the lot has ended. After a close by time it is the close
-- that was in force, else the instant of the record that ended the lot. `lead` and the columns of the result are null
-- until the lot is closed.
DROP VIEW lots;
CREATE VIEW lots AS
WITH RECURSIVE
published AS (
    SELECT
        stream,
        json_extract(body, '$.data.event') AS event,
        json_extract(body, '$.data.event.lots[' || json_extract(body, '$.data.lot') || ']') AS document
    FROM journal
    WHERE stream >= 'lot/' AND stream < 'lot0' AND seq = 1 AND kind = 'lot_published'
),
planned AS (
    SELECT
        stream,
        json_extract(document, '$.title')     AS title,
        json_extract(event, '$.title')        AS event_title,
        json_extract(document, '$.opens_at')  AS opens_at,
        json_extract(document, '$.closes_at') AS closes_at,
        coalesce(
            json_extract(document, '$.duration_s'),
            json_extract(document, '$.rules.idle.idle_s'))  AS length_s,
        json_extract(document, '$.rules.idle.idle_s')       AS idle_s,
        json_extract(document, '$.rules.idle.latest_close') AS latest_close
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
        j.stream, j.kind, j.body, planned.idle_s, planned.latest_close,
        sum(j.kind <> 'bid_accepted') OVER (PARTITION BY j.stream ORDER BY j.seq) AS step
    FROM planned
    JOIN journal AS j ON j.stream = planned.stream
    WHERE planned.idle_s IS NOT NULL AND j.kind IN ('lot_opened', 'lot_extended', 'lot_resumed', 'bid_accepted')
),
texts AS (
    SELECT
        stream, step, idle_s, latest_close,
        max(kind = 'lot_resumed')                     AS resumed,
        max(json_extract(body, '$.data.closes_at'))   AS stated,
        max(json_extract(body, '$.data.received_at')) AS received_at
    FROM counted
    GROUP BY stream, step
),
-- Instants in microseconds since 1970. Without a bid the last one was long ago; without a latest close it is far away.
steps AS (
    SELECT
        stream, step, resumed,
        strftime('%s', substr(stated, 1, 19)) * 1000000 + substr(stated, 21, 6) AS stated_us,
        coalesce((strftime('%s', substr(received_at, 1, 19)) + idle_s) * 1000000 + substr(received_at, 21, 6), 0)
            AS quiet_us,
        coalesce(strftime('%s', substr(latest_close, 1, 19)) * 1000000 + substr(latest_close, 21, 6),
            253402300799999999) AS latest_us
    FROM texts
),
-- The close is the stated one, or later where a bid moved it, but not later than the latest close. Each resume moves
-- the latest close as far as it moves the close.
clock (stream, step, stated_us, quiet_us, latest_us) AS (
    SELECT stream, step, stated_us, quiet_us, latest_us FROM steps WHERE step = 1
    UNION ALL
    SELECT
        steps.stream,
        steps.step,
        steps.stated_us,
        steps.quiet_us,
        clock.latest_us
            + iif(steps.resumed, steps.stated_us - max(clock.stated_us, min(clock.quiet_us, clock.latest_us)), 0)
    FROM clock
    JOIN steps ON steps.stream = clock.stream AND steps.step = clock.step + 1
),
idle AS (
    SELECT stream, max(step), max(stated_us, min(quiet_us, latest_us)) AS closes_us FROM clock GROUP BY stream
),
found AS (
    SELECT
        newest.stream, newest.title, newest.event_title, newest.opens_at AS planned_opens_at, state.kind, state.at,
        state.body,
        coalesce(
            strftime('%Y-%m-%dT%H:%M:%S', idle.closes_us / 1000000, 'unixepoch')
                || printf('.%06dZ', idle.closes_us % 1000000),
            json_extract(stated.body, '$.data.closes_at'),
            newest.closes_at,
            strftime('%Y-%m-%dT%H:%M:%S', substr(newest.opens_at, 1, 19), '+' || newest.length_s || ' seconds')
                || substr(newest.opens_at, 20)) AS closes_at
    FROM newest
    JOIN journal AS state ON state.stream = newest.stream AND state.seq = newest.state_seq
    LEFT JOIN journal AS stated ON stated.stream = newest.stream AND stated.seq = newest.clock_seq
    LEFT JOIN idle ON idle.stream = newest.stream
)
SELECT
    substr(stream, 5)                         AS lot,
    title,
    event_title,
    CASE kind
        WHEN 'lot_published' THEN 'scheduled'
        WHEN 'lot_opened'    THEN 'open'
        WHEN 'lot_resumed'   THEN 'open'
        WHEN 'lot_paused'    THEN 'paused'
        WHEN 'lot_closed'    THEN 'closed'
        WHEN 'lot_cancelled' THEN 'cancelled'
    END                                       AS state,
    coalesce(
        (SELECT json_extract(j.body, '$.data.opens_at') FROM journal AS j
         WHERE j.stream = found.stream AND j.kind = 'lot_opened'),
        planned_opens_at)                     AS opens_at,
    iif(kind = 'lot_closed' AND json_extract(body, '$.data.cause') <> 'time', at, closes_at) AS closes_at,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = found.stream AND j.kind = 'bid_accepted') AS accepted,
    (SELECT count(*) FROM journal AS j
     WHERE j.stream = found.stream AND j.kind = 'bid_refused')  AS refused,
    iif(kind = 'lot_closed', at, NULL)        AS closed_at,
    json_extract(body, '$.data.ranking[0].bidder')    AS lead,
    json_extract(body, '$.data.ranking[0].total')     AS lead_total,
    json_extract(body, '$.data.ranking[0].evaluated') AS lead_evaluated,
    json_extract(body, '$.data.reserve_met')          AS reserve_met,
    CASE
        WHEN kind = 'lot_closed' AND json_extract(body, '$.data.cause') = 'time' THEN closes_at
        WHEN kind IN ('lot_closed', 'lot_cancelled')                             THEN at
    END                                       AS ended_at
FROM found;
