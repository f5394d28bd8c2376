package io.millrace.state.format.v1;

import io.millrace.state.StateInput;
import java.util.Optional;

/**
 * Reads the body of an epoch's record, section by section, block by block. What is not a record
 * ends in an {@link IllegalArgumentException} or {@link IndexOutOfBoundsException}. Not
 * thread-safe.
 */
public final class ChangeRecordReader {
  private final StateInput input = new StateInput();
  private final ChangeBlock block = new ChangeBlock();
  private SectionHeader header =
      new SectionHeader(ChangeKind.KEY_PUT, "", "", 0, KeyCodec.VARIABLE, 0, false, false);
  private WordWidths widths = new WordWidths(0);
  private int sectionEnd;
  private int entriesLeft;

  /** Begins a record. */
  public void begin(byte[] body) {
    begin(body, body.length);
  }

  /** Begins a record that is the first bytes of an array. */
  public void begin(byte[] body, int length) {
    input.set(body, 0, length);
    int version = input.readByte();
    if (version != ChangeRecordWriter.VERSION) {
      throw new IllegalArgumentException("the record has version " + version);
    }
    sectionEnd = input.position();
  }

  /** The next section, wherever the last one was left; empty at the end. */
  public Optional<SectionHeader> nextSection() {
    input.skip(sectionEnd - input.position());
    if (input.remaining() == 0) {
      return Optional.empty();
    }
    header = SectionHeader.read(input);
    int words = header.words();
    entriesLeft = input.readInt();
    int length = input.readInt();
    if (length < 0 || length > input.remaining()) {
      throw new IllegalArgumentException("a section of " + length + " bytes");
    }
    sectionEnd = input.position() + length;
    widths = new WordWidths(words);
    if (block.words.length < words * ChangeBlock.MAX_ENTRIES) {
      block.words = new long[words * ChangeBlock.MAX_ENTRIES];
    }
    return Optional.of(header);
  }

  /** Reads the next block of the section; false at its end. */
  public boolean nextBlock() {
    if (input.position() == sectionEnd) {
      if (entriesLeft != 0) {
        throw new IllegalArgumentException("a section lacks " + entriesLeft + " entries");
      }
      return false;
    }
    int count = input.readVarInt();
    if (count < 0 || count > ChangeBlock.MAX_ENTRIES) {
      throw new IllegalArgumentException("a block of " + count + " entries");
    }
    entriesLeft -= count;
    block.bytes = input.array();
    block.count = count;
    input.skip(widths.read(input.array(), input.position()) - input.position());
    if (header.keyBytes() != KeyCodec.VARIABLE && !header.extended()) {
      readFixed(count);
    } else {
      readVariable(count);
    }
    return true;
  }

  private void readFixed(int count) {
    byte[] bytes = input.array();
    int keyBytes = header.keyBytes();
    int words = header.words();
    int at = input.position();
    for (int i = 0; i < count; i++) {
      block.keyStarts[i] = at;
      block.keyLengths[i] = keyBytes;
      at = widths.get(bytes, at + keyBytes, block.words, i * words);
    }
    input.skip(at - input.position());
  }

  private void readVariable(int count) {
    byte[] bytes = input.array();
    int words = header.words();
    for (int i = 0; i < count; i++) {
      int length = header.keyBytes() == KeyCodec.VARIABLE ? input.readVarInt() : header.keyBytes();
      block.keyLengths[i] = length;
      block.keyStarts[i] = input.skip(length);
      int end = widths.get(bytes, input.position(), block.words, i * words);
      input.skip(end - input.position());
      if (header.extended()) {
        int extension = input.readVarInt();
        block.extensionLengths[i] = extension;
        block.extensionStarts[i] = input.skip(extension);
      }
    }
  }

  /** What {@link #nextBlock} read. */
  public ChangeBlock block() {
    return block;
  }
}
