CREATE TABLE orders (id BIGINT);
SELECT id FROM (SELECT id, id FROM orders) twice;
