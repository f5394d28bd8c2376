/** Table functions over each row. */
@NullMarked
package io.millrace.exec.operator.lateral;

import org.jspecify.annotations.NullMarked;
