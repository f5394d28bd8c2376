CREATE SINK orders (id BIGINT) USING file OPTIONS (path = '/dev/null/orders') FORMAT json;
INSERT INTO orders VALUES (1);
