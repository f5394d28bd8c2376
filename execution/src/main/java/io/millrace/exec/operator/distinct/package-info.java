/** DISTINCT. */
@NullMarked
package io.millrace.exec.operator.distinct;

import org.jspecify.annotations.NullMarked;
