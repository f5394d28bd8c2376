CREATE SOURCE ticks USING rate OPTIONS (rowPerSecond = 10);
