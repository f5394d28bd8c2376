package io.millrace.tests.table;

import static io.millrace.api.table.functions.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Millrace;
import io.millrace.api.table.Column;
import io.millrace.api.table.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions give what Spark's documentation says that they give. */
class SparksExamplesTest {
  private static Millrace millrace;
  private static Table table;

  @BeforeAll
  static void open() {
    millrace = Millrace.builder().config("parallelism", 1).open();
    millrace.sql(
        "CREATE TABLE t (i INT, s STRING, n STRING, ts TIMESTAMP, d DATE, neg INT, dbl DOUBLE,"
            + " nul INT)");
    millrace.sql(
        "INSERT INTO t VALUES (10, 'Spark SQL', NULL, TIMESTAMP '2015-03-05 09:32:05.359',"
            + " DATE '2009-07-30', -10, -2.5e0, NULL)");
    table = millrace.table("t");
  }

  @AfterAll
  static void close() {
    millrace.close();
  }

  private static Arguments example(String name, Column column, @Nullable Object value) {
    return Arguments.of(name, column, value);
  }

  static Stream<Arguments> examples() {
    return Stream.of(
        example("abs", abs(col("neg")), 10),
        example("add_months", add_months(lit(LocalDate.of(2016, 8, 31)), 1), "2016-09-30"),
        example("ascii", ascii(lit("222")), 50),
        example("atan2", atan2(lit(0.0), lit(0.0)), 0.0),
        example("base64", base64(col("s")), "U3BhcmsgU1FM"),
        example("bin", bin(lit(13L)), "1101"),
        example("bitwise_not", bitwise_not(lit(0)), -1),
        example("cbrt", cbrt(lit(27.0)), 3.0),
        example("ceil", ceil(lit(-0.1)), 0),
        example("ceil d", ceil(lit(2.1)), 3),
        example("concat null", concat(col("s"), col("n")), null),
        example("concat", concat(col("s"), lit("!")), "Spark SQL!"),
        example("concat_ws", concat_ws(",", lit("a"), col("n"), lit("b")), "a,b"),
        example("contains", contains(col("s"), lit("SQL")), true),
        example("cot", cot(lit(1.0)), 0.6420926159343306),
        example("date_add", date_add(col("d"), 1), "2009-07-31"),
        example("date_format", date_format(lit(LocalDate.of(2016, 4, 8)), "y"), "2016"),
        example("date_format2", date_format(col("ts"), "yyyy-MM-dd HH:mm"), "2015-03-05 09:32"),
        example("date_sub", date_sub(col("d"), 1), "2009-07-29"),
        example("date_trunc MM", date_trunc("MM", col("ts")), "2015-03-01T00:00"),
        example("date_trunc week", date_trunc("week", col("ts")), "2015-03-02T00:00"),
        example("date_trunc hour", date_trunc("HOUR", col("ts")), "2015-03-05T09:00"),
        example("date_trunc quarter", date_trunc("quarter", col("ts")), "2015-01-01T00:00"),
        example("datediff", datediff(lit(LocalDate.of(2009, 7, 31)), col("d")), 1),
        example("dayofweek", dayofweek(col("d")), 5),
        example("dayofyear", dayofyear(lit(LocalDate.of(2016, 4, 9))), 100),
        example("dayofmonth", dayofmonth(col("d")), 30),
        example("degrees", degrees(lit(3.141592653589793)), 180.0),
        example("e", e(), Math.E),
        example("pi", pi(), Math.PI),
        example("endswith", endswith(col("s"), lit("SQL")), true),
        example("exp", exp(lit(0.0)), 1.0),
        example("floor", floor(lit(-0.1)), -1),
        example(
            "from_unixtime", from_unixtime(lit(0L), "yyyy-MM-dd HH:mm:ss"), "1970-01-01 00:00:00"),
        example("from_unixtime1", from_unixtime(lit(0L)), "1970-01-01 00:00:00"),
        example("greatest", greatest(lit(10), lit(9), lit(11)), 11),
        example("greatest null", greatest(col("nul"), lit(1)), 1),
        example("least null", least(col("nul"), lit(1)), 1),
        example("hex s", hex(col("s")), "537061726B2053514C"),
        example("hour", hour(col("ts")), 9),
        example("ifnull", ifnull(col("n"), lit("x")), "x"),
        example("initcap", initcap(lit("sPark sql")), "Spark Sql"),
        example("instr", instr(lit("SparkSQL"), "SQL"), 6),
        example("isnan", isnan(lit(Double.NaN)), true),
        example("isnan f", isnan(lit(1.0)), false),
        example("isnull", isnull(col("n")), true),
        example("last_day", last_day(lit(LocalDate.of(2009, 1, 12))), "2009-01-31"),
        example("left", left(col("s"), lit(3)), "Spa"),
        example("right", right(col("s"), lit(3)), "SQL"),
        example("length", length(lit("Spark SQL ")), 10),
        example("levenshtein", levenshtein(lit("kitten"), lit("sitting")), 3),
        example("ln", ln(lit(1.0)), 0.0),
        example("locate", locate("bar", lit("foobarbar")), 4),
        example("locate5", locate("bar", lit("foobarbar"), 5), 7),
        example("log10", log10(lit(10.0)), 1.0),
        example("log2", log2(lit(2.0)), 1.0),
        example("lpad", lpad(lit("hi"), 5, "??"), "???hi"),
        example("lpad cut", lpad(lit("hi"), 1, "??"), "h"),
        example("rpad", rpad(lit("hi"), 5, "??"), "hi???"),
        example("ltrim", ltrim(lit("  x ")), "x "),
        example("rtrim", rtrim(lit("  x ")), "  x"),
        example("trim", trim(lit("  x ")), "x"),
        example("make_date", make_date(lit(2013), lit(7), lit(15)), "2013-07-15"),
        example("md5", md5(lit("Spark")), "8cde774d6f7333752ed72cacddb05126"),
        example("minute", minute(col("ts")), 32),
        example("month", month(col("d")), 7),
        example("nanvl", nanvl(lit(Double.NaN), lit(123.0)), 123.0),
        example("negate", negate(col("i")), -10),
        example("nullif", nullif(lit(2), lit(2)), null),
        example("octet_length", octet_length(col("s")), 9),
        example("pmod", pmod(lit(10), lit(3)), 1),
        example("pmod neg", pmod(lit(-10), lit(3)), 2),
        example("pow", pow(lit(2.0), lit(3.0)), 8.0),
        example("quarter", quarter(lit(LocalDate.of(2016, 8, 31))), 3),
        example("radians", radians(lit(180.0)), Math.PI),
        example("regexp_replace", regexp_replace(lit("100-200"), "(\\d+)", "num"), "num-num"),
        example("rlike", rlike(col("s"), lit("^Sp")), true),
        example("rlike part", rlike(col("s"), lit("ark")), true),
        example("repeat", repeat(lit("123"), 2), "123123"),
        example("replace", replace(lit("ABCabc"), lit("abc"), lit("DEF")), "ABCDEF"),
        example("reverse", reverse(col("s")), "LQS krapS"),
        example("round", round(lit(2.5)), 3),
        example("round neg", round(col("dbl")), -3.0),
        example("round s", round(lit(2.345), 2), 2.35),
        example("second", second(col("ts")), 5),
        example("sha1", sha1(lit("Spark")), "85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c"),
        example(
            "sha2",
            sha2(lit("Spark"), 256),
            "529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b"),
        example("shiftleft", shiftleft(lit(2), 1), 4),
        example("sign", sign(col("neg")), -1.0),
        example("signum", signum(lit(-2.0)), -1.0),
        example("soundex", soundex(lit("Miller")), "M460"),
        example("split_part", split_part(lit("11.12.13"), lit("."), lit(3)), "13"),
        example("split_part neg", split_part(lit("11.12.13"), lit("."), lit(-1)), "13"),
        example("sqrt", sqrt(lit(4.0)), 2.0),
        example("startswith", startswith(col("s"), lit("Spark")), true),
        example("substr", substr(col("s"), lit(5)), "k SQL"),
        example("substring", substring(col("s"), 5, 1), "k"),
        example("substring neg", substring(col("s"), -3, 3), "SQL"),
        example("substring 0", substring(col("s"), 0, 3), "Spa"),
        example("to_date", to_date(lit("2009-07-30 04:17:52")), "2009-07-30"),
        example("to_date2", to_date(lit("2016-12-31"), "yyyy-MM-dd"), "2016-12-31"),
        example("to_timestamp", to_timestamp(lit("2016-12-31 00:12:00")), "2016-12-31T00:12"),
        example("to_timestamp2", to_timestamp(lit("2016-12-31"), "yyyy-MM-dd"), "2016-12-31T00:00"),
        example("translate", translate(lit("AaBbCc"), "abc", "123"), "A1B2C3"),
        example("trunc week", trunc(lit(LocalDate.of(2019, 8, 4)), "week"), "2019-07-29"),
        example("trunc quarter", trunc(lit(LocalDate.of(2019, 8, 4)), "quarter"), "2019-07-01"),
        example("trunc year", trunc(lit(LocalDate.of(2019, 8, 4)), "year"), "2019-01-01"),
        example("trunc MM", trunc(lit(LocalDate.of(2019, 8, 4)), "MM"), "2019-08-01"),
        example("unix_date", unix_date(lit(LocalDate.of(1970, 1, 2))), 1),
        example("unix_timestamp", unix_timestamp(lit("2016-04-08"), "yyyy-MM-dd"), 1460073600),
        example("unix_seconds", unix_seconds(lit(Instant.parse("1970-01-01T00:00:01Z"))), 1),
        example("weekday", weekday(col("d")), 3),
        example("weekofyear", weekofyear(lit(LocalDate.of(2008, 2, 20))), 8),
        example("year", year(col("d")), 2009),
        example("timestamp_seconds", timestamp_seconds(lit(1230219000L)), "2008-12-25T15:30:00Z"),
        example("hypot-like power", power(lit(3.0), lit(2.0)), 9.0),
        example("nvl", nvl(col("n"), lit("y")), "y"),
        example("when", when(col("i").gt(5), "big").otherwise("small"), "big"),
        example("when none", when(col("i").lt(5), "big"), null),
        example("char_length", char_length(col("s")), 9),
        example("ucase", ucase(col("s")), "SPARK SQL"),
        example("col.mod", col("neg").mod(3), -1),
        example("substr col", col("s").substr(1, 5), "Spark"),
        example("like", col("s").like("%SQL"), true),
        example("ilike", col("s").ilike("%sql"), true),
        example("contains col", col("s").contains("ark"), true),
        example("isin", col("i").isin(1, 10), true),
        example("between", col("i").between(1, 10), true),
        example("eqNullSafe", col("n").eqNullSafe(null), true),
        example("bitwiseAND", col("i").bitwiseAND(6), 2),
        example("bitwiseOR", col("i").bitwiseOR(5), 15),
        example("cast", lit("12").cast("int"), 12),
        example("try_cast", lit("1x").try_cast("int"), null),
        example("isNaN", col("dbl").isNaN(), false),
        example("plus", col("i").plus(1), 11),
        example("nvl2", nvl2(col("n"), lit(1), lit(2)), 2),
        example("zeroifnull", zeroifnull(col("nul")), 0),
        example("nullifzero", nullifzero(lit(0)), null),
        example("equal_null", equal_null(col("n"), lit(null)), true),
        example("position", position(lit("bar"), lit("foobarbar")), 4),
        example("position from", position(lit("bar"), lit("foobarbar"), lit(5)), 7),
        example("bit_length", bit_length(col("s")), 72),
        example("len", len(col("s")), 9),
        example("btrim", btrim(lit("  x ")), "x"),
        example("negative", negative(col("i")), -10),
        example("date_diff", date_diff(lit(LocalDate.of(2009, 7, 31)), col("d")), 1),
        example("greatest of names", greatest("i", "neg"), 10),
        example("least of names", least("i", "neg"), -10),
        example("substr of columns", substr(col("s"), lit(-3), lit(2)), "SQ"),
        example("substring before the text", substring(lit("abc"), -5, 3), "a"),
        example("pmod of a negative divisor", pmod(lit(-7), lit(3)), 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void givesWhatSparkGives(String name, Column column, @Nullable Object spark) {
    Object ours = table.select(column.as("x")).first().get(0);
    if (spark instanceof Number number && ours instanceof Number other) {
      assertThat(other.doubleValue()).isCloseTo(number.doubleValue(), within(1e-9));
    } else {
      assertThat(Objects.toString(ours)).isEqualTo(Objects.toString(spark));
    }
  }
}
