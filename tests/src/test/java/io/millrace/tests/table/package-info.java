/** Tables of programs: the fluent API against SQL, and Spark's examples. */
@org.jspecify.annotations.NullMarked
package io.millrace.tests.table;
