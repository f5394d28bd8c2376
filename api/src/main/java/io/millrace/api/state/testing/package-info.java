/** Calls functions with state without a query, for tests of the functions alone. */
@NullMarked
package io.millrace.api.state.testing;

import org.jspecify.annotations.NullMarked;
