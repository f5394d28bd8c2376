/**
 * Lines of text from a TCP server. Not replayable.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.socket;

import org.jspecify.annotations.NullMarked;
