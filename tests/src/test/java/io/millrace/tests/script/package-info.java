/**
 * The test language: SQL scripts with directives ({@code docs/reference/test-language.md}), run by
 * {@link io.millrace.tests.script.SqlScriptsTest} over parallelism and over cuts of their input.
 */
@NullMarked
package io.millrace.tests.script;

import org.jspecify.annotations.NullMarked;
