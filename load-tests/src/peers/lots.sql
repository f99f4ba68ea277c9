-- What the two PostgreSQL peers keep: a lot and the newest offers in rows, every bid in a table of its own.
CREATE TABLE lots (
    id            text PRIMARY KEY,
    seq           bigint NOT NULL DEFAULT 0,
    ceiling       bigint NOT NULL,
    min_decrement bigint NOT NULL,
    closes_at     timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE standing (
    lot    text   NOT NULL,
    bidder bigint NOT NULL,
    price  bigint NOT NULL,
    PRIMARY KEY (lot, bidder)
) WITH (fillfactor = 50);

CREATE TABLE bids (
    lot      text        NOT NULL,
    seq      bigint      NOT NULL,
    bidder   bigint      NOT NULL,
    ref      text        NOT NULL,
    price    bigint      NOT NULL,
    accepted boolean     NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (lot, seq),
    UNIQUE (lot, bidder, ref)
);

-- The whole judgement where the rows are: one round trip a bid.
CREATE FUNCTION place_bid(p_lot text, p_bidder bigint, p_ref text, p_price bigint)
RETURNS TABLE (accepted boolean, seq bigint, rank bigint)
LANGUAGE plpgsql AS $$
DECLARE
    l   lots%ROWTYPE;
    own bigint;
BEGIN
    SELECT * INTO STRICT l FROM lots WHERE id = p_lot FOR UPDATE;
    SELECT s.price INTO own FROM standing s WHERE s.lot = p_lot AND s.bidder = p_bidder;
    accepted := clock_timestamp() < l.closes_at AND p_price > 0 AND p_price <= l.ceiling
        AND (own IS NULL OR p_price <= own - l.min_decrement);
    seq := l.seq + 1;
    INSERT INTO bids (lot, seq, bidder, ref, price, accepted)
        VALUES (p_lot, place_bid.seq, p_bidder, p_ref, p_price, place_bid.accepted);
    UPDATE lots SET seq = place_bid.seq WHERE id = p_lot;
    IF accepted THEN
        INSERT INTO standing (lot, bidder, price) VALUES (p_lot, p_bidder, p_price)
            ON CONFLICT (lot, bidder) DO UPDATE SET price = excluded.price;
        own := p_price;
    END IF;
    SELECT 1 + count(*) INTO rank FROM standing s WHERE s.lot = p_lot AND s.price < own;
    RETURN NEXT;
END
$$;
