CREATE FUNCTION sizes AS 'io.millrace.tests.function.Functions$Nothing';
