-- One week of earthquakes, looked at from several sides.
--
--     bin/millrace -f examples/earthquakes.sql
--
-- The data: what the U.S. Geological Survey measured from 2018-01-31 to 2018-02-07, a file for each
-- day (see examples/data/ATTRIBUTION.md). BOUNDED says that no more is to come, so each SELECT is an
-- ordinary query with an end.

CREATE SOURCE earthquakes (
  id        STRING,
  "time"    TIMESTAMP,
  magnitude DOUBLE,
  depth     DOUBLE,       -- kilometres
  latitude  DOUBLE,
  longitude DOUBLE,
  place     STRING,
  type      STRING,
  tsunami   BOOLEAN,
  WATERMARK FOR "time" AS "time" - INTERVAL '1' HOUR
) USING file OPTIONS (path = 'examples/data/earthquakes') FORMAT json BOUNDED;

-- How many a day, and how strong?
SELECT CAST(window_start AS DATE) AS "day",
       COUNT(*) AS quakes,
       COUNT(*) FILTER (WHERE magnitude >= 4.5) AS strong,
       MAX(magnitude) AS strongest
FROM TABLE(TUMBLE(TABLE earthquakes, DESCRIPTOR("time"), INTERVAL '1' DAY))
WHERE type = 'earthquake'
GROUP BY window_start, window_end
ORDER BY "day";

-- The strongest ones.
SELECT magnitude, depth, "time", place
FROM earthquakes
WHERE magnitude >= 5.5
ORDER BY magnitude DESC, "time"
LIMIT 8;

-- A region is what stands behind the comma: "27km S of Hawthorne, Nevada".
CREATE VIEW quakes_by_region AS
SELECT "time", SPLIT_PART(place, ', ', 2) AS region, magnitude
FROM earthquakes
WHERE type = 'earthquake' AND place LIKE '%, %';

-- Swarms: regions with many quakes within three hours, looked at every hour.
SELECT window_start, window_end, region, quakes
FROM (
  SELECT window_start, window_end, region, COUNT(*) AS quakes
  FROM TABLE(HOP(
    TABLE quakes_by_region,
    DESCRIPTOR("time"),
    INTERVAL '1' HOUR,
    INTERVAL '3' HOUR))
  GROUP BY window_start, window_end, region
  HAVING COUNT(*) >= 20)
ORDER BY quakes DESC, window_start
LIMIT 5;

-- What shook that was no earthquake?
SELECT type, COUNT(*) AS events, MAX(magnitude) AS strongest
FROM earthquakes
WHERE type <> 'earthquake'
GROUP BY type
ORDER BY events DESC;
