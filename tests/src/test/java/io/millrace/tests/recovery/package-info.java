/** Queries that die behind any step of their protocol, and go on. */
@NullMarked
package io.millrace.tests.recovery;

import org.jspecify.annotations.NullMarked;
