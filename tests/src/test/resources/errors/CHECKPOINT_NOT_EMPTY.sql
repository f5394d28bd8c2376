CREATE SOURCE clicks (page STRING, ts TIMESTAMP) USING memory;
CREATE SINK pages (page STRING) USING file OPTIONS (path = '${directory}/out') FORMAT json;
INSERT INTO pages SELECT page FROM clicks
CHECKPOINT '${directory}';
