/**
 * The session: the one place that wires all steps together. {@link
 * io.millrace.exec.session.MillraceSession} takes statements, one class for each group of them does
 * the work ({@code DefinitionStatements}, {@code QueryStatements}, {@code InformationStatements}),
 * {@code QueryPlanning} gives planned queries their name, trigger and settings, and {@link
 * io.millrace.exec.session.QueryOpener} makes of a plan what {@code exec.query} runs. Found by
 * programs through {@link io.millrace.exec.session.SessionProvider}.
 */
@NullMarked
package io.millrace.exec.session;

import org.jspecify.annotations.NullMarked;
