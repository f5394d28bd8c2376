CREATE TABLE orders (id BIGINT) USING file OPTIONS (path = '${long}', maxRecordSize = '64 b') FORMAT json;
SELECT * FROM orders;
