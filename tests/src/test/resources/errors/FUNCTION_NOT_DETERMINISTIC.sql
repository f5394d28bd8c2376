CREATE FUNCTION next_number AS 'io.millrace.tests.function.Functions$NextNumber';
CREATE TABLE orders (id INT, customer STRING);
SELECT customer, next_number() AS number
  FROM (SELECT customer, count(*) AS n FROM orders GROUP BY customer) AS counted;
