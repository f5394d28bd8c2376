CREATE SOURCE clicks (page STRING) USING memory;
CREATE SINK pages (page STRING) USING noop;
INSERT INTO pages SELECT page FROM clicks TRIGGER CONTINUOUS '0 seconds';
