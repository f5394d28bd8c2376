package io.millrace.tests.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Millrace;
import io.millrace.api.catalog.Catalog;
import io.millrace.api.catalog.CatalogColumn;
import io.millrace.api.catalog.CatalogTable;
import io.millrace.api.catalog.CatalogTable.Kind;
import io.millrace.api.connector.OptionSpec;
import io.millrace.api.error.MillraceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What programs learn of the names of a session. */
class CatalogTest {
  private final Millrace session = Millrace.open();
  private final Catalog catalog = session.catalog();

  @BeforeEach
  void declare() {
    session.sql("CREATE TABLE orders (id BIGINT NOT NULL, total DECIMAL(10, 2), PRIMARY KEY (id))");
    session.sql(
        """
        CREATE SOURCE clicks (ts TIMESTAMP, page STRING, WATERMARK FOR ts AS ts - INTERVAL '10' SECOND)
        USING file OPTIONS (path = 'in') FORMAT json""");
    session.sql("CREATE VIEW large AS SELECT id, total * 2 AS twice FROM orders");
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void tablesSourcesAndViewsAreListedByName() {
    assertThat(catalog.listTables())
        .containsExactly(
            new CatalogTable("clicks", Kind.SOURCE, "file", "json", false, true),
            new CatalogTable("large", Kind.VIEW, "", "", false, true),
            new CatalogTable("orders", Kind.TABLE, "memory", "", true, true));
    assertThat(catalog.tableExists("ORDERS")).isTrue();
    assertThat(catalog.tableExists("order")).isFalse();
    assertThatThrownBy(() -> catalog.getTable("order"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("did you mean \"orders\"?");
  }

  @Test
  void columnsOfTablesAndViewsHaveTypes() {
    assertThat(catalog.listColumns("orders"))
        .extracting(CatalogColumn::name, CatalogColumn::dataType, CatalogColumn::key)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("id", "bigint", true),
            org.assertj.core.groups.Tuple.tuple("total", "decimal(10, 2)", false));
    assertThat(catalog.listColumns("large"))
        .extracting(CatalogColumn::name)
        .containsExactly("id", "twice");
    assertThat(catalog.listColumns("clicks"))
        .extracting(CatalogColumn::extra)
        .containsExactly("WATERMARK - 10s", "");
  }

  @Test
  void functionsTellHowTheyAreCalled() {
    assertThat(catalog.findFunction("lpad").orElseThrow().signatures())
        .containsExactly("LPAD(text, integer)", "LPAD(text, integer, text)");
    assertThat(catalog.findFunction("count")).isPresent();
    assertThat(catalog.functionExists("no_such_function")).isFalse();
  }

  @Test
  void connectorsTellTheirOptions() {
    assertThat(catalog.listConnectors()).extracting("name").contains("file", "rate", "console");
    assertThat(catalog.listOptions("rate", Kind.SOURCE, ""))
        .extracting(OptionSpec::name)
        .contains("rowsPerSecond");
    assertThat(catalog.listOptions("file", Kind.SINK, "json"))
        .extracting(OptionSpec::name)
        .contains("path", "deletes");
    assertThat(catalog.listOptions("nothing", Kind.SOURCE, "")).isEmpty();
  }

  @Test
  void settingsTellTheirValues() {
    session.sql("SET session.zone = 'Asia/Tokyo'");
    assertThat(catalog.listSettings())
        .filteredOn(setting -> setting.option().name().equals("session.zone"))
        .singleElement()
        .satisfies(setting -> assertThat(setting.value()).contains("Asia/Tokyo"));
  }

  @Test
  void onlyViewsAreDroppedAsViews() {
    assertThat(catalog.dropTempView("orders")).isFalse();
    assertThat(catalog.dropTempView("large")).isTrue();
    assertThat(catalog.tableExists("large")).isFalse();
  }
}
