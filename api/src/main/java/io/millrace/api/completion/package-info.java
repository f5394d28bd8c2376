/**
 * What fits at a place of a script that is being written: for prompts and editors.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.completion;

import org.jspecify.annotations.NullMarked;
