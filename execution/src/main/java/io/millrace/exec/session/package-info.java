/**
 * The session: the one place that wires all steps together. {@link
 * io.millrace.exec.session.MillraceSession} takes statements, and one class for each group of them
 * does the work: those that say what the catalog has ({@code definition}), change tables ({@code
 * table}), or run queries ({@code query}); programs' tables come through {@code fluent}. They meet
 * in {@code context}. Found by programs through {@link io.millrace.exec.session.SessionProvider}.
 */
@NullMarked
package io.millrace.exec.session;

import org.jspecify.annotations.NullMarked;
