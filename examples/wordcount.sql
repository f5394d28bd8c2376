-- Words that come over a socket, counted as they come.
--
-- In one terminal:   nc -lk 9999
-- In another:        bin/millrace -f examples/wordcount.sql
--
-- Then type into the first, one word per line; the counts of the words that changed appear in the
-- second. Ctrl-C ends it.
--
-- One word per line, because a line cannot be taken apart into several rows yet (UNNEST is not
-- supported yet). Try it with a text:   tr -cs '[:alpha:]' '\n' < LICENSE | nc -lk 9999

CREATE SOURCE lines (value STRING)
USING socket OPTIONS (host = 'localhost', port = 9999) FORMAT text;

SELECT LOWER(TRIM(value)) AS word, COUNT(*) AS n
FROM lines
WHERE TRIM(value) <> ''
GROUP BY LOWER(TRIM(value))
OUTPUT MODE UPDATE;
