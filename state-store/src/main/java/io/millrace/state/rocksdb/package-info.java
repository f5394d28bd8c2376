/**
 * Step 8: the store behind the log, a RocksDB database. It holds what released epochs left, by key,
 * and is written by one thread in the background. It is opened, and its native library loaded, only
 * once there is something to write or to read.
 *
 * <p>Format, version 1: a column family for each table, named operator, slash, table, whose keys
 * and values are those of {@code io.millrace.state.format.v1}. The family {@code meta} holds
 *
 * <pre>
 * version          byte   1
 * applied          long   all epochs up to this one are in the database
 * applying         long   of epochs up to this one something may be
 * table/⟨family⟩          the family's table: a section header of format.v1, of no entries
 * rows/⟨table⟩            how many keys of each of the 1024 key groups the table has: varints.
 *                         Written with every change of the table; missing if only earlier
 *                         releases wrote it
 * </pre>
 *
 * <p>A table whose columns have become wider moves once: all of it is written into a family that is
 * named as the table, {@code @}, and the new signature, and flushed; then one write puts the new
 * {@code table/} entry in the place of the old. A family without such an entry is a leftover.
 *
 * <p>There is no log of RocksDB's own; families are flushed together, so that what a crash leaves
 * is a state between two writes. A write says in {@code applying} how far it will go before it
 * changes anything, and in {@code applied} that it got there after it has changed everything.
 * Between the two a key may be there without its values, or values without their key; whoever opens
 * the database then finishes what was begun, from the log, before anything is read.
 */
@NullMarked
package io.millrace.state.rocksdb;

import org.jspecify.annotations.NullMarked;
