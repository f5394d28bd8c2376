CREATE TABLE orders (id BIGIN);
