package io.millrace.exec.session;

import io.millrace.api.catalog.Catalog;
import io.millrace.api.catalog.CatalogColumn;
import io.millrace.api.catalog.CatalogConnector;
import io.millrace.api.catalog.CatalogFunction;
import io.millrace.api.catalog.CatalogSetting;
import io.millrace.api.catalog.CatalogTable;
import io.millrace.api.completion.Completion;
import io.millrace.api.completion.Proposal;
import io.millrace.api.completion.Proposal.Kind;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.error.MillraceException;
import io.millrace.exec.session.context.QueryEntry;
import io.millrace.exec.session.context.SessionContext;
import io.millrace.exec.session.context.SettingSpec;
import io.millrace.sql.complete.CompletionPlace;
import io.millrace.sql.complete.Want;
import io.millrace.sql.parse.StatementBeginning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names what fits at a place of a script, from what the session knows. */
final class Completions {
  private static final List<String> TYPES =
      List.of(
          "BIGINT",
          "BOOLEAN",
          "DATE",
          "DECIMAL",
          "DOUBLE",
          "FLOAT",
          "INT",
          "REAL",
          "SMALLINT",
          "STRING",
          "TIMESTAMP",
          "TIMESTAMP_LTZ",
          "TINYINT",
          "VARBINARY",
          "VARCHAR");

  /** Functions that are written without parentheses. */
  private static final Set<String> BARE =
      Set.of("CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP");

  private final Catalog catalog;
  private final SessionContext session;
  private final CompletionPlace place;
  private final Map<String, Proposal> proposals = new LinkedHashMap<>();

  private Completions(Catalog catalog, SessionContext session, CompletionPlace place) {
    this.catalog = catalog;
    this.session = session;
    this.place = place;
  }

  /** What fits. */
  static Completion at(Catalog catalog, SessionContext session, String script, int cursor) {
    CompletionPlace place = CompletionPlace.of(script, cursor);
    Completions completions = new Completions(catalog, session, place);
    boolean path = false;
    for (Want want : place.wants()) {
      path |= want instanceof Want.FilePath;
      if (want instanceof Want.OptionValue value && completions.namesFile(value.option())) {
        path = true;
      }
      completions.add(want);
    }
    List<Proposal> found = new ArrayList<>(completions.proposals.values());
    found.sort(Comparator.comparing(Proposal::kind));
    return new Completion(place.start(), found, path);
  }

  /** Options that name files have no kind of their own; their names say it. */
  private boolean namesFile(String option) {
    return place.quoted()
        && (option.equals("path") || option.endsWith(".path") || option.endsWith("location"));
  }

  private void add(Want want) {
    if (want instanceof Want.Keyword keyword) {
      keyword(keyword.text(), Kind.KEYWORD);
    } else if (want instanceof Want.Table table) {
      tables(table);
    } else if (want instanceof Want.Column column) {
      columns(column);
    } else if (want instanceof Want.Function) {
      functions();
    } else if (want instanceof Want.Connector connector) {
      connectors(connector.declaration());
    } else if (want instanceof Want.Format format) {
      formats(format.declaration());
    } else if (want instanceof Want.Option option) {
      options(option.declaration());
    } else if (want instanceof Want.OptionValue value) {
      specs(value.declaration()).stream()
          .filter(spec -> spec.name().equalsIgnoreCase(value.option()))
          .forEach(this::values);
    } else if (want instanceof Want.QueryOption option) {
      SettingSpec.ALL.stream()
          .filter(spec -> spec.perQuery() && !option.given().contains(spec.name()))
          .forEach(spec -> option(spec.option()));
    } else if (want instanceof Want.Setting) {
      for (CatalogSetting setting : catalog.listSettings()) {
        add(setting.option().name(), Kind.SETTING, setting.option().description());
      }
    } else if (want instanceof Want.SettingValue value) {
      catalog.listSettings().stream()
          .filter(setting -> setting.option().name().equalsIgnoreCase(value.name()))
          .forEach(setting -> values(setting.option()));
    } else if (want instanceof Want.Query query) {
      session.queries().list().stream()
          .filter(entry -> entry.query().isActive() ? query.running() : query.ended())
          .forEach(this::query);
    } else if (want instanceof Want.Type) {
      TYPES.forEach(type -> keyword(type, Kind.TYPE));
    }
  }

  private void query(QueryEntry entry) {
    name(entry.query().name(), Kind.QUERY, entry.query().status().message());
  }

  private void tables(Want.Table want) {
    want.others().forEach(name -> name(name, Kind.TABLE, "of this query"));
    for (CatalogTable table : catalog.listTables()) {
      boolean fits = want.written() ? isWritable(table) : table.readable();
      if (fits) {
        String connector = table.connector().isEmpty() ? "" : " " + table.connector();
        name(table.name(), Kind.TABLE, table.kind().name().toLowerCase(Locale.ROOT) + connector);
      }
    }
  }

  private static boolean isWritable(CatalogTable table) {
    return table.kind() == CatalogTable.Kind.TABLE || table.kind() == CatalogTable.Kind.SINK;
  }

  private void columns(Want.Column want) {
    for (String table : want.tables()) {
      if (catalog.tableExists(table)) {
        columnsOf(table).forEach(column -> name(column.name(), Kind.COLUMN, column.dataType()));
      }
    }
    want.others().forEach(name -> name(name, Kind.COLUMN, ""));
    if (want.anywhere() && !place.prefix().isEmpty()) {
      catalog.listTables().stream().filter(CatalogTable::readable).forEach(this::columnsFrom);
    }
  }

  /** Columns of a table that the query does not name yet. */
  private void columnsFrom(CatalogTable table) {
    for (CatalogColumn column : columnsOf(table.name())) {
      name(column.name(), Kind.COLUMN, column.dataType() + " of " + table.name());
    }
  }

  private List<CatalogColumn> columnsOf(String table) {
    try {
      return catalog.listColumns(table);
    } catch (MillraceException e) {
      // A view over tables that are gone: it has no columns, as its query would tell.
      return List.of();
    }
  }

  /** Only behind a first letter: all of them would hide everything else. */
  private void functions() {
    if (place.prefix().isEmpty()) {
      return;
    }
    for (CatalogFunction function : catalog.listFunctions()) {
      String name = function.name();
      if (fits(name)) {
        String text = cased(name) + (BARE.contains(name) ? "" : "(");
        proposals.putIfAbsent(
            text, new Proposal(text, Kind.FUNCTION, String.join("  ", function.signatures())));
      }
    }
  }

  private void connectors(Want.Declaration declaration) {
    for (CatalogConnector connector : catalog.listConnectors()) {
      boolean source = !declaration.kind().equals("SINK");
      boolean sink = !declaration.kind().equals("SOURCE");
      if ((source && connector.source()) || (sink && connector.sink())) {
        String formats = String.join(", ", connector.formats());
        add(connector.name(), Kind.CONNECTOR, formats.isEmpty() ? "" : "formats " + formats);
      }
    }
  }

  private void formats(Want.Declaration declaration) {
    for (CatalogConnector connector : catalog.listConnectors()) {
      if (connector.name().equals(declaration.connector()) || declaration.connector().isEmpty()) {
        connector.formats().forEach(format -> add(format, Kind.FORMAT, ""));
      }
    }
  }

  private List<OptionSpec> specs(Want.Declaration declaration) {
    CatalogTable.Kind kind = CatalogTable.Kind.valueOf(declaration.kind());
    return catalog.listOptions(declaration.connector(), kind, declaration.format());
  }

  private void options(Want.Declaration declaration) {
    for (OptionSpec spec : specs(declaration)) {
      if (!declaration.given().contains(spec.name().toLowerCase(Locale.ROOT))) {
        option(spec);
      }
    }
  }

  private void option(OptionSpec spec) {
    String needed = spec.required() ? "required: " : "";
    String standard = spec.defaultValue().map(value -> " (" + value + ")").orElse("");
    if (fits(spec.name())) {
      String text = spec.name() + (place.quoted() ? "' = " : " = ");
      proposals.putIfAbsent(
          text, new Proposal(text, Kind.OPTION, needed + spec.description() + standard));
    }
  }

  private void values(OptionSpec spec) {
    List<String> values =
        spec.kind() == OptionSpec.Kind.BOOLEAN ? List.of("true", "false") : spec.allowed();
    for (String value : values) {
      if (fits(value)) {
        boolean bare = spec.kind() == OptionSpec.Kind.BOOLEAN;
        String text = place.quoted() ? value + "'" : bare ? value : "'" + value + "'";
        proposals.putIfAbsent(text, new Proposal(text, Kind.VALUE, ""));
      }
    }
  }

  private boolean fits(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(place.prefix().toLowerCase(Locale.ROOT));
  }

  private void add(String text, Kind kind, String help) {
    if (fits(text)) {
      proposals.putIfAbsent(text, new Proposal(text, kind, help));
    }
  }

  private void keyword(String word, Kind kind) {
    add(cased(word), kind, "");
  }

  /** A word of the language as the user writes them. */
  private String cased(String word) {
    String prefix = place.prefix();
    boolean lower = !prefix.isEmpty() && prefix.equals(prefix.toLowerCase(Locale.ROOT));
    return lower ? word.toLowerCase(Locale.ROOT) : word;
  }

  private void name(String name, Kind kind, String help) {
    if (fits(name)) {
      boolean plain =
          name.matches("[A-Za-z_][A-Za-z0-9_]*") && !StatementBeginning.isReserved(name);
      String text = plain ? name : '"' + name.replace("\"", "\"\"") + '"';
      proposals.putIfAbsent(text, new Proposal(text, kind, help));
    }
  }
}
