/**
 * Step 8: state that survives. Tables are in memory ({@code io.millrace.state.memory}), the hash
 * table being the state; what changed is written into one record of a log ({@code
 * io.millrace.state.log}) for each epoch, in the form of {@code io.millrace.state.format.v1}.
 */
@NullMarked
package io.millrace.state.durable;

import org.jspecify.annotations.NullMarked;
