CREATE TABLE orders (id BIGINT, amount INT, ID INT);
