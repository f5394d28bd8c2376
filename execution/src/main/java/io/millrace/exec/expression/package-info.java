/**
 * Compiles expressions to loops over arrays. One generated class for each filter and projection;
 * plain column references and constants need none.
 */
@NullMarked
package io.millrace.exec.expression;

import org.jspecify.annotations.NullMarked;
