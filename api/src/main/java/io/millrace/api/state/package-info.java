/**
 * What a function that keeps state of its own is given: the state of a key and its timeout. {@code
 * GroupStateTester} in the package below calls such functions without a query.
 */
@NullMarked
package io.millrace.api.state;

import org.jspecify.annotations.NullMarked;
