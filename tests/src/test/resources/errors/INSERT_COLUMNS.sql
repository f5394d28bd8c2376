CREATE TABLE orders (id BIGINT, customer STRING, amount INT);
INSERT INTO orders VALUES (1, 'ann');
