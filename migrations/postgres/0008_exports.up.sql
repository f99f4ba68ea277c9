-- An export says which file was taken out, by its path.
ALTER TABLE security_events ADD COLUMN file text;
