CREATE TABLE orders (id BIGINT) USING file OPTIONS (path = '${directory}/no/such') FORMAT json;
SELECT * FROM orders;
