CREATE UNIQUE INDEX by_name ON totals (name);
