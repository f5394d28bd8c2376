CREATE SOURCE orders (id BIGINT) USING memory;
CREATE SINK nowhere (id BIGINT) USING noop;
START QUERY copy AS INSERT INTO nowhere SELECT id FROM orders;
START QUERY copy AS INSERT INTO nowhere SELECT id FROM orders;
