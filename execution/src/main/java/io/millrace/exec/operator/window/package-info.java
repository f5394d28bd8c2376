/** Step 6, window assignment: rows get the start and the end of the windows they belong to. */
@NullMarked
package io.millrace.exec.operator.window;

import org.jspecify.annotations.NullMarked;
