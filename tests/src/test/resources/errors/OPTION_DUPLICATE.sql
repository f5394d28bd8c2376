CREATE SOURCE ticks USING rate OPTIONS (rowsPerSecond = 10, rows_per_second = 20);
