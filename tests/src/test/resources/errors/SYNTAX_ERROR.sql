CREATE TABLE orders (id BIGINT, amount DECIMAL(10, 2));
SELECT id, amount
  FORM orders;
