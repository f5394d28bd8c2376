/**
 * A sink that throws everything away.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.connector.noop;

import org.jspecify.annotations.NullMarked;
