/**
 * Statements that nobody would write: whatever comes in, what comes out is a result or an error
 * that says whose move it is.
 */
@NullMarked
package io.millrace.tests.fuzz;

import org.jspecify.annotations.NullMarked;
