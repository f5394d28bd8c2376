CREATE TABLE clicks (page STRING, ts TIMESTAMP);
SELECT window_start, count(*)
  FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(page), INTERVAL '10' MINUTE))
 GROUP BY window_start;
