/**
 * Step 6, code of programs: functions over the objects of rows, and over groups with what they
 * remember of each. Objects are made and taken apart by {@code exec.codec}; state is bytes in the
 * tables of {@code io.millrace.state}. Whatever a function throws ends the query as {@code
 * USER_FUNCTION_FAILED} with that as its cause.
 */
@NullMarked
package io.millrace.exec.operator.program;

import org.jspecify.annotations.NullMarked;
