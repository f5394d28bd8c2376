package io.millrace.exec.session.context;

import org.slf4j.LoggerFactory;

/**
 * Where logs go: to the program's SLF4J provider, if it has one. Without one they go nowhere, and
 * SLF4J would say so on standard error, which belongs to the program.
 */
public final class Logs {
  private static final String PROVIDERS = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
  private static final String PROVIDER = "slf4j.provider";
  private static final String VERBOSITY = "slf4j.internal.verbosity";

  private Logs() {}

  /** To be called before anything logs; does nothing if something has, or may be heard. */
  public static void quietWithoutProvider() {
    ClassLoader loader = LoggerFactory.class.getClassLoader();
    boolean heard =
        System.getProperty(PROVIDER) != null
            || System.getProperty(VERBOSITY) != null
            || loader == null
            || loader.getResource(PROVIDERS) != null;
    if (heard) {
      return;
    }
    // read once, when SLF4J looks for providers
    System.setProperty(VERBOSITY, "ERROR");
    try {
      LoggerFactory.getILoggerFactory();
    } finally {
      System.clearProperty(VERBOSITY);
    }
  }
}
