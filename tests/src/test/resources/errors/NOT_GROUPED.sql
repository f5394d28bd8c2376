CREATE TABLE orders (id BIGINT, customer STRING, amount INT);
SELECT customer, id, sum(amount) FROM orders GROUP BY customer;
