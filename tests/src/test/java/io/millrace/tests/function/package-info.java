/** Functions of the user's, in SQL and in Java. */
package io.millrace.tests.function;
