/**
 * Step 8: the log that decides epochs, and the lease on the directory it lies in. {@link
 * io.millrace.state.log.CommitLog} is the door; what a record means is its owner's business.
 *
 * <h2>Format 1</h2>
 *
 * All numbers are big-endian, all checksums CRC32C. The log is a directory of <b>segments</b>,
 * files {@code 00000001.log} and so on. A segment is made under a name that ends in {@code .tmp},
 * with all its bytes written and synced, and only then renamed; so an append changes nothing but
 * bytes that the file has already. Files {@code *.tmp} are leftovers.
 *
 * <p>A segment is divided into <b>pages</b> of 4096 bytes. Page 0 is its header:
 *
 * <pre>
 *   0  magic "MillLog" and the format's byte
 *   8  int   id of the segment, from 1 on, never used again in this directory
 *  12  int   pages of the file
 *  16  long  number of the first record
 *  24  int   id of the segment before it, 0 if none
 *  28  int   page at which the records of that segment end
 *      zeros
 * 4092 int   checksum of the bytes before it, in every format
 * </pre>
 *
 * So segments are a chain from the newest to the oldest, and each says where the one before it
 * ends. To drop the newest records means to write a segment that follows an earlier page; segments
 * that are in no chain are leftovers.
 *
 * <p>All other pages consist of eight <b>sectors</b> of 512 bytes: 504 bytes of content and a
 * <b>tag</b> of eight, the segment's id and a check: {@code checksum(id, kind) xor checksum(0, 0)},
 * of an int and a byte. Kinds: 1 a record begins, 2 it goes on, 3 the seal. A sector is
 * <i>blank</i> if its tag is zero, or the tag of a smaller id: a file may serve again under a new
 * id, with its old bytes. Any two tags, and a tag and zero, differ in six bits or more.
 *
 * <p>Page 1 is the <b>seal</b>: blank in the newest segment; in others its first sector has the tag
 * of a seal and holds the id of the next segment (int) and a checksum of id and next id. It is
 * synced before the next segment gets its first record, so that a newest segment that goes missing
 * is missed.
 *
 * <p>Records begin at page 2, each at the beginning of a page, so that what is synced shares no
 * page with what is written later. The content of its sectors, joined:
 *
 * <pre>
 *   0  long  number, one more than that of the record before it
 *   8  long  a number up to which all records were synced when this one was written
 *  16  int   length of the header
 *  20  int   length of the body
 *  24  int   checksum of header and body
 *  28  int   checksum of: id of the segment (int), page (int), the 28 bytes above
 *  32  header, body, zeros up to the end of the page
 * </pre>
 *
 * <h2>What is cut and what is damage</h2>
 *
 * A power cut loses or keeps each sector that was written and not synced; it does not mix old and
 * new bytes within one, nor touch sectors that were not written. A process that is killed while it
 * writes leaves whole pages of that. Under these assumptions a record that was not synced may be
 * whole, or have blank sectors, and nothing else. Hence, on opening the newest segment, at the
 * place where the next record would begin:
 *
 * <ul>
 *   <li>the first sector is blank: the log ends here;
 *   <li>the head is readable and some sector is blank: the record is torn, the log ends here;
 *   <li>anything else, such as a head or a content that does not fit its checksum though all
 *       sectors were written: damage.
 * </ul>
 *
 * and where the log ends it is still damage if a head further on says that the record which is not
 * there had been synced. In other segments every deviation is damage, and so is a missing segment
 * between two others. All bytes from the beginning of the first record to the end of the last are
 * covered by checksums or compared with what they must be. One to three flipped bits are always
 * found, more with a probability of 1 − 2<sup>−32</sup>.
 *
 * <p>What cannot be told from a torn record: whole sectors of the <i>newest</i> record, synced,
 * that a device has lost and reads as what was there before. What the log alone does not notice:
 * the loss of its oldest files, which look as if they had been dropped; its owner knows which
 * number it needs.
 */
@NullMarked
package io.millrace.state.log;

import org.jspecify.annotations.NullMarked;
