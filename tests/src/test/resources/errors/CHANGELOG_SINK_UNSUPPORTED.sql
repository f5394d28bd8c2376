CREATE SOURCE clicks (page STRING, ts TIMESTAMP) USING memory;
CREATE SINK views (page STRING, n BIGINT) USING file OPTIONS (path = 'out') FORMAT json;
INSERT INTO views
SELECT page, count(*) FROM clicks GROUP BY page
OUTPUT MODE CHANGELOG;
