CREATE TABLE orders (id BIGINT);
SELECT * FROM ordres;
