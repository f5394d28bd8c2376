/** Step 6, LIMIT in the order of arrival. */
@NullMarked
package io.millrace.exec.operator.limit;

import org.jspecify.annotations.NullMarked;
