-- A web server's access log, with the questions everybody asks it.
--
--     bin/millrace -f examples/weblog.sql
--
-- The data: two hours of a shop that does not exist (see examples/data/ATTRIBUTION.md). Without the
-- word BOUNDED each SELECT would go on and follow the files that appear in the directory.

CREATE SOURCE requests (
  ts      TIMESTAMP_LTZ,
  ip      STRING,
  request STRING,         -- GET /products/17 HTTP/1.1
  status  INT,
  bytes   BIGINT,
  agent   STRING,
  "method" AS SPLIT_PART(request, ' ', 1),
  page     AS SPLIT_PART(SPLIT_PART(request, ' ', 2), '?', 1),
  WATERMARK FOR ts AS ts - INTERVAL '1' MINUTE
) USING file OPTIONS (path = 'examples/data/weblog') FORMAT csv (delimiter = ' ') BOUNDED;

-- What does the server answer?
SELECT status, COUNT(*) AS requests, SUM(bytes) AS bytes
FROM requests
GROUP BY status
ORDER BY requests DESC;

-- Which pages do people read? Images and the crawler are no people.
SELECT page, COUNT(*) AS views, CAST(AVG(bytes) AS INT) AS mean_bytes
FROM requests
WHERE status = 200 AND page NOT LIKE '/images/%' AND agent NOT LIKE '%Bot%'
GROUP BY page
ORDER BY views DESC, page
LIMIT 5;

-- Which pages break, and when? Five errors of the server in five minutes are worth a look.
SELECT window_start AS "from", page, COUNT(*) AS errors
FROM TABLE(TUMBLE(TABLE requests, DESCRIPTOR(ts), INTERVAL '5' MINUTE))
WHERE status >= 500
GROUP BY window_start, window_end, page
HAVING COUNT(*) >= 5
ORDER BY "from", page;

-- Mean size of an answer over the last half hour, every ten minutes.
SELECT window_start AS "from", window_end AS "to", COUNT(*) AS requests,
       CAST(AVG(bytes) AS INT) AS mean_bytes
FROM TABLE(HOP(TABLE requests, DESCRIPTOR(ts), INTERVAL '10' MINUTE, INTERVAL '30' MINUTE))
WHERE status = 200
GROUP BY window_start, window_end
ORDER BY "from";

-- Who knocks at doors that are not there? Twenty refusals in five minutes are no typing errors.
SELECT window_start AS "from", ip, COUNT(*) AS refused, MIN(page) AS an_example
FROM TABLE(TUMBLE(TABLE requests, DESCRIPTOR(ts), INTERVAL '5' MINUTE))
WHERE status IN (401, 403, 404)
GROUP BY window_start, window_end, ip
HAVING COUNT(*) >= 20
ORDER BY "from", ip;
