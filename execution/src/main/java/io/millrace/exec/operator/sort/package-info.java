/** Step 6, ORDER BY over bounded input; {@code exec.changelog} orders what streams give. */
@NullMarked
package io.millrace.exec.operator.sort;

import org.jspecify.annotations.NullMarked;
