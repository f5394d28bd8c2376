/**
 * What a function that keeps state of its own is given: the state of a key and its timeout. {@link
 * io.millrace.api.state.GroupStateTester} calls such functions without a query.
 */
@NullMarked
package io.millrace.api.state;

import org.jspecify.annotations.NullMarked;
