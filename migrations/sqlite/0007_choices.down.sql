-- The choices are lost: every person has the defaults again.
DROP TABLE choices;
