package io.millrace.shell.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What SLF4J finds as its binding. Own, because a start cannot wait for one: logback took 43 ms of
 * it with an archive of its classes (JDK 17, best of five), this takes 8.
 */
public final class ShellLogProvider implements SLF4JServiceProvider {
  /** The newest version of the interface that this was written for. */
  private static final String API_VERSION = "2.0.99";

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private final ILoggerFactory loggers = new Loggers();

  private static final class Loggers implements ILoggerFactory {
    private final Map<String, Logger> byName = new ConcurrentHashMap<>();
    private final LogFile file = LogFile.ofProcess();

    @Override
    public Logger getLogger(String name) {
      return byName.computeIfAbsent(name, key -> new ShellLogger(key, file, () -> System.err));
    }
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return API_VERSION;
  }

  @Override
  public void initialize() {
    // Everything is made by the constructor.
  }
}
