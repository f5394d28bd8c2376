CREATE SOURCE lines USING socket OPTIONS (host = '127.0.0.1', port = ${closedPort});
CREATE SINK copy (value STRING) USING noop;
INSERT INTO copy SELECT value FROM lines;
AWAIT QUERY ALL;
