CREATE TABLE orders (id BIGINT, amount INT);
INSERT INTO orders VALUES (1, 10), (2, 20);
SELECT id, (SELECT amount FROM orders) AS amount
  FROM orders;
