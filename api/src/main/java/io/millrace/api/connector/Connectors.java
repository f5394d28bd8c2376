package io.millrace.api.connector;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourcePosition;
import io.millrace.api.error.Suggestions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The connectors a session can use, by name. Loads them at the first question. */
public final class Connectors {
  private final Optional<ClassLoader> programs;
  private Map<String, Connector> byName = Map.of();

  /**
   * All connectors that come with Millrace, and those that the program's class loader offers
   * through {@link ServiceLoader}, which go before them if they have the same name.
   */
  public Connectors(Optional<ClassLoader> programs) {
    this.programs = programs.filter(Connectors::isOurs);
  }

  /** Whether what a class loader offers are connectors to us; it may know another Millrace. */
  private static boolean isOurs(ClassLoader loader) {
    try {
      return loader.loadClass(Connector.class.getName()) == Connector.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private synchronized Map<String, Connector> all() {
    if (byName.isEmpty()) {
      Map<String, Connector> found = new TreeMap<>();
      ClassLoader own = Connectors.class.getClassLoader();
      load(own, found);
      programs.filter(loader -> loader != own).ifPresent(loader -> load(loader, found));
      byName = found;
    }
    return byName;
  }

  private static void load(ClassLoader loader, Map<String, Connector> found) {
    Set<Class<?>> known = new HashSet<>();
    found.values().forEach(connector -> known.add(connector.getClass()));
    ServiceLoader.load(Connector.class, loader).stream()
        .filter(offered -> !known.contains(offered.type()))
        .map(ServiceLoader.Provider::get)
        .forEach(connector -> found.put(connector.name(), connector));
  }

  /** Every connector, in the order of names. */
  public Collection<Connector> list() {
    return List.copyOf(all().values());
  }

  /**
   * The connector of that name as source.
   *
   * @throws MillraceException CONNECTOR_NOT_FOUND
   */
  public Connector.SourceConnector source(String name, Optional<SourcePosition> position) {
    if (require(name, position) instanceof Connector.SourceConnector source) {
      return source;
    }
    throw notFound(name, position, c -> c instanceof Connector.SourceConnector, "read");
  }

  /**
   * The connector of that name as sink.
   *
   * @throws MillraceException CONNECTOR_NOT_FOUND
   */
  public Connector.SinkConnector sink(String name, Optional<SourcePosition> position) {
    if (require(name, position) instanceof Connector.SinkConnector sink) {
      return sink;
    }
    throw notFound(name, position, c -> c instanceof Connector.SinkConnector, "written");
  }

  /** The connector of that name, in any case. */
  public Optional<Connector> find(String name) {
    return Optional.ofNullable(all().get(name.toLowerCase(Locale.ROOT)));
  }

  private Connector require(String name, Optional<SourcePosition> position) {
    return find(name).orElseThrow(() -> notFound(name, position, c -> true, "used"));
  }

  private MillraceException notFound(
      String name,
      Optional<SourcePosition> position,
      Function<Connector, Boolean> fits,
      String use) {
    List<String> names = list().stream().filter(fits::apply).map(Connector::name).toList();
    MillraceException.Builder error = error(ErrorCode.CONNECTOR_NOT_FOUND, name).at(position);
    Suggestions.nearest(name, names)
        .ifPresent(near -> error.hint("did you mean \"" + near + "\"?"));
    return error.hint("connectors that can be " + use + ": " + String.join(", ", names)).build();
  }
}
