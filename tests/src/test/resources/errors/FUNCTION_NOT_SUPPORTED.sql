CREATE TABLE orders (id BIGINT, made TIMESTAMP);
SELECT timestamp_trunc(made, MONTH) FROM orders;
