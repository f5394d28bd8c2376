/**
 * Tables of programs ({@link io.millrace.api.table}) as this engine has them: every method makes a
 * larger tree, and those that run something hand it to the {@link io.millrace.exec.fluent.Engine},
 * which the session is.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.exec.fluent;

import org.jspecify.annotations.NullMarked;
