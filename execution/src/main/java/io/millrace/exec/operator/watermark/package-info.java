/** Step 6, observation of event times, for {@code exec.watermark} to make watermarks of. */
@NullMarked
package io.millrace.exec.operator.watermark;

import org.jspecify.annotations.NullMarked;
