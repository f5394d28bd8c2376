CREATE TABLE orders (id BIGINT) USING file OPTIONS (path = 'in');
SELECT * FROM orders;
