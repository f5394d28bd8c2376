# Queries
-- A sample would have to be the same one for as long as the result is kept.
SELECT * FROM orders TABLESAMPLE BERNOULLI (10);
-- There is no operator for patterns over rows; LAG and LEAD compare neighbours.
SELECT * FROM orders MATCH_RECOGNIZE (ORDER BY placed MEASURES A.id AS a PATTERN (A B) DEFINE B AS B.amount > A.amount);
-- Of a table only the newest version is kept.
SELECT * FROM orders FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 00:00:00';
-- Columns are declared with their table.
SELECT * FROM orders EXTEND (note VARCHAR);
-- Nobody would read it, and what it asks for would not be done.
SELECT /*+ BROADCAST(customers) */ id FROM orders;
-- A window that grows with its rows has no rows of its own yet; windows of a fixed size have.
SELECT * FROM TABLE(SESSION(TABLE orders, DESCRIPTOR(placed), INTERVAL '1' MINUTE));

# Joins
-- What the nearest earlier row is changes with each late one; no operator follows that yet.
SELECT * FROM orders o ASOF JOIN prices p MATCH_CONDITION p.since <= o.day ON p.id = o.id;
-- The rows of the function are made of those of the table, so none are without them.
SELECT * FROM orders o RIGHT JOIN LATERAL UNNEST(o.tags) AS t (x) ON TRUE;
-- An optional row would have to be made where the condition leaves none.
SELECT o.id, x FROM orders o LEFT JOIN LATERAL UNNEST(o.tags) AS t (x) ON x > 1;
-- The join becomes EXISTS, in which the name could mean another column.
SELECT * FROM customers LEFT SEMI JOIN orders ON name = customer;

# Queries in expressions
-- As a join the rows of all outer rows would be in one window.
SELECT id, (SELECT MAX(n) FROM (SELECT ROW_NUMBER() OVER (ORDER BY c.name) AS n FROM customers c WHERE c.id = o.id) q) FROM orders o;
-- Whether it is false or unknown depends on each part of each row.
SELECT (id, customer) IN (SELECT id, name FROM customers) FROM orders;
-- The same: NOT IN needs to know what is unknown.
SELECT id FROM orders WHERE (id, customer) NOT IN (SELECT id, name FROM customers);
-- Rows are compared part by part, which is not what < means for them.
SELECT id FROM orders WHERE (id, customer) > ANY (SELECT id, name FROM customers);
-- Rows that are missing on either side cannot be joined to the row around them.
SELECT id, (SELECT MAX(a.name) FROM customers a FULL JOIN customers b ON a.id = b.id AND a.id = o.id) FROM orders o;
-- It has no order of its own; ARRAY_AGG has.
SELECT ARRAY(SELECT id FROM orders);
-- The same for a map, of which keys might come twice.
SELECT MAP(SELECT customer, id FROM orders);
-- An array is all that a column can hold of several values.
SELECT MULTISET[1, 2];

# Recursion
-- Which rows of the other side are meant differs between engines: all there are, or those of the round before.
WITH RECURSIVE t (n) AS (SELECT 1 UNION SELECT a.n + b.n FROM t a, t b WHERE a.n < 100) SELECT n FROM t;
-- What is not in a query yet may be in it later, and should not have been given.
WITH RECURSIVE t (n) AS (SELECT 1 UNION SELECT id FROM orders WHERE id NOT IN (SELECT n FROM t)) SELECT n FROM t;
-- The same for rows that have no match in it yet.
WITH RECURSIVE t (n) AS (SELECT 1 UNION SELECT id FROM orders LEFT JOIN t ON n = id) SELECT n FROM t;
-- It has a row even in a round without rows, so that there would be no last round.
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT MAX(n) + 1 FROM t) SELECT n FROM t;
-- What is cut off would depend on how it is computed.
WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 9) SELECT n FROM t;
-- One query with a column that tells the parts apart does the same.
WITH RECURSIVE a (n) AS (SELECT 1 UNION SELECT n FROM b), b (n) AS (SELECT n + 1 FROM a) SELECT n FROM a;

# Aggregates
-- Engines differ in whether the order decides between values that come as often as each other.
SELECT MODE(amount ORDER BY id) FROM orders;
-- The order would decide between rows with the same least value.
SELECT ARG_MIN(id, amount ORDER BY day) FROM orders;
-- Of rows that go together each could ask for another separator.
SELECT STRING_AGG(customer, customer) FROM orders;
-- Equal values may have different places in that order.
SELECT STRING_AGG(DISTINCT customer, ',' ORDER BY id) FROM orders;
-- One value is asked for, and each row could ask for another.
SELECT PERCENTILE_CONT(id) WITHIN GROUP (ORDER BY amount) FROM orders;
-- Engines give different values by it.
SELECT APPROX_PERCENTILE(0.5) WITHIN GROUP (ORDER BY amount) FROM orders;
-- No operator knows it.
SELECT SUM(amount) WITHIN DISTINCT (customer) FROM orders;
-- There are no multisets; ARRAY_AGG makes an array.
SELECT COLLECT(id) FROM orders;

# Windows
-- Which rows belong to it would change from row to row.
SELECT SUM(amount) OVER (ORDER BY id ROWS BETWEEN id PRECEDING AND CURRENT ROW) FROM orders;
-- The same.
SELECT LAG(amount, id) OVER (ORDER BY id) FROM orders;
-- The query would be asked within a window.
SELECT SUM((SELECT 1)) OVER (ORDER BY id) FROM orders;

# Types
-- A value is an instant or a reading of the clock; it keeps no zone.
SELECT CAST('2026-01-01 00:00:00+01' AS TIMESTAMP WITH TIME ZONE);
-- There are no numbers without a sign.
SELECT CAST(1 AS INT UNSIGNED);
-- Months have no length in days, so that such an interval has no order.
SELECT INTERVAL '1 month 2 days';
-- The entries of a map have no order.
SELECT m < m FROM orders;
-- For that they would have to be compared.
SELECT DISTINCT m FROM orders;
-- A conversion within an array fails or not; half of it cannot be NULL.
SELECT TRY_CAST('[1]' AS INT ARRAY);

# Functions and operators
-- A power here, an exclusive OR there.
SELECT 2 ^ 3;
-- Division of whole numbers here, a comment there.
SELECT 7 // 2;
-- To base 10 here, to base e there.
SELECT LOG(10);
-- The whole of what is found here, its first group there.
SELECT REGEXP_EXTRACT('a1', '[0-9]');
-- Sunday is 0 here and 1 there.
SELECT EXTRACT(DOW FROM day) FROM orders;
-- Its value is months and days at once.
SELECT AGE(placed, placed) FROM orders;
-- Each evaluation gives another value, and a row that is taken back must be the one that was given.
SELECT RAND();
-- The same.
SELECT RANDOM();
-- There is no user.
SELECT CURRENT_USER;
-- Calcite's function knows milliseconds, and the microseconds would be lost.
SELECT TIMESTAMP_TRUNC(placed, HOUR) FROM orders;
-- The pattern is read once, not for each row.
SELECT DATE_FORMAT(placed, customer) FROM orders;
-- The unit is read once, not for each row.
SELECT DATE_TRUNC(customer, placed) FROM orders;
