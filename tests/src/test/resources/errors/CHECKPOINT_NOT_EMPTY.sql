CREATE TABLE clicks (page STRING);
CREATE SINK pages (page STRING) USING file OPTIONS (path = '${directory}/daily/out') FORMAT json;
INSERT INTO pages SELECT page FROM clicks;
SET checkpoint.location = '${directory}';
START QUERY daily AS
INSERT INTO pages SELECT page FROM clicks;
