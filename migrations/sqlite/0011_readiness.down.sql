-- Connection tests and practices are lost: bidders test again.
DROP TABLE readiness;
