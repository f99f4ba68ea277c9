-- Where the sign-in without a second factor counts: a line for each place that the event names, as `role org`.
ALTER TABLE readmissions ADD COLUMN places text NOT NULL DEFAULT '';
