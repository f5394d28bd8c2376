CREATE SOURCE lines (value STRING) USING socket OPTIONS (host = 'localhost');
