DROP TABLE signing_key;
DROP TABLE sessions;
DROP TABLE links;
DROP TABLE people;
