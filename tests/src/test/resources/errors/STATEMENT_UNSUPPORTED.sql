CREATE INDEX by_name ON totals (name);
