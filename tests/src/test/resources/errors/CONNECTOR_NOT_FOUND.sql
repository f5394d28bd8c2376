CREATE SOURCE lines (value STRING) USING sockett OPTIONS (host = 'localhost', port = 9999);
