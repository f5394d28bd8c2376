CREATE TABLE orders (code VARCHAR(3));
INSERT INTO orders VALUES ('abcd');
