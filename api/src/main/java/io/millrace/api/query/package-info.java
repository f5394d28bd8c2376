/**
 * Queries that run: {@link io.millrace.api.query.StreamingQuery}, all of a session's together
 * ({@link io.millrace.api.query.StreamingQueryManager}) and who is told of them ({@link
 * io.millrace.api.query.StreamingQueryListener}). Below the session and the tables, both of which
 * start them.
 *
 * <p>References are never null unless marked {@code @Nullable}.
 */
@NullMarked
package io.millrace.api.query;

import org.jspecify.annotations.NullMarked;
