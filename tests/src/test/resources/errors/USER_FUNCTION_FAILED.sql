CREATE FUNCTION ask AS 'io.millrace.tests.function.Functions$Failing';
CREATE TABLE orders (id INT, customer STRING);
INSERT INTO orders VALUES (1, 'ada');
SELECT id,
       ask(customer) AS answer
  FROM orders;
