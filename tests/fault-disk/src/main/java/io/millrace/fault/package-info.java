/**
 * A file system for tests that loses, tears and refuses what it is given, as real ones do when the
 * power goes. Code under test uses it by nothing but its paths.
 *
 * <pre>
 *   FaultDisk disk = new FaultDisk(directory, seed);
 *   Path root = disk.mount();
 *   disk.crashAt(17, Crash.POWER_CUT);
 *   …                                    // from its operation 17 on everything throws
 *   root = disk.mount();                 // what survived, in the same directory
 * </pre>
 *
 * <p>Bytes go to real files at once, below the directory of the disk, so that native libraries can
 * use them too ({@code toFile()}, {@code toString()}); what those do is not tampered with. Beside
 * them the disk keeps what a power cut would bring back. Its rules are a journaling file system's,
 * on the side of harshness:
 *
 * <ul>
 *   <li>Bytes written and not forced survive or not by sectors of 512 or 4096 bytes, in any
 *       combination; within a sector old and new bytes do not mix. Lost ones are what they were at
 *       the last force, or zero.
 *   <li>A length not forced may be the old one, the new one, or one between them.
 *   <li>Names created, renamed and deleted survive in the order in which it happened, up to some
 *       point; a force of the directory puts that point behind all it has seen in it. A force of
 *       the file itself does not (on ext4 it does; nothing says that it must).
 *   <li>After a force that failed the bytes can still be read, no later force writes them, and a
 *       power cut loses them.
 *   <li>A process that is killed loses nothing but the end of the write it is in. Where a write
 *       ends early, for this or another reason, is at the end of a page, if the bytes come from
 *       pages of memory that begin where those of the file do; anywhere if not.
 * </ul>
 */
@NullMarked
package io.millrace.fault;

import org.jspecify.annotations.NullMarked;
