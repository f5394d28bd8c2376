package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Every function by name: our own first, then the standard's, then those of Calcite's libraries, of
 * which the first that knows the name wins. The libraries are loaded only when a name is found
 * nowhere else.
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

  private final OwnFunctions own = new OwnFunctions();

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
    if (name.isSimple() && syntax.family == SqlSyntax.FUNCTION) {
      List<SqlFunction> found = own.find(name.getSimple());
      if (!found.isEmpty()) {
        operators.addAll(found);
        return;
      }
    }
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
    all.add(WindowTableFunction.INSTANCE);
    all.add(SqlLibraryOperators.SAFE_CAST);
    all.add(SqlLibraryOperators.TRY_CAST);
    all.addAll(SqlStdOperatorTable.instance().getOperatorList());
    return all;
  }

  /** The names of all functions, sorted, in upper case. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    functions().forEach(function -> names.add(function.getName().toUpperCase(Locale.ROOT)));
    return names;
  }

  /** Every function with a name that is a word; of those of one name the first is found. */
  List<SqlFunction> functions() {
    List<SqlFunction> functions = new ArrayList<>(own.all());
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
