CREATE TABLE orders (id BIGINT, customer STRING);
SELECT customer, COUNT(*)
  FROM orders
 GROUP BY ROLLUP (customer);
