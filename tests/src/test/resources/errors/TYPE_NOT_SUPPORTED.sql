CREATE TABLE orders (id BIGINT, tags XML);
