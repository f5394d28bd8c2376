CREATE TABLE orders (id BIGINT, customer STRING);
SELECT id, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY id) AS n
  FROM orders;
