DROP TABLE summary_set;
DROP TABLE open_streams;
DROP TABLE stream_summaries;
