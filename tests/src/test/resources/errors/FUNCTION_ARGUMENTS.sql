CREATE FUNCTION plus AS 'io.millrace.tests.function.Functions$Plus';
CREATE TABLE orders (id INT, customer STRING);
SELECT id, plus(customer, 1) FROM orders;
