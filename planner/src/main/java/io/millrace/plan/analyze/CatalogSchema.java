package io.millrace.plan.analyze;

import io.millrace.plan.catalog.Catalog;
import io.millrace.plan.catalog.CatalogObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlIdentifier;

/** The catalog as Calcite sees it: one schema, names without regard to case. */
final class CatalogSchema extends AbstractSchema {
  private final Catalog catalog;
  private final Analyzer analyzer;
  private Map<String, Table> tables = Map.of();

  private CatalogSchema(Catalog catalog, Analyzer analyzer) {
    this.catalog = catalog;
    this.analyzer = analyzer;
  }

  static CalciteCatalogReader reader(
      Catalog catalog, Analyzer analyzer, RelDataTypeFactory factory) {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    CalciteSchema root =
        CalciteSchema.createRootSchema(false, false, "", new CatalogSchema(catalog, analyzer));
    return new Reader(root, factory, new CalciteConnectionConfigImpl(properties));
  }

  @Override
  protected Map<String, Table> getTableMap() {
    if (tables.isEmpty()) {
      Map<String, Table> found = new LinkedHashMap<>();
      for (CatalogObject object : catalog.list()) {
        found.put(object.name(), new CatalogTable(object, analyzer));
      }
      tables = found;
    }
    return tables;
  }

  /** Adds the type names that Calcite's grammar does not know. */
  private static final class Reader extends CalciteCatalogReader {
    Reader(CalciteSchema root, RelDataTypeFactory factory, CalciteConnectionConfigImpl config) {
      super(root, List.of(), factory, config);
    }

    @Override
    @SuppressWarnings("NullAway")
    public RelDataType getNamedType(SqlIdentifier name) {
      Optional<RelDataType> named =
          name.isSimple()
              ? SqlTypes.named(name.getSimple())
                  .map(type -> SqlTypes.toCalcite(type.notNull(), typeFactory))
              : Optional.empty();
      return named.isPresent() ? named.get() : super.getNamedType(name);
    }
  }
}
