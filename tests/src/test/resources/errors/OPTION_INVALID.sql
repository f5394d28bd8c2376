CREATE SOURCE ticks USING rate OPTIONS (rowsPerSecond = 'ten');
