CREATE TABLE orders (id BIGINT, amount INT);
INSERT INTO orders VALUES (1, 0);
SELECT id,
       100 / amount
  FROM orders;
