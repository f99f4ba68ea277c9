DROP VIEW lots;
DROP VIEW bids;
DROP TABLE alive;
DROP TABLE journal;
