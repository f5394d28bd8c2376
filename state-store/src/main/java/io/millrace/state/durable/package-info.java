/**
 * Step 8: state that survives. Tables are in memory ({@code io.millrace.state.memory}), the hash
 * table being the state; what changed is written into one record of a log ({@code
 * io.millrace.state.log}) for each epoch, in the form of {@code io.millrace.state.format.v1}. Old
 * epochs move into a store by key ({@code io.millrace.state.rocksdb}), and what is there may leave
 * memory: docs/design/012-state-larger-than-memory.md.
 */
@NullMarked
package io.millrace.state.durable;

import org.jspecify.annotations.NullMarked;
