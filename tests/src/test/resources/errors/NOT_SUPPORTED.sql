CREATE TABLE orders (id BIGINT, customer STRING);
CREATE TABLE payments (order_id BIGINT, amount INT);
SELECT o.customer, p.amount
  FROM orders o
  JOIN payments p ON o.id = p.order_id;
