CREATE TABLE orders (id BIGINT, customer STRING, amount DECIMAL(10, 2), quantity INT, paid BOOLEAN, placed TIMESTAMP, day DATE);
CREATE TABLE customers (id BIGINT, name STRING, city STRING, since DATE);
CREATE SOURCE clicks (ts TIMESTAMP, page STRING, user_id BIGINT, ms INT, WATERMARK FOR ts AS ts - INTERVAL '10' SECOND) USING memory;
CREATE SOURCE visits (at TIMESTAMP, page STRING) USING memory;
CREATE VIEW big_orders AS SELECT id, customer, amount FROM orders WHERE amount > 100;
