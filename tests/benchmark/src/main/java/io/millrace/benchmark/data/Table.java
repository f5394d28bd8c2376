package io.millrace.benchmark.data;

/** The tables of Nexmark. */
public enum Table {
  PERSON("person", 1),
  AUCTION("auction", EventNumbers.AUCTIONS_OF_BLOCK),
  BID("bid", EventNumbers.BLOCK - 1 - EventNumbers.AUCTIONS_OF_BLOCK);

  private final String directory;
  private final int rowsOfBlock;

  Table(String directory, int rowsOfBlock) {
    this.directory = directory;
    this.rowsOfBlock = rowsOfBlock;
  }

  /** Its name, and that of the directory with its files. */
  public String directory() {
    return directory;
  }

  /** Its rows among so many events, which are whole blocks. */
  public long rows(long events) {
    return events / EventNumbers.BLOCK * rowsOfBlock;
  }
}
