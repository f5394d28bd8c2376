/**
 * Step 6, what generated code calls: static helpers over arrays, and the few objects it keeps
 * between rows. Public only because generated classes live in another class loader.
 */
@NullMarked
package io.millrace.exec.expression.runtime;

import org.jspecify.annotations.NullMarked;
