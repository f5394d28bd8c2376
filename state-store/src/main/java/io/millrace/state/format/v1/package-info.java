/**
 * Step 8: how state is written, version 1. This text is the specification.
 *
 * <p><b>Record.</b> The body of an epoch's record in the log is the version (one byte, 1) and then
 * sections. Numbers are big-endian unless told otherwise; a <em>varint</em> has seven bits a byte,
 * low first. A section holds changes of one table, as absolute values, for some of its keys:
 *
 * <pre>
 * kind           byte     {@link io.millrace.state.format.v1.ChangeKind}
 * operator       varint length, UTF-8
 * table          varint length, UTF-8
 * signature      long     of the table's types, words and horizon; it must fit at recovery
 * schema version byte     1; the first byte of every value in the store behind the log
 * key bytes      int      of every key, 0 if they differ
 * words          varint   of every value
 * flags          byte     1 if values have more than words, plus 2 if the keys are new: in no
 *                         record before, or their removal in the last that has them, plus 4 if
 *                         it is certain that the others are not; early releases left that open
 * entries        int
 * length         int      bytes of what follows
 * blocks
 * </pre>
 *
 * <p>A block has up to 1024 entries: their number as varint, then for each word of a value the
 * number of bytes it takes in this block (one byte each, 1 to 8), then the entries. An entry is a
 * key (a varint length before it unless all are alike), the words (little-endian, two's complement,
 * cut to their bytes), and, if extended, a varint length and that many bytes which the table's
 * extensions wrote one after the other.
 *
 * <p>The sections that concern a key come in the order in which they must be applied: removals of
 * its values and their group, its removal, itself, its values. So a key that was removed and made
 * again is there with its new values only.
 *
 * <p><b>Keys.</b> The key group (two bytes), the horizon if the table has one (eight bytes, sign
 * bit flipped), then the columns. A nullable column begins with a byte, 0 for NULL, else 1; behind
 * NULL a column of fixed width is all zeros, text and binary are nothing. BOOLEAN is a byte. INT
 * (four bytes), LONG (eight) and INT128 (sixteen) have their sign bit flipped. DOUBLE is eight
 * bytes, all flipped if it is negative, else the sign bit alone. Of text and binary each zero byte
 * is followed by 255, and the end is two zero bytes. So keys of a group compare as bytes by horizon
 * and then as their columns do in SQL order, and no key begins another.
 *
 * <p>A value of a multiset, a row of an ordered table and a timer belong to a group, a key of
 * another table: their key is the group's and then their columns, and they have one word, weight or
 * time. The removal of a group is the group's key alone and takes all its values with it.
 *
 * <p>The columns of an ordered table's rows compare as its {@link io.millrace.state.SortOrder}s
 * say, so that the rows of a group follow each other in their order: where NULLs are last the byte
 * before them is 2, not 0; of a descending column all bytes of a value are flipped, also the zeros
 * at the end of text and binary, but not the byte that tells NULLs. The one column of a timer is
 * its number (LONG).
 *
 * <p><b>Values</b> in the store behind the log are {@link
 * io.millrace.state.format.v1.StoredValue}s.
 *
 * <p>What the bytes of a table mean, beyond what its signature can tell, is a {@link
 * io.millrace.state.format.v1.TableLayout}, which the owner of the state keeps for every signature
 * there has been. By it a {@link io.millrace.state.format.v1.TableConversion} reads what was
 * written before columns became wider. Of a key that is an INT128 now and was a LONG the key group
 * changes.
 *
 * <p>Key groups and slots of the index follow from a hash of the key that {@link
 * io.millrace.state.KeyHashing} computes alike from columns and from keys read back.
 */
@NullMarked
package io.millrace.state.format.v1;

import org.jspecify.annotations.NullMarked;
