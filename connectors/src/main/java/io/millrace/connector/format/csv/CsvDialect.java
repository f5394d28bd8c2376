package io.millrace.connector.format.csv;

/**
 * How delimited text is written.
 *
 * @param header whether the first line names the columns
 * @param delimiter what stands between fields
 * @param quote what stands around a field that contains special characters
 * @param escape what stands before a quote inside quotes; the quote itself, doubled, by default
 * @param nullValue the text of a field that is NULL
 */
record CsvDialect(boolean header, byte delimiter, byte quote, byte escape, byte[] nullValue) {}
