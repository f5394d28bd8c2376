package io.millrace.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sql.statement.Statement.CreateRelation;
import io.millrace.sql.statement.TableElement.PhysicalColumn;
import io.millrace.sql.statement.TableElement.Watermark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BOOLEAN | boolean",
        "bool | boolean",
        "TINYINT | tinyint",
        "SMALLINT | smallint",
        "INT | integer",
        "INTEGER | integer",
        "BIGINT | bigint",
        "LONG | bigint",
        "FLOAT | real",
        "FLOAT(24) | real",
        "FLOAT(25) | double",
        "REAL | real",
        "DOUBLE | double",
        "DOUBLE PRECISION | double",
        "DECIMAL | decimal(38, 10)",
        "NUMERIC(12) | decimal(12, 0)",
        "DEC(38, 38) | decimal(38, 38)",
        "CHAR | char(1)",
        "CHARACTER(5) | char(5)",
        "VARCHAR | varchar",
        "VARCHAR(7) | varchar(7)",
        "CHARACTER VARYING(7) | varchar(7)",
        "STRING | varchar",
        "TEXT | varchar",
        "BINARY | binary",
        "VARBINARY | binary",
        "BYTES | binary",
        "DATE | date",
        "TIME | time",
        "TIME(3) WITHOUT TIME ZONE | time(3)",
        "TIMESTAMP | timestamp",
        "TIMESTAMP(3) | timestamp(3)",
        "TIMESTAMP WITHOUT TIME ZONE | timestamp",
        "TIMESTAMP_NTZ | timestamp",
        "TIMESTAMP_LTZ | timestamp_ltz",
        "TIMESTAMP_LTZ(0) | timestamp_ltz(0)",
        "TIMESTAMP(3) WITH LOCAL TIME ZONE | timestamp_ltz(3)",
        "INTERVAL DAY TO SECOND(3) | interval day to second",
        "INTERVAL HOUR | interval day to second",
        "INTERVAL YEAR TO MONTH | interval year to month",
      })
  void everyNameOfEveryType(String written, String type) {
    CreateRelation create =
        (CreateRelation)
            StatementParser.parse("CREATE TABLE t (a " + written + ", b " + written + " NOT NULL)");
    PhysicalColumn nullable = (PhysicalColumn) create.elements().get(0);
    assertThat(nullable.type()).hasToString(type);
    PhysicalColumn notNull = (PhysicalColumn) create.elements().get(1);
    assertThat(notNull.type()).hasToString(type + " not null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "ts | 0",
        "TS - INTERVAL '10' MINUTE | 600000000",
        "\"ts\" - INTERVAL '10' MINUTES | 600000000",
        "`ts` - INTERVAL 10 SECONDS | 10000000",
        "ts - INTERVAL '1:30' MINUTE TO SECOND | 90000000",
        "ts - INTERVAL '0 01:00:00.000001' DAY TO SECOND | 3600000001",
        "ts - INTERVAL '1.5' SECOND | 1500000",
        "ts - INTERVAL '1' MONTH | 2678400000000",
        "ts - INTERVAL '1-1' YEAR TO MONTH | 34819200000000",
        "ts - INTERVAL '10 minutes' | 600000000",
        "ts + INTERVAL '-5' SECOND | 5000000",
        "ts - INTERVAL '0' SECOND | 0",
      })
  void watermarkDelays(String expression, long micros) {
    CreateRelation create =
        (CreateRelation)
            StatementParser.parse(
                "CREATE SOURCE s (ts TIMESTAMP, WATERMARK FOR ts AS " + expression + ")");
    assertThat(((Watermark) create.elements().get(1)).delayMicros()).isEqualTo(micros);
  }
}
