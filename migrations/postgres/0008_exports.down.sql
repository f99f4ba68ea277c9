-- Which files were taken out is lost.
ALTER TABLE security_events DROP COLUMN file;
