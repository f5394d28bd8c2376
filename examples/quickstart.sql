-- Delays per airport and week, kept current over a directory of JSON files.
--
--     bin/millrace -f examples/quickstart.sql
--
-- The data: 10,000 flights within the United States, January to March 2001, one file for each week
-- (see examples/data/ATTRIBUTION.md). Run it as often as you like: the result is replaced.

CREATE SOURCE flights (
  departure   TIMESTAMP,
  delay       INT,        -- minutes late on arrival; negative is early
  distance    INT,        -- miles
  origin      STRING,
  destination STRING,
  WATERMARK FOR departure AS departure - INTERVAL '1' HOUR
) USING file OPTIONS (path = 'examples/data/flights', maxFilesPerTrigger = 4) FORMAT json;

-- The result: a directory of JSON files that the query writes and we read below.
CREATE TABLE delays (
  week       TIMESTAMP,
  airport    STRING,
  flights    BIGINT,
  late       BIGINT,      -- more than a quarter of an hour
  mean_delay DOUBLE
) USING file OPTIONS (path = 'examples/output/delays') FORMAT json BOUNDED;

-- AVAILABLE NOW: take what is there, four files to a batch, and end. With TRIGGER PROCESSING TIME
-- '10' SECOND it would stay and take in each new file that appears in the directory.
INSERT INTO delays
SELECT window_start, origin, COUNT(*), COUNT(*) FILTER (WHERE delay > 15), AVG(CAST(delay AS DOUBLE))
FROM TABLE(TUMBLE(TABLE flights, DESCRIPTOR(departure), INTERVAL '7' DAY))
GROUP BY window_start, window_end, origin
OUTPUT MODE COMPLETE
TRIGGER AVAILABLE NOW;

-- The worst weeks of airports with some traffic.
SELECT week, airport, flights, late, CAST(mean_delay AS DECIMAL(6, 1)) AS mean_delay
FROM delays
WHERE flights >= 20
ORDER BY mean_delay DESC
LIMIT 10;
