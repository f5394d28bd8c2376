CREATE TABLE orders (id BIGINT, customer STRING);
SELECT id, LAG(customer, id) OVER (PARTITION BY customer ORDER BY id) AS n
  FROM orders;
