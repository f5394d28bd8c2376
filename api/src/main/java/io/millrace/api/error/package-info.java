/**
 * The one exception, its codes, and the report a person reads.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.error;

import org.jspecify.annotations.NullMarked;
