/** Window assignment. */
@NullMarked
package io.millrace.exec.operator.window;

import org.jspecify.annotations.NullMarked;
