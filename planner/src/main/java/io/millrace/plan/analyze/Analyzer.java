package io.millrace.plan.analyze;

import static io.millrace.api.error.MillraceException.error;

import io.millrace.api.error.ErrorCode;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.SourceText;
import io.millrace.api.types.TypeKind;
import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.Derived;
import io.millrace.plan.catalog.UserFunction;
import io.millrace.plan.catalog.View;
import io.millrace.sql.statement.QueryText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;

/**
 * Parses and validates queries against a catalog. Made anew for each statement: it remembers the
 * views it is inside of.
 */
public final class Analyzer {
  /** How views become relational plans; given by the next phase. */
  public interface ViewConverter {
    RelNode convert(Analyzed view, RelOptCluster cluster, boolean keepPositions);
  }

  private final Catalog catalog;
  private final SourceText script;
  private final ViewConverter viewConverter;
  private final FunctionTable functions;
  private final RelDataTypeFactory typeFactory = new Utf8TypeFactory();
  private final CalciteCatalogReader reader;
  private final Deque<String> openViews = new ArrayDeque<>();

  public Analyzer(Catalog catalog, SourceText script, ViewConverter viewConverter) {
    this.catalog = catalog;
    this.script = script;
    this.viewConverter = viewConverter;
    this.functions = new FunctionTable(catalog);
    this.reader = CatalogSchema.reader(catalog, this, typeFactory);
  }

  public RelDataTypeFactory typeFactory() {
    return typeFactory;
  }

  /** A validated query. Errors carry the position, but not the script. */
  public Analyzed query(QueryText text) {
    try {
      return query(text, Reading.STRICT);
    } catch (MillraceException unknown) {
      Reading other;
      if (unknown.code() == ErrorCode.TABLE_NOT_FOUND) {
        other = Reading.FIELDS;
      } else if (unknown.code() == ErrorCode.COLUMN_NOT_FOUND) {
        other = Reading.ALIASES;
      } else {
        throw unknown;
      }
      try {
        return query(text, other);
      } catch (MillraceException stillUnknown) {
        throw unknown;
      }
    }
  }

  /** How names are understood; what is not strict is tried where strictness finds nothing. */
  private enum Reading {
    STRICT,
    /** What was taken for a table may be a column whose values have fields. */
    FIELDS,
    /** HAVING may name columns of the result. */
    ALIASES
  }

  private Analyzed query(QueryText text, Reading reading) {
    RecursiveTypes types = RecursiveTypes.unknown();
    for (int time = 0; time < RecursiveTypes.MOST_TIMES; time++) {
      SqlNode parsed = parsed(text, reading);
      boolean isRecursive = RecursiveQueries.prepare(parsed);
      types.apply(parsed);
      Analyzed analyzed =
          validate(rewrite(parsed), MillraceConformance.of(reading == Reading.ALIASES));
      if (!isRecursive) {
        return analyzed;
      }
      RecursiveTypes found = types.of(analyzed, typeFactory);
      if (found.isSameAs(types)) {
        return analyzed;
      }
      types = found;
    }
    throw RecursiveTypes.growing();
  }

  private SqlNode parsed(QueryText text, Reading reading) {
    SqlNode parsed =
        Objects.requireNonNull(QueryParser.query(text).accept(new PositionRepair(text)));
    parsed = Objects.requireNonNull(parsed.accept(new SchemaNames(catalog)));
    parsed = Objects.requireNonNull(parsed.accept(new AllColumns(catalog)));
    parsed = Objects.requireNonNull(parsed.accept(new TableFunctions()));
    if (reading == Reading.FIELDS) {
      parsed = Objects.requireNonNull(parsed.accept(new FieldNames()));
    }
    UnsupportedConstructs.check(parsed);
    PivotNames.apply(parsed);
    ColumnNamer.name(parsed, text);
    return parsed;
  }

  /** Scalar expressions over the columns of one relation of the catalog, as a validated SELECT. */
  public Analyzed expressions(List<QueryText> expressions, Optional<String> relation) {
    SqlNodeList columns = new SqlNodeList(SqlParserPos.ZERO);
    for (QueryText expression : expressions) {
      SqlNode parsed = QueryParser.expression(expression);
      UnsupportedConstructs.check(parsed);
      columns.add(rewrite(parsed));
    }
    SqlNode from =
        relation.<SqlNode>map(name -> WindowRewriter.column(name, SqlParserPos.ZERO)).orElse(null);
    return validated(Selects.of(SqlParserPos.ZERO, columns, from));
  }

  /** Validates a function in SQL: its body over its parameters, and their defaults. */
  public void check(UserFunction.Macro macro) {
    validated(rewritten(new MacroExpander(catalog).checked(macro)));
  }

  private SqlNode rewrite(SqlNode parsed) {
    return rewritten(new MacroExpander(catalog).expand(parsed));
  }

  private SqlNode rewritten(SqlNode expanded) {
    SqlNode grouped = Objects.requireNonNull(expanded.accept(new RepeatedGroups()));
    SqlNode merged = Objects.requireNonNull(grouped.accept(new MergedColumns()));
    SqlNode joined = Objects.requireNonNull(merged.accept(new SemiJoins()));
    SqlNode windowed =
        Objects.requireNonNull(joined.accept(new WindowRewriter(functions::isTableFunction)));
    SqlNode named = Objects.requireNonNull(windowed.accept(new MarkerRemover()));
    SqlNode closed = Objects.requireNonNull(named.accept(new LambdaCaptures()));
    SqlNode aggregated = Objects.requireNonNull(closed.accept(new AggregateRewriter()));
    SqlNode functions = Objects.requireNonNull(aggregated.accept(new FunctionRewriter()));
    return Objects.requireNonNull(functions.accept(new OverRewriter()));
  }

  private Analyzed validated(SqlNode query) {
    return validate(query, MillraceConformance.INSTANCE);
  }

  private Analyzed validate(SqlNode query, MillraceConformance conformance) {
    SqlValidator validator =
        new MillraceValidator(
            functions,
            reader,
            typeFactory,
            SqlValidator.Config.DEFAULT
                .withConformance(conformance)
                .withDefaultNullCollation(NullCollation.LOW)
                .withIdentifierExpansion(true)
                .withTypeCoercionFactory(Coercion::new));
    ValidationErrors errors = new ValidationErrors(query, validator, catalog, functions, this);
    return translated(
        errors,
        () -> {
          SqlNode validated = validator.validate(query);
          OuterAggregates.refuse(validated);
          return new Analyzed(
              validated, validator, reader, validator.getValidatedNodeType(validated));
        });
  }

  private static <R> R translated(ValidationErrors errors, Supplier<R> work) {
    try {
      return work.get();
    } catch (CalciteContextException e) {
      throw errors.translate(e);
    } catch (WindowTimeException e) {
      throw errors.translate(e);
    }
  }

  RelDataType viewRowType(View view) {
    return inside(
        view,
        () -> {
          RelDataType type = query(view.query()).rowType();
          return view.columns().isEmpty() ? type : renamed(view, type);
        });
  }

  /**
   * A program says itself what it gives, if it is not its input; no other step changes a column.
   */
  RelDataType rowType(Derived derived) {
    if (derived.step() instanceof Derived.Code code && code.program().schema().isPresent()) {
      return SqlTypes.toRowType(code.program().schema().get(), typeFactory);
    }
    return derived.input().run(() -> query(derived.input().text()).rowType());
  }

  RelNode expandView(View view, RelOptCluster cluster) {
    return inside(
        view,
        () -> viewConverter.convert(query(view.query()), cluster, view.script().equals(script)));
  }

  /** The names of the columns of a relation or view; empty if the name means nothing. */
  List<String> columnsOf(String table) {
    return catalog
        .find(table)
        .map(object -> new CatalogTable(object, this).getRowType(typeFactory).getFieldNames())
        .orElse(List.of());
  }

  private RelDataType renamed(View view, RelDataType type) {
    if (view.columns().size() != type.getFieldCount()) {
      throw error(
              ErrorCode.QUERY_INVALID,
              "view "
                  + view.name()
                  + " names "
                  + view.columns().size()
                  + " columns, and its query has "
                  + type.getFieldCount())
          .at(view.query().position())
          .hint("create the view anew, with a name for each column of its query, or none")
          .build();
    }
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    List<RelDataTypeField> fields = new ArrayList<>(type.getFieldList());
    for (int i = 0; i < fields.size(); i++) {
      builder.add(view.columns().get(i), fields.get(i).getType());
    }
    return builder.build();
  }

  private <R> R inside(View view, Supplier<R> work) {
    String name = view.name().toLowerCase(Locale.ROOT);
    if (openViews.contains(name)) {
      throw error(ErrorCode.QUERY_INVALID, "view " + view.name() + " reads itself")
          .at(view.query().position())
          .in(view.script())
          .build();
    }
    openViews.push(name);
    try {
      return work.get();
    } catch (MillraceException e) {
      throw e.in(view.script());
    } finally {
      openViews.pop();
    }
  }

  /** Types whose text is UTF-8. */
  private static final class Utf8TypeFactory extends JavaTypeFactoryImpl {
    Utf8TypeFactory() {
      super(new MillraceTypeSystem());
    }

    @Override
    public Charset getDefaultCharset() {
      return StandardCharsets.UTF_8;
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name) {
      return name == SqlTypeName.VARIANT
          ? canonize(new JsonSqlType(TypeKind.VARIANT, false))
          : super.createSqlType(name);
    }

    @Override
    public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
      return type instanceof JsonSqlType json
          ? canonize(json.withNullability(nullable))
          : super.createTypeWithNullability(type, nullable);
    }

    @Override
    public RelDataType enforceTypeWithNullability(RelDataType type, boolean nullable) {
      return type instanceof JsonSqlType
          ? createTypeWithNullability(type, nullable)
          : super.enforceTypeWithNullability(type, nullable);
    }

    /**
     * Of a number and a time there is none, though the time may be computed with. Beside JSON, text
     * is read as such; a NULL beside structs is one of them.
     */
    @Override
    @SuppressWarnings("NullAway")
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
      if (types.stream().anyMatch(JsonSqlType::is)) {
        return json(types);
      }
      boolean numbers = types.stream().anyMatch(SqlTypeUtil::isNumeric);
      boolean times = types.stream().anyMatch(SqlTypeUtil::isDatetime);
      List<RelDataType> known =
          types.stream().filter(type -> type.getSqlTypeName() != SqlTypeName.NULL).toList();
      if (known.size() < types.size() && known.stream().anyMatch(RelDataType::isStruct)) {
        RelDataType common = leastRestrictive(known, rule);
        return common == null ? null : createTypeWithNullability(common, true);
      }
      return numbers && times ? null : super.leastRestrictive(types, rule);
    }

    @SuppressWarnings("NullAway")
    private RelDataType json(List<RelDataType> types) {
      JsonSqlType found =
          (JsonSqlType) types.stream().filter(JsonSqlType::is).findFirst().orElseThrow();
      boolean nullable = false;
      for (RelDataType type : types) {
        boolean isNull = type.getSqlTypeName() == SqlTypeName.NULL;
        boolean same = type instanceof JsonSqlType json && json.kind() == found.kind();
        boolean text = SqlTypeUtil.inCharFamily(type) && found.kind() != TypeKind.VARIANT;
        if (!isNull && !same && !text) {
          return null;
        }
        nullable |= isNull || type.isNullable();
      }
      return createTypeWithNullability(found, nullable);
    }
  }
}
