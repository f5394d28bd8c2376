CREATE TABLE orders (id BIGINT, amount INT) USING file OPTIONS (path = '${bad}') FORMAT json;
SELECT * FROM orders;
