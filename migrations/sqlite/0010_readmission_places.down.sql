ALTER TABLE readmissions DROP COLUMN places;
