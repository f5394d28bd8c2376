/** Step 6, reading: chunks of sources ({@code api.connector}) become batches. */
@NullMarked
package io.millrace.exec.operator.source;

import org.jspecify.annotations.NullMarked;
