CREATE SOURCE clicks (page STRING, ts TIMESTAMP) USING memory;
CREATE TABLE views (page STRING, n BIGINT);
INSERT INTO views
SELECT page, count(*) FROM clicks GROUP BY page
CHECKPOINT '/tmp/views';
