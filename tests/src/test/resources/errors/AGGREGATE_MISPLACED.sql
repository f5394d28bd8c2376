CREATE TABLE orders (id BIGINT, amount INT);
SELECT id FROM orders WHERE sum(amount) > 10;
