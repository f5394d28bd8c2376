/** Operators: changes in, changes out. What all of them share; each kind has its own package. */
@NullMarked
package io.millrace.exec.operator;

import org.jspecify.annotations.NullMarked;
