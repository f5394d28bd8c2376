CREATE TABLE orders (id BIGINT, customer STRING, amount DECIMAL(10, 2));
SELECT custmer, sum(amount) FROM orders GROUP BY 1;
