CREATE FUNCTION size AS 'io.millrace.tests.function.Functions$Nothing';
