-- What bin/millrace runs once to learn which classes a usual script loads. It runs in a scratch
-- directory that holds a copy of this one; its output is thrown away.
SELECT 1;

CREATE TABLE numbers (n INT, name STRING, price DECIMAL(10, 2));
INSERT INTO numbers VALUES (1, 'one', 1.50), (2, 'two', NULL);
SELECT name, n + 1 AS successor, price * 2 AS twice FROM numbers WHERE n > 0 ORDER BY n;

CREATE SOURCE clicks (
  ts TIMESTAMP,
  page STRING,
  bytes BIGINT,
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) USING file OPTIONS (path = 'input') FORMAT json;

CREATE TABLE views (window_start TIMESTAMP, page STRING, views BIGINT, mean DOUBLE)
USING file OPTIONS (path = 'output') FORMAT json BOUNDED;

INSERT INTO views
SELECT window_start, page, COUNT(*), AVG(CAST(bytes AS DOUBLE))
FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(ts), INTERVAL '10' MINUTE))
WHERE page LIKE '/%'
GROUP BY window_start, window_end, page
OUTPUT MODE COMPLETE
TRIGGER AVAILABLE NOW;

SELECT page, SUM(views) AS views, MAX(mean) AS mean
FROM views
GROUP BY page
HAVING SUM(views) > 0
ORDER BY views DESC
LIMIT 3;

SHOW TABLES;
DESCRIBE clicks;
EXPLAIN SELECT page, COUNT(*) FROM clicks GROUP BY page;
-- An error with a hint, too.
SELECT pag FROM clicks;
