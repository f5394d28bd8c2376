CREATE SOURCE orders (id BIGINT) USING file OPTIONS (path = 'in') FORMAT jsn;
