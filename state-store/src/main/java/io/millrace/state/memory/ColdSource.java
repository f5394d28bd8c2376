package io.millrace.state.memory;

import java.util.function.Function;

/**
 * The store on disk behind an operator's partition.
 *
 * @param tables its tables by name
 * @param firstGroup the partition's first key group
 * @param endGroup the key group behind its last
 * @param epoch the newest that is in the store, which has nothing of later ones
 * @param unread whether all tables are to be taken from there; else they are in memory as a whole
 */
public record ColdSource(
    Function<String, StoredTable> tables,
    int firstGroup,
    int endGroup,
    long epoch,
    boolean unread) {}
