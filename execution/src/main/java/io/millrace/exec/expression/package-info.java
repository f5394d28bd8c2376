/**
 * Step 6: compiles expressions to loops over arrays. One generated class for each filter and
 * projection; plain column references and constants need none. Neighbours: {@code plan.expression}
 * gives the expressions, {@code exec.operator.calc} runs the loops.
 */
@NullMarked
package io.millrace.exec.expression;

import org.jspecify.annotations.NullMarked;
