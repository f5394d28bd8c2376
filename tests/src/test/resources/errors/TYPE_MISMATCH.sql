CREATE TABLE orders (id BIGINT, customer STRING);
SELECT id + customer FROM orders;
