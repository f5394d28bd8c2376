/**
 * Writes the Java source of a filter and projection, and has Janino compile it. Reached only by
 * calcs that compute something, so that a query without one never loads the compiler.
 *
 * <p>{@link io.millrace.exec.expression.codegen.CalcGenerator} is the door; one class for each
 * family of functions writes their code.
 */
@NullMarked
package io.millrace.exec.expression.codegen;

import org.jspecify.annotations.NullMarked;
