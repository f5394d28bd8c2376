package io.millrace.connector.format;

/**
 * Whole records in {@code data[from, to)}. The array is the decoder's: it may write to it, and what
 * it hands on may refer to it. Behind the records it has a line feed and {@link Bytes#SLACK} bytes
 * of room.
 *
 * @param offset the place of {@code data[0]} in the input
 */
public record Records(byte[] data, int from, int to, long offset) {}
