package io.millrace.plan.analyze;

import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.UserFunction.JavaTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Every function by name: our own first, then the user's, the standard's, and those of Calcite's
 * libraries, of which the first that knows the name wins. The libraries are loaded only when a name
 * is found nowhere else.
 */
public final class FunctionTable implements SqlOperatorTable {
  private static final List<SqlLibrary> LIBRARIES =
      List.of(
          SqlLibrary.SPARK,
          SqlLibrary.POSTGRESQL,
          SqlLibrary.CALCITE,
          SqlLibrary.BIG_QUERY,
          SqlLibrary.MYSQL,
          SqlLibrary.SNOWFLAKE,
          SqlLibrary.ORACLE,
          SqlLibrary.MSSQL,
          SqlLibrary.HIVE,
          SqlLibrary.CLICKHOUSE);

  /** What is rewritten before anything is looked up. */
  private static final Set<String> WINDOWS =
      Set.of(
          "TUMBLE",
          "HOP",
          "WINDOW",
          "SESSION",
          "SESSION_WINDOW",
          "CUMULATE",
          "DESCRIPTOR",
          "IF",
          "IFF",
          "NVL",
          "IFNULL",
          "SHA2",
          "TRUNC",
          "DATEADD",
          "TIMESTAMPADD",
          "TIMESTAMPDIFF");

  private final OwnFunctions own = new OwnFunctions();
  private final Catalog catalog;

  /**
   * @param catalog that holds the user's functions, which come behind those there are
   */
  public FunctionTable(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> operators,
      SqlNameMatcher matcher) {
    if (name.isSimple() && name.getSimple().equals(WindowTableFunction.NAME)) {
      operators.add(WindowTableFunction.INSTANCE);
      return;
    }
    for (NestedOperator operator : List.of(NestedOperators.SERIES, NestedOperators.TO_TEXT)) {
      if (name.isSimple() && name.getSimple().equals(operator.getName())) {
        operators.add(operator);
        return;
      }
    }
    if (name.isSimple() && TableFunctions.find(name.getSimple()).isPresent()) {
      operators.add(TableFunctions.find(name.getSimple()).get());
      return;
    }
    if (name.isSimple() && syntax.family == SqlSyntax.FUNCTION) {
      List<SqlFunction> found = own.find(name.getSimple());
      OwnAggregates.find(name.getSimple()).ifPresent(operators::add);
      operators.addAll(found);
      if (!operators.isEmpty()) {
        return;
      }
    }
    if (name.isSimple() && syntax.family == SqlSyntax.FUNCTION) {
      // a name is never given to two functions, so it does not matter where it is looked up first
      Optional<SqlFunction> users =
          catalog.findFunction(name.getSimple()).flatMap(UserOperators::of);
      if (users.isPresent()) {
        operators.add(users.get());
        return;
      }
    }
    lookupBuiltIn(name, category, syntax, operators, matcher);
  }

  private static void lookupBuiltIn(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> operators,
      SqlNameMatcher matcher) {
    SqlStdOperatorTable.instance()
        .lookupOperatorOverloads(name, category, syntax, operators, matcher);
    if (!operators.isEmpty()) {
      return;
    }
    for (SqlLibrary library : LIBRARIES) {
      SqlLibraryOperatorTableFactory.INSTANCE
          .getOperatorTable(EnumSet.of(library), false)
          .lookupOperatorOverloads(name, category, syntax, operators, matcher);
      if (!operators.isEmpty()) {
        return;
      }
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    List<SqlOperator> all = new ArrayList<>(own.all());
    all.addAll(OwnAggregates.all());
    all.add(WindowTableFunction.INSTANCE);
    all.add(SqlLibraryOperators.SAFE_CAST);
    all.add(SqlLibraryOperators.TRY_CAST);
    all.addAll(SqlStdOperatorTable.instance().getOperatorList());
    return all;
  }

  /** Whether the user has made a table function of that name, in Java. */
  boolean isTableFunction(String name) {
    return TableFunctions.find(name.toUpperCase(Locale.ROOT)).isPresent()
        || catalog.findFunction(name).filter(JavaTable.class::isInstance).isPresent();
  }

  /** Whether a function that is built in has that name. */
  public boolean isBuiltIn(String name) {
    if (!own.find(name).isEmpty()
        || OwnAggregates.find(name).isPresent()
        || FunctionTemplates.names().contains(name)) {
      return true;
    }
    List<SqlOperator> found = new ArrayList<>();
    lookupBuiltIn(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        null,
        SqlSyntax.FUNCTION,
        found,
        SqlNameMatchers.withCaseSensitive(false));
    return !found.isEmpty() || WINDOWS.contains(name.toUpperCase(Locale.ROOT));
  }

  /** The names of all functions, sorted; a name is found in any case. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    catalog.functions().forEach(function -> names.add(function.name()));
    names.addAll(builtIn());
    return names;
  }

  /** The names of all functions that are built in, sorted, in upper case. */
  public Set<String> builtIn() {
    Set<String> names = new TreeSet<>();
    functions().forEach(function -> names.add(function.getName().toUpperCase(Locale.ROOT)));
    return names;
  }

  /** Every function with a name that is a word; of those of one name the first is found. */
  List<SqlFunction> functions() {
    List<SqlFunction> functions = new ArrayList<>(own.all());
    functions.addAll(OwnAggregates.all());
    addWords(SqlStdOperatorTable.instance().getOperatorList(), functions);
    for (SqlLibrary library : LIBRARIES) {
      addWords(
          SqlLibraryOperatorTableFactory.INSTANCE
              .getOperatorTable(EnumSet.of(library), false)
              .getOperatorList(),
          functions);
    }
    return functions;
  }

  private static void addWords(List<SqlOperator> operators, List<SqlFunction> functions) {
    for (SqlOperator operator : operators) {
      if (operator instanceof SqlFunction function
          && operator.getName().matches("[A-Za-z][A-Za-z0-9_]*")) {
        functions.add(function);
      }
    }
  }
}
