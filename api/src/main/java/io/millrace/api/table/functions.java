package io.millrace.api.table;

import io.millrace.api.table.tree.Expr;
import io.millrace.api.types.DataType;
import io.millrace.api.udf.UDF0;
import io.millrace.api.udf.UDF1;
import io.millrace.api.udf.UDF10;
import io.millrace.api.udf.UDF2;
import io.millrace.api.udf.UDF3;
import io.millrace.api.udf.UDF4;
import io.millrace.api.udf.UDF5;
import io.millrace.api.udf.UDF6;
import io.millrace.api.udf.UDF7;
import io.millrace.api.udf.UDF8;
import io.millrace.api.udf.UDF9;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of columns, with Spark's names. They are the engine's functions of SQL, and mean
 * what they mean there; NULL in gives NULL out unless it is said otherwise. One that the engine
 * does not know, or does not know yet, is an error when the table is planned, as in SQL.
 */
public final class functions {
  private functions() {}

  // Columns and constants.

  /** The column of that name; {@code t.x} is that of a table, {@code *} are all. */
  public static Column col(String name) {
    if (name.endsWith(".*")) {
      return new Column(new Expr.Star(Optional.of(name.substring(0, name.length() - 2))));
    }
    return new Column(name);
  }

  /** As {@link #col}. */
  public static Column column(String name) {
    return col(name);
  }

  /**
   * A constant: a Boolean, number, text, byte[] or value of java.time or java.sql; NULL for null. A
   * column is itself.
   */
  public static Column lit(@Nullable Object value) {
    return value instanceof Column column ? column : new Column(new Expr.Literal(value));
  }

  /** An expression in SQL. */
  public static Column expr(String sql) {
    return new Column(new Expr.Text(sql));
  }

  /** A function by its name in SQL. */
  public static Column call_function(String name, Column... arguments) {
    return call(name, (Object[]) arguments);
  }

  /** As {@link #call_function}. */
  public static Column call_udf(String name, Column... arguments) {
    return call_function(name, arguments);
  }

  /** As {@link #call_function}. */
  public static Column callUDF(String name, Column... arguments) {
    return call_function(name, arguments);
  }

  private static Column call(String function, @Nullable Object... arguments) {
    List<Expr> expressions = new ArrayList<>(arguments.length);
    for (Object argument : arguments) {
      expressions.add(Column.of(argument));
    }
    return new Column(new Expr.Call(function, expressions, false));
  }

  static Column[] cols(String first, String... others) {
    Column[] columns = new Column[others.length + 1];
    columns[0] = col(first);
    for (int i = 0; i < others.length; i++) {
      columns[i + 1] = col(others[i]);
    }
    return columns;
  }

  /** The value if the condition holds; more cases by {@link Column#when}. */
  public static Column when(Column condition, @Nullable Object value) {
    return new Column(
        new Expr.Case(
            List.of(new Expr.Branch(condition.expr(), Column.of(value))), Optional.empty()));
  }

  /** The first that is not NULL. */
  public static Column coalesce(Column... columns) {
    return call("COALESCE", (Object[]) columns);
  }

  /** The greatest. */
  public static Column greatest(Column... columns) {
    return call("GREATEST", (Object[]) columns);
  }

  /** The greatest of these columns. */
  public static Column greatest(String first, String... others) {
    return greatest(cols(first, others));
  }

  /** The least. */
  public static Column least(Column... columns) {
    return call("LEAST", (Object[]) columns);
  }

  /** The least of these columns. */
  public static Column least(String first, String... others) {
    return least(cols(first, others));
  }

  /** One text behind the other; NULL if one is NULL. */
  public static Column concat(Column... columns) {
    return columns.length == 1 ? columns[0] : call("CONCAT", (Object[]) columns);
  }

  /** One text behind the other with that between them; without those that are NULL. */
  public static Column concat_ws(String separator, Column... columns) {
    List<Object> arguments = new ArrayList<>(List.of(separator));
    arguments.addAll(List.of(columns));
    return call("CONCAT_WS", arguments.toArray());
  }

  /** Whether it does not hold. */
  public static Column not(Column condition) {
    return new Column(new Expr.Prefix("NOT", condition.expr()));
  }

  /** Days from the second to the first. */
  public static Column datediff(Column end, Column start) {
    return unix_date(end.cast("date")).minus(unix_date(start.cast("date")));
  }

  /** As {@link #datediff}. */
  public static Column date_diff(Column end, Column start) {
    return datediff(end, start);
  }

  // Sorting.

  /** As {@link Column#asc}. */
  public static Column asc(String column) {
    return col(column).asc();
  }

  /** As {@link Column#asc_nulls_first}. */
  public static Column asc_nulls_first(String column) {
    return col(column).asc_nulls_first();
  }

  /** As {@link Column#asc_nulls_last}. */
  public static Column asc_nulls_last(String column) {
    return col(column).asc_nulls_last();
  }

  /** As {@link Column#desc}. */
  public static Column desc(String column) {
    return col(column).desc();
  }

  /** As {@link Column#desc_nulls_first}. */
  public static Column desc_nulls_first(String column) {
    return col(column).desc_nulls_first();
  }

  /** As {@link Column#desc_nulls_last}. */
  public static Column desc_nulls_last(String column) {
    return col(column).desc_nulls_last();
  }

  // Windows of time.

  /**
   * Windows of that length side by side, each a value with the fields {@code start} and {@code
   * end}.
   *
   * @param size such as {@code 10 minutes}
   */
  public static Column window(Column time, String size) {
    return new Column(new Expr.Window(time.expr(), size, Optional.empty(), Optional.empty()));
  }

  /** Windows of that length, a new one every {@code slide}. */
  public static Column window(Column time, String size, String slide) {
    return new Column(new Expr.Window(time.expr(), size, Optional.of(slide), Optional.empty()));
  }

  /** As {@link #window(Column, String, String)}, shifted by {@code start}. */
  public static Column window(Column time, String size, String slide, String start) {
    return new Column(new Expr.Window(time.expr(), size, Optional.of(slide), Optional.of(start)));
  }

  /** Windows that end when nothing comes for that long. */
  public static Column session_window(Column time, String gap) {
    return new Column(new Expr.SessionWindow(time.expr(), gap));
  }

  // Counting.

  /** How many are not NULL; of {@code *}, how many rows. */
  public static Column count(Column column) {
    return call("COUNT", column.expr() instanceof Expr.Literal ? col("*") : column);
  }

  /** How often a condition is true. */
  public static Column count_if(Column condition) {
    return count(when(condition, 1));
  }

  /** How many are not NULL; of {@code *}, how many rows. */
  public static Column count(String column) {
    return count(col(column));
  }

  /** How many different ones there are. */
  public static Column countDistinct(Column column, Column... others) {
    List<Expr> arguments = new ArrayList<>(List.of(column.expr()));
    arguments.addAll(Column.all(others));
    return new Column(new Expr.Call("COUNT", arguments, true));
  }

  /** How many different ones there are. */
  public static Column countDistinct(String column, String... others) {
    Column[] columns = new Column[others.length];
    for (int i = 0; i < others.length; i++) {
      columns[i] = col(others[i]);
    }
    return countDistinct(col(column), columns);
  }

  /** As {@link #countDistinct(Column, Column...)}. */
  public static Column count_distinct(Column column, Column... others) {
    return countDistinct(column, others);
  }

  /** The sum of the different ones. */
  public static Column sum_distinct(Column column) {
    return new Column(new Expr.Call("SUM", List.of(column.expr()), true));
  }

  /** As {@link #sum_distinct}. */
  public static Column sumDistinct(Column column) {
    return sum_distinct(column);
  }

  // Text.

  /** In upper case. */
  public static Column upper(Column column) {
    return call("UPPER", column);
  }

  /** As {@link #upper}. */
  public static Column ucase(Column column) {
    return call("UPPER", column);
  }

  /** In lower case. */
  public static Column lower(Column column) {
    return call("LOWER", column);
  }

  /** As {@link #lower}. */
  public static Column lcase(Column column) {
    return call("LOWER", column);
  }

  /** Without blanks at both ends. */
  public static Column trim(Column column) {
    return call("TRIM", column);
  }

  /** As {@link #trim}. */
  public static Column btrim(Column column) {
    return trim(column);
  }

  /** Without blanks at the beginning. */
  public static Column ltrim(Column column) {
    return call("LTRIM", column);
  }

  /** Without blanks at the end. */
  public static Column rtrim(Column column) {
    return call("RTRIM", column);
  }

  /** The number of characters. */
  public static Column length(Column column) {
    return call("LENGTH", column);
  }

  /** As {@link #length}. */
  public static Column char_length(Column column) {
    return call("LENGTH", column);
  }

  /** As {@link #length}. */
  public static Column character_length(Column column) {
    return call("LENGTH", column);
  }

  /** The number of bytes in UTF-8. */
  public static Column octet_length(Column column) {
    return call("OCTET_LENGTH", column);
  }

  /** The number of bits of its UTF-8 form. */
  public static Column bit_length(Column column) {
    return octet_length(column).multiply(8);
  }

  /** As {@link #length}. */
  public static Column len(Column column) {
    return length(column);
  }

  /** The code of the first character. */
  public static Column ascii(Column column) {
    return call("ASCII", column);
  }

  /** The first letter of each word in upper case, the others in lower. */
  public static Column initcap(Column column) {
    return call("INITCAP", column);
  }

  /** The characters from the last to the first. */
  public static Column reverse(Column column) {
    return call("REVERSE", column);
  }

  /** The text that many times. */
  public static Column repeat(Column column, int n) {
    return call("REPEAT", column, n);
  }

  /** The first characters. */
  public static Column left(Column column, Column length) {
    return call("LEFT", column, length);
  }

  /** The last characters. */
  public static Column right(Column column, Column length) {
    return call("RIGHT", column, length);
  }

  /** Filled at the beginning up to a length, or cut to it. */
  public static Column lpad(Column column, int length, String pad) {
    return call("LPAD", column, length, pad);
  }

  /** Filled at the end up to a length, or cut to it. */
  public static Column rpad(Column column, int length, String pad) {
    return call("RPAD", column, length, pad);
  }

  /**
   * Characters from the character {@code start}, counted from 1, from −1 backwards from the end; 0
   * is 1.
   */
  public static Column substring(Column column, int start, int length) {
    Object place = start < 0 ? length(column).plus(start + 1) : Math.max(1, start);
    return call("SUBSTRING", column, place, length);
  }

  /** As {@link #substring(Column, int, int)}, with columns. */
  public static Column substring(Column column, Column start, Column length) {
    return call("SUBSTRING", column, place(column, start), length);
  }

  /** The characters from the character {@code start}, counted as by {@link #substring}. */
  public static Column substr(Column column, Column start) {
    return call("SUBSTRING", column, place(column, start));
  }

  /** As {@link #substring(Column, Column, Column)}. */
  public static Column substr(Column column, Column start, Column length) {
    return substring(column, start, length);
  }

  private static Column place(Column text, Column start) {
    return when(start.lt(0), length(text).plus(start).plus(1))
        .when(start.equalTo(0), 1)
        .otherwise(start);
  }

  /** Where a text is found in another, from 1; 0 if it is not. */
  public static Column position(Column part, Column column) {
    return call("LOCATE", part, column);
  }

  /** As {@link #position(Column, Column)}, from that character on. */
  public static Column position(Column part, Column column, Column start) {
    return call("LOCATE", part, column, start);
  }

  /** Where the text is found, from 1; 0 if it is not. */
  public static Column instr(Column column, String part) {
    return call("INSTR", column, part);
  }

  /** Where the text is found, from 1; 0 if it is not. */
  public static Column locate(String part, Column column) {
    return call("LOCATE", part, column);
  }

  /** As {@link #locate(String, Column)}, from that character on. */
  public static Column locate(String part, Column column, int start) {
    return call("LOCATE", part, column, start);
  }

  /** Each occurrence replaced. */
  public static Column replace(Column column, Column search, Column replacement) {
    return call("REPLACE", column, search, replacement);
  }

  /** Characters replaced one by one. */
  public static Column translate(Column column, String matching, String replacement) {
    return call("TRANSLATE", column, matching, replacement);
  }

  /** A part between separators, from 1; from the end if it is negative. */
  public static Column split_part(Column column, Column separator, Column number) {
    return call("SPLIT_PART", column, separator, number);
  }

  /** Whether it begins with the other. */
  public static Column startswith(Column column, Column prefix) {
    return call("STARTSWITH", column, prefix);
  }

  /** Whether it ends with the other. */
  public static Column endswith(Column column, Column suffix) {
    return call("ENDSWITH", column, suffix);
  }

  /** Whether it contains the other. */
  public static Column contains(Column column, Column part) {
    return call("CONTAINS", column, part);
  }

  /** Whether the regular expression is found. */
  public static Column rlike(Column column, Column regex) {
    return call("REGEXP_LIKE", column, regex);
  }

  /** As {@link #rlike}. */
  public static Column regexp(Column column, Column regex) {
    return call("REGEXP_LIKE", column, regex);
  }

  /** As {@link #rlike}. */
  public static Column regexp_like(Column column, Column regex) {
    return call("REGEXP_LIKE", column, regex);
  }

  /** Each match of the regular expression replaced. */
  public static Column regexp_replace(Column column, String regex, String replacement) {
    return call("REGEXP_REPLACE", column, regex, replacement);
  }

  /** As {@link #regexp_replace(Column, String, String)}, with columns. */
  public static Column regexp_replace(Column column, Column regex, Column replacement) {
    return call("REGEXP_REPLACE", column, regex, replacement);
  }

  /** A group of the first match of the regular expression. */
  public static Column regexp_extract(Column column, String regex, int group) {
    return call("REGEXP_EXTRACT", column, regex, group);
  }

  /** The code of how it sounds. */
  public static Column soundex(Column column) {
    return call("SOUNDEX", column);
  }

  /** How many characters must change to make one the other. */
  public static Column levenshtein(Column column, Column other) {
    return call("LEVENSHTEIN", column, other);
  }

  /** The hash in hexadecimal digits. */
  public static Column md5(Column column) {
    return call("MD5", column);
  }

  /** The hash in hexadecimal digits. */
  public static Column sha1(Column column) {
    return call("SHA1", column);
  }

  /** As {@link #sha1}. */
  public static Column sha(Column column) {
    return call("SHA1", column);
  }

  /** The hash of that many bits, 256 or 512, in hexadecimal digits. */
  public static Column sha2(Column column, int bits) {
    return call("SHA2", column, bits);
  }

  /** Bytes as text. */
  public static Column base64(Column column) {
    return call("TO_BASE64", column);
  }

  /** Bytes or text as hexadecimal digits. */
  public static Column hex(Column column) {
    return upper(call("HEX", column));
  }

  /** A whole number in binary digits. */
  public static Column bin(Column column) {
    return call("BIN", column);
  }

  // Numbers.

  /** Without its sign. */
  public static Column abs(Column column) {
    return call("ABS", column);
  }

  /** -1, 0 or 1. */
  public static Column sign(Column column) {
    return call("SIGN", column);
  }

  /** As {@link #sign}. */
  public static Column signum(Column column) {
    return call("SIGN", column);
  }

  /** The square root. */
  public static Column sqrt(Column column) {
    return call("SQRT", column);
  }

  /** The cubic root. */
  public static Column cbrt(Column column) {
    return call("CBRT", column);
  }

  /** e to the power of it. */
  public static Column exp(Column column) {
    return call("EXP", column);
  }

  /** The natural logarithm. */
  public static Column ln(Column column) {
    return call("LN", column);
  }

  /** The natural logarithm. */
  public static Column log(Column column) {
    return call("LN", column);
  }

  /** The logarithm to the base 10. */
  public static Column log10(Column column) {
    return call("LOG10", column);
  }

  /** The logarithm to the base 2. */
  public static Column log2(Column column) {
    return call("LOG2", column);
  }

  /** It to the power of the other. */
  public static Column pow(Column column, Column exponent) {
    return call("POWER", column, exponent);
  }

  /** It to the power of the other. */
  public static Column pow(Column column, double exponent) {
    return call("POWER", column, exponent);
  }

  /** As {@link #pow(Column, Column)}. */
  public static Column power(Column column, Column exponent) {
    return call("POWER", column, exponent);
  }

  /** The least whole number that is not less. */
  public static Column ceil(Column column) {
    return call("CEIL", column);
  }

  /** As {@link #ceil}. */
  public static Column ceiling(Column column) {
    return call("CEIL", column);
  }

  /** The greatest whole number that is not greater. */
  public static Column floor(Column column) {
    return call("FLOOR", column);
  }

  /** The nearest whole number; the half away from zero. */
  public static Column round(Column column) {
    return call("ROUND", column);
  }

  /** The nearest number of that many digits behind the point. */
  public static Column round(Column column, int scale) {
    return call("ROUND", column, scale);
  }

  /** The rest of a division, with the sign of the divisor. */
  public static Column pmod(Column column, Column divisor) {
    return column.mod(divisor).plus(divisor).mod(divisor);
  }

  /** With the other sign. */
  public static Column negate(Column column) {
    return new Column(new Expr.Prefix("-", column.expr()));
  }

  /** As {@link #negate}. */
  public static Column negative(Column column) {
    return negate(column);
  }

  /** The same. */
  public static Column positive(Column column) {
    return column;
  }

  /** The sine. */
  public static Column sin(Column column) {
    return call("SIN", column);
  }

  /** The cosine. */
  public static Column cos(Column column) {
    return call("COS", column);
  }

  /** The tangent. */
  public static Column tan(Column column) {
    return call("TAN", column);
  }

  /** The cotangent. */
  public static Column cot(Column column) {
    return call("COT", column);
  }

  /** The inverse of the sine. */
  public static Column asin(Column column) {
    return call("ASIN", column);
  }

  /** The inverse of the cosine. */
  public static Column acos(Column column) {
    return call("ACOS", column);
  }

  /** The inverse of the tangent. */
  public static Column atan(Column column) {
    return call("ATAN", column);
  }

  /** The angle of the point (x, this). */
  public static Column atan2(Column column, Column x) {
    return call("ATAN2", column, x);
  }

  /** Radians as degrees. */
  public static Column degrees(Column column) {
    return call("DEGREES", column);
  }

  /** Degrees as radians. */
  public static Column radians(Column column) {
    return call("RADIANS", column);
  }

  /** The number pi. */
  public static Column pi() {
    return call("PI");
  }

  /** The number e. */
  public static Column e() {
    return call("E");
  }

  /** Whether it is the number that is none. */
  public static Column isnan(Column column) {
    return call("ISNAN", column);
  }

  /** The other if it is the number that is none. */
  public static Column nanvl(Column column, Column otherwise) {
    return call("NANVL", column, otherwise);
  }

  /** Each bit inverted. */
  public static Column bitwise_not(Column column) {
    return call("BITNOT", column);
  }

  /** Bits shifted to the left. */
  public static Column shiftleft(Column column, int bits) {
    return call("LEFTSHIFT", column, bits);
  }

  // Choice.

  /** Whether it is NULL. */
  public static Column isnull(Column column) {
    return call("ISNULL", column);
  }

  /** Whether it is not NULL. */
  public static Column isnotnull(Column column) {
    return call("ISNOTNULL", column);
  }

  /** The other if it is NULL. */
  public static Column ifnull(Column column, Column otherwise) {
    return call("COALESCE", column, otherwise);
  }

  /** The other if it is NULL. */
  public static Column nvl(Column column, Column otherwise) {
    return call("COALESCE", column, otherwise);
  }

  /** NULL if both are equal. */
  public static Column nullif(Column column, Column other) {
    return call("NULLIF", column, other);
  }

  /** The second if the first is not NULL, otherwise the third. */
  public static Column nvl2(Column column, Column value, Column otherwise) {
    return when(column.isNotNull(), value).otherwise(otherwise);
  }

  /** 0 in place of NULL. */
  public static Column zeroifnull(Column column) {
    return coalesce(column, lit(0));
  }

  /** NULL in place of 0. */
  public static Column nullifzero(Column column) {
    return nullif(column, lit(0));
  }

  /** Whether both are equal, where NULL equals NULL. */
  public static Column equal_null(Column column, Column other) {
    return column.eqNullSafe(other);
  }

  // Time.

  /** The time of the batch in which the row arrived. */
  public static Column current_timestamp() {
    return call("CURRENT_TIMESTAMP");
  }

  /** As {@link #current_timestamp}. */
  public static Column now() {
    return call("CURRENT_TIMESTAMP");
  }

  /** The day of the batch in which the row arrived. */
  public static Column current_date() {
    return call("CURRENT_DATE");
  }

  /** As {@link #current_date}. */
  public static Column curdate() {
    return current_date();
  }

  /** As {@link #current_timestamp}, as clocks show it in the session's zone. */
  public static Column localtimestamp() {
    return call("LOCALTIMESTAMP");
  }

  /** The year. */
  public static Column year(Column column) {
    return call("YEAR", column);
  }

  /** The quarter of the year. */
  public static Column quarter(Column column) {
    return call("QUARTER", column);
  }

  /** The month of the year. */
  public static Column month(Column column) {
    return call("MONTH", column);
  }

  /** The week of the year by ISO 8601. */
  public static Column weekofyear(Column column) {
    return call("WEEKOFYEAR", column);
  }

  /** The day of the year. */
  public static Column dayofyear(Column column) {
    return call("DAYOFYEAR", column);
  }

  /** The day of the month. */
  public static Column dayofmonth(Column column) {
    return call("DAYOFMONTH", column);
  }

  /** As {@link #dayofmonth}. */
  public static Column day(Column column) {
    return call("DAY", column);
  }

  /** The day of the week, 1 for Sunday. */
  public static Column dayofweek(Column column) {
    return call("DAYOFWEEK", column);
  }

  /** The day of the week, 0 for Monday. */
  public static Column weekday(Column column) {
    return call("WEEKDAY", column);
  }

  /** The hour of the day. */
  public static Column hour(Column column) {
    return call("HOUR", column);
  }

  /** The minute of the hour. */
  public static Column minute(Column column) {
    return call("MINUTE", column);
  }

  /** The second of the minute. */
  public static Column second(Column column) {
    return call("SECOND", column);
  }

  /** The last day of the month. */
  public static Column last_day(Column column) {
    return call("LAST_DAY", column);
  }

  /** The beginning of the unit, such as {@code hour}. */
  public static Column date_trunc(String unit, Column column) {
    return call("DATE_TRUNC", unit, column);
  }

  /** The first day of the unit, such as {@code month}. */
  public static Column trunc(Column column, String unit) {
    return call("TRUNC", column, unit);
  }

  /** As text in a pattern of java.time. */
  public static Column date_format(Column column, String pattern) {
    return call("DATE_FORMAT", column, pattern);
  }

  /** The day. */
  public static Column to_date(Column column) {
    return call("TO_DATE", column);
  }

  /** The day that a text in that pattern of java.time says. */
  public static Column to_date(Column column, String pattern) {
    return call("TO_DATE", column, pattern);
  }

  /** The time that a text says. */
  public static Column to_timestamp(Column column) {
    return call("TO_TIMESTAMP", column);
  }

  /** The time that a text in that pattern of java.time says. */
  public static Column to_timestamp(Column column, String pattern) {
    return call("TO_TIMESTAMP", column, pattern);
  }

  /** Seconds from 1970 to the batch in which the row arrived. */
  public static Column unix_timestamp() {
    return call("UNIX_TIMESTAMP");
  }

  /** Seconds since 1970. */
  public static Column unix_timestamp(Column column) {
    return call("UNIX_TIMESTAMP", column);
  }

  /** Seconds from 1970 to what a text in that pattern says. */
  public static Column unix_timestamp(Column column, String pattern) {
    return call("UNIX_TIMESTAMP", column, pattern);
  }

  /** As {@link #unix_timestamp(Column)}. */
  public static Column to_unix_timestamp(Column column) {
    return unix_timestamp(column);
  }

  /** Seconds since 1970. */
  public static Column unix_seconds(Column column) {
    return call("UNIX_SECONDS", column);
  }

  /** Milliseconds since 1970. */
  public static Column unix_millis(Column column) {
    return call("UNIX_MILLIS", column);
  }

  /** Microseconds since 1970. */
  public static Column unix_micros(Column column) {
    return call("UNIX_MICROS", column);
  }

  /** Days since 1970. */
  public static Column unix_date(Column column) {
    return call("UNIX_DATE", column);
  }

  /** Seconds since 1970 as text. */
  public static Column from_unixtime(Column column) {
    return call("FROM_UNIXTIME", column);
  }

  /** Seconds since 1970 as text in a pattern. */
  public static Column from_unixtime(Column column, String pattern) {
    return call("FROM_UNIXTIME", column, pattern);
  }

  /** Seconds since 1970 as an instant. */
  public static Column timestamp_seconds(Column column) {
    return call("TIMESTAMP_SECONDS", column);
  }

  /** Milliseconds since 1970 as an instant. */
  public static Column timestamp_millis(Column column) {
    return call("TIMESTAMP_MILLIS", column);
  }

  /** Microseconds since 1970 as an instant. */
  public static Column timestamp_micros(Column column) {
    return call("TIMESTAMP_MICROS", column);
  }

  /** The day of a year, month and day. */
  public static Column make_date(Column column, Column month, Column day) {
    return call("MAKE_DATE", column, month, day);
  }

  /** That many days later. */
  public static Column date_add(Column column, int days) {
    return call("DATE_ADD", column, days);
  }

  /** That many days earlier. */
  public static Column date_sub(Column column, int days) {
    return call("DATE_SUB", column, days);
  }

  /** That many months later. */
  public static Column add_months(Column column, int months) {
    return call("ADD_MONTHS", column, months);
  }

  // More of them.

  /** The character of that code. */
  public static Column chr(Column column) {
    return call("CHR", column);
  }

  /** Without these characters at both ends. */
  public static Column trim(Column column, String characters) {
    return call("BTRIM", column, characters);
  }

  /** Without these characters at the beginning. */
  public static Column ltrim(Column column, String characters) {
    return call("LTRIM", column, characters);
  }

  /** Without these characters at the end. */
  public static Column rtrim(Column column, String characters) {
    return call("RTRIM", column, characters);
  }

  /** The place of the text in a list with commas, from 1; 0 if it is not there. */
  public static Column find_in_set(Column column, Column list) {
    return call("FIND_IN_SET", column, list);
  }

  /**
   * What stands before the delimiter of that number; behind it, from the end, if it is negative.
   */
  public static Column substring_index(Column column, String delimiter, int count) {
    return call("SUBSTRING_INDEX", column, delimiter, count);
  }

  /** Where the regular expression is found, from 1; 0 if it is not. */
  public static Column regexp_instr(Column column, Column regex) {
    return call("REGEXP_INSTR", column, regex);
  }

  /** The first match of the regular expression. */
  public static Column regexp_substr(Column column, Column regex) {
    return call("REGEXP_SUBSTR", column, regex);
  }

  /** The parts between matches of the regular expression. */
  public static Column split(Column column, String regex) {
    return call("SPLIT", column, regex);
  }

  /** A number with commas between thousands and that many digits behind the point. */
  public static Column format_number(Column column, int digits) {
    return call("FORMAT_NUMBER", column, digits);
  }

  /** A time as text in a pattern. */
  public static Column to_char(Column column, Column pattern) {
    return call("TO_CHAR", column, pattern);
  }

  /** The bytes that the text says. */
  public static Column unbase64(Column column) {
    return call("UNBASE64", column);
  }

  /** The bytes that hexadecimal digits say. */
  public static Column unhex(Column column) {
    return call("FROM_HEX", column);
  }

  /** The checksum. */
  public static Column crc32(Column column) {
    return call("CRC32", column);
  }

  /** As it stands in an address. */
  public static Column url_encode(Column column) {
    return call("URL_ENCODE", column);
  }

  /** What stands in an address as text. */
  public static Column url_decode(Column column) {
    return call("URL_DECODE", column);
  }

  /** The product of the whole numbers up to it. */
  public static Column factorial(Column column) {
    return call("FACTORIAL", column);
  }

  /** The square root of the sum of squares. */
  public static Column hypot(Column column, Column other) {
    return call("HYPOT", column, other);
  }

  /** The natural logarithm of it and 1. */
  public static Column log1p(Column column) {
    return call("LOG1P", column);
  }

  /** How many bits are set. */
  public static Column bit_count(Column column) {
    return call("BIT_COUNT", column);
  }

  /** The bit of that number, from 0. */
  public static Column bit_get(Column column, Column bit) {
    return call("BIT_GET", column, bit);
  }

  /** As {@link #bit_get}. */
  public static Column getbit(Column column, Column bit) {
    return call("GETBIT", column, bit);
  }

  /** A number from 0 to 1, of each row its own. */
  public static Column rand() {
    return call("RAND");
  }

  /** The name of the day of the week. */
  public static Column dayname(Column column) {
    return call("DAYNAME", column);
  }

  /** The name of the month. */
  public static Column monthname(Column column) {
    return call("MONTHNAME", column);
  }

  /** Days since 1970 as a day. */
  public static Column date_from_unix_date(Column column) {
    return call("DATE_FROM_UNIX_DATE", column);
  }

  /** The value of the n-th row of a window of rows. */
  public static Column nth_value(Column column, int n) {
    return call("NTH_VALUE", column, n);
  }

  /** The name of its type. */
  public static Column typeof(Column column) {
    return call("TYPEOF", column);
  }

  /** As {@link Column#like}, with a column. */
  public static Column like(Column column, Column pattern) {
    return new Column(new Expr.Binary("LIKE", column.expr(), pattern.expr()));
  }

  /** As {@link Column#ilike}, with a column. */
  public static Column ilike(Column column, Column pattern) {
    return new Column(new Expr.Binary("ILIKE", column.expr(), pattern.expr()));
  }

  /** A row for each element of an array. */
  public static Column explode(Column column) {
    return call("EXPLODE", column);
  }

  /** As {@link #explode}; NULL for an array or map without elements. */
  public static Column explode_outer(Column column) {
    return call("EXPLODE_OUTER", column);
  }

  /** As {@link #explode}, with the element's position from 0 before it, in {@code pos}. */
  public static Column posexplode(Column column) {
    return call("POSEXPLODE", column);
  }

  /** A row for each element of an array of rows, a column for each of its fields. */
  public static Column inline(Column column) {
    return call("INLINE", column);
  }

  /** An array of the values. */
  public static Column array(Column... columns) {
    return call("ARRAY", (Object[]) columns);
  }

  /** A map of keys and values in turn. */
  public static Column map(Column... columns) {
    return call("MAP", (Object[]) columns);
  }

  /** A row of the columns, under their names. */
  public static Column struct(Column... columns) {
    return call("STRUCT", (Object[]) columns);
  }

  /** A row of names, which are constant texts, and values in turn. */
  public static Column named_struct(Column... columns) {
    return call("NAMED_STRUCT", (Object[]) columns);
  }

  /** The element at a position from 1, or of a key. */
  public static Column element_at(Column column, Object key) {
    return call("ELEMENT_AT", column, key);
  }

  /** The number of elements. */
  public static Column size(Column column) {
    return call("CARDINALITY", column);
  }

  /** Whether a value is in an array. */
  public static Column array_contains(Column column, Object value) {
    return call("ARRAY_CONTAINS", column, value);
  }

  /** An array with a value more at its end. */
  public static Column array_append(Column column, Object value) {
    return call("ARRAY_APPEND", column, value);
  }

  /** The values of an array, each once. */
  public static Column array_distinct(Column column) {
    return call("ARRAY_DISTINCT", column);
  }

  /** The greatest value of an array. */
  public static Column array_max(Column column) {
    return call("ARRAY_MAX", column);
  }

  /** The least value of an array. */
  public static Column array_min(Column column) {
    return call("ARRAY_MIN", column);
  }

  /** The values of an array as text, with that between them. */
  public static Column array_join(Column column, String separator) {
    return call("ARRAY_JOIN", column, separator);
  }

  /** An array in order, NULLs first. */
  public static Column sort_array(Column column) {
    return call("SORT_ARRAY", column);
  }

  /** An array of the elements of arrays. */
  public static Column flatten(Column column) {
    return call("FLATTEN", column);
  }

  /** So many elements of an array from a position on, which begins at 1. */
  public static Column slice(Column column, int start, int length) {
    return call("SLICE", column, start, length);
  }

  /** The keys of a map. */
  public static Column map_keys(Column column) {
    return call("MAP_KEYS", column);
  }

  /** The values of a map. */
  public static Column map_values(Column column) {
    return call("MAP_VALUES", column);
  }

  /** A value as JSON. */
  public static Column to_json(Column column) {
    return call("TO_JSON", column);
  }

  /** The value at a path in JSON, as text. */
  public static Column get_json_object(Column column, String path) {
    return call("GET_JSON_OBJECT", column, path);
  }

  /**
   * JSON in text as a row, array or map, NULL where it does not fit.
   *
   * @param schema {@code a INT, b ARRAY<STRING>}, or one type such as {@code ARRAY<INT>}
   */
  public static Column from_json(Column column, String schema) {
    return call("FROM_JSON", column, schema);
  }

  /**
   * As {@link #from_json(Column, String)}.
   *
   * @param options {@code mode}: PERMISSIVE, or FAILFAST for an error where it does not fit
   */
  public static Column from_json(Column column, String schema, Map<String, String> options) {
    if (options.isEmpty()) {
      return from_json(column, schema);
    }
    List<Column> entries = new ArrayList<>();
    options.forEach(
        (name, value) -> {
          entries.add(lit(name));
          entries.add(lit(value));
        });
    return call("FROM_JSON", column, schema, map(entries.toArray(Column[]::new)));
  }

  /** The schema of JSON in text, as {@link #from_json(Column, String)} takes it. */
  public static Column schema_of_json(String json) {
    return schema_of_json(lit(json));
  }

  /** As {@link #schema_of_json(String)}. */
  public static Column schema_of_json(Column json) {
    return call("SCHEMA_OF_JSON", json);
  }

  /** How many elements an array of JSON in text has; NULL if it is none. */
  public static Column json_array_length(Column column) {
    return call("JSON_ARRAY_LENGTH", column);
  }

  /** The names of an object of JSON in text as an array; NULL if it is none. */
  public static Column json_object_keys(Column column) {
    return call("JSON_OBJECT_KEYS", column);
  }

  /** JSON in text as a VARIANT; an error if it is none. */
  public static Column parse_json(Column column) {
    return call("PARSE_JSON", column);
  }

  /** JSON in text as a VARIANT; NULL if it is none. */
  public static Column try_parse_json(Column column) {
    return call("TRY_PARSE_JSON", column);
  }

  /**
   * The value at a path in a VARIANT, NULL if there is none; an error if it is not of the type.
   *
   * @param path {@code $.a.b[0]}
   * @param type a type of SQL, such as {@code int}
   */
  public static Column variant_get(Column column, String path, String type) {
    return call("VARIANT_GET", column, path, type);
  }

  /** As {@link #variant_get}, but NULL if it is not of the type. */
  public static Column try_variant_get(Column column, String path, String type) {
    return call("TRY_VARIANT_GET", column, path, type);
  }

  /** Whether a VARIANT is the null of JSON. */
  public static Column is_variant_null(Column column) {
    return call("IS_VARIANT_NULL", column);
  }

  /** A value as a VARIANT. */
  public static Column to_variant_object(Column column) {
    return call("TO_VARIANT_OBJECT", column);
  }

  // Aggregates.

  /** The sum; NULL of nothing. */
  public static Column sum(Column column) {
    return call("SUM", column);
  }

  /** As {@link #sum(Column)}. */
  public static Column sum(String column) {
    return sum(col(column));
  }

  /** The mean; NULL of nothing. */
  public static Column avg(Column column) {
    return call("AVG", column);
  }

  /** As {@link #avg(Column)}. */
  public static Column avg(String column) {
    return avg(col(column));
  }

  /** As {@link #avg}. */
  public static Column mean(Column column) {
    return call("AVG", column);
  }

  /** As {@link #mean(Column)}. */
  public static Column mean(String column) {
    return mean(col(column));
  }

  /** The least. */
  public static Column min(Column column) {
    return call("MIN", column);
  }

  /** As {@link #min(Column)}. */
  public static Column min(String column) {
    return min(col(column));
  }

  /** The greatest. */
  public static Column max(Column column) {
    return call("MAX", column);
  }

  /** As {@link #max(Column)}. */
  public static Column max(String column) {
    return max(col(column));
  }

  /** The first that arrived. */
  public static Column first_value(Column column) {
    return call("FIRST_VALUE", column);
  }

  /** As {@link #first_value(Column)}. */
  public static Column first_value(String column) {
    return first_value(col(column));
  }

  /** The last that arrived. */
  public static Column last_value(Column column) {
    return call("LAST_VALUE", column);
  }

  /** As {@link #last_value(Column)}. */
  public static Column last_value(String column) {
    return last_value(col(column));
  }

  /** One of them. */
  public static Column any_value(Column column) {
    return call("ANY_VALUE", column);
  }

  /** As {@link #any_value(Column)}. */
  public static Column any_value(String column) {
    return any_value(col(column));
  }

  /** The deviation of a sample. */
  public static Column stddev(Column column) {
    return call("STDDEV_SAMP", column);
  }

  /** As {@link #stddev(Column)}. */
  public static Column stddev(String column) {
    return stddev(col(column));
  }

  /** As {@link #stddev(Column)}. */
  public static Column std(Column column) {
    return stddev(column);
  }

  /** The deviation of a sample. */
  public static Column stddev_samp(Column column) {
    return call("STDDEV_SAMP", column);
  }

  /** As {@link #stddev_samp(Column)}. */
  public static Column stddev_samp(String column) {
    return stddev_samp(col(column));
  }

  /** The deviation of all. */
  public static Column stddev_pop(Column column) {
    return call("STDDEV_POP", column);
  }

  /** As {@link #stddev_pop(Column)}. */
  public static Column stddev_pop(String column) {
    return stddev_pop(col(column));
  }

  /** The variance of a sample. */
  public static Column variance(Column column) {
    return call("VAR_SAMP", column);
  }

  /** As {@link #variance(Column)}. */
  public static Column variance(String column) {
    return variance(col(column));
  }

  /** The variance of a sample. */
  public static Column var_samp(Column column) {
    return call("VAR_SAMP", column);
  }

  /** As {@link #var_samp(Column)}. */
  public static Column var_samp(String column) {
    return var_samp(col(column));
  }

  /** The variance of all. */
  public static Column var_pop(Column column) {
    return call("VAR_POP", column);
  }

  /** As {@link #var_pop(Column)}. */
  public static Column var_pop(String column) {
    return var_pop(col(column));
  }

  /** All of them. */
  public static Column collect_list(Column column) {
    return call("COLLECT_LIST", column);
  }

  /** As {@link #collect_list(Column)}. */
  public static Column collect_list(String column) {
    return collect_list(col(column));
  }

  /** The different ones as a list, sorted, without NULLs. */
  public static Column collect_set(Column column) {
    return call("COLLECT_SET", column);
  }

  /** As {@link #collect_set(Column)}. */
  public static Column collect_set(String column) {
    return collect_set(col(column));
  }

  /** About how many different ones there are. */
  public static Column approx_count_distinct(Column column) {
    return call("APPROX_COUNT_DISTINCT", column);
  }

  /** As {@link #approx_count_distinct(Column)}. */
  public static Column approx_count_distinct(String column) {
    return approx_count_distinct(col(column));
  }

  /** Whether all hold. */
  public static Column bool_and(Column column) {
    return call("BOOL_AND", column);
  }

  /** As {@link #bool_and(Column)}. */
  public static Column bool_and(String column) {
    return bool_and(col(column));
  }

  /** As {@link #bool_and}. */
  public static Column every(Column column) {
    return call("EVERY", column);
  }

  /** As {@link #every(Column)}. */
  public static Column every(String column) {
    return every(col(column));
  }

  /** Whether one holds. */
  public static Column bool_or(Column column) {
    return call("BOOL_OR", column);
  }

  /** As {@link #bool_or(Column)}. */
  public static Column bool_or(String column) {
    return bool_or(col(column));
  }

  /** As {@link #bool_or}. */
  public static Column some(Column column) {
    return call("SOME", column);
  }

  /** As {@link #some(Column)}. */
  public static Column some(String column) {
    return some(col(column));
  }

  /** As {@link #some(Column)}. */
  public static Column any(Column column) {
    return some(column);
  }

  /** The most frequent one. */
  public static Column mode(Column column) {
    return call("MODE", column);
  }

  /** As {@link #mode(Column)}. */
  public static Column mode(String column) {
    return mode(col(column));
  }

  /** Bits that all have. */
  public static Column bit_and(Column column) {
    return call("BIT_AND", column);
  }

  /** As {@link #bit_and(Column)}. */
  public static Column bit_and(String column) {
    return bit_and(col(column));
  }

  /** Bits that one has. */
  public static Column bit_or(Column column) {
    return call("BIT_OR", column);
  }

  /** As {@link #bit_or(Column)}. */
  public static Column bit_or(String column) {
    return bit_or(col(column));
  }

  /** Bits that an odd number have. */
  public static Column bit_xor(Column column) {
    return call("BIT_XOR", column);
  }

  /** As {@link #bit_xor(Column)}. */
  public static Column bit_xor(String column) {
    return bit_xor(col(column));
  }

  /** The value where the other is greatest. */
  public static Column max_by(Column column, Column by) {
    return call("MAX_BY", column, by);
  }

  /** The value where the other is least. */
  public static Column min_by(Column column, Column by) {
    return call("MIN_BY", column, by);
  }

  /** The covariance of a sample. */
  public static Column covar_samp(Column column, Column other) {
    return call("COVAR_SAMP", column, other);
  }

  /** The covariance of all. */
  public static Column covar_pop(Column column, Column other) {
    return call("COVAR_POP", column, other);
  }

  /** The first that arrived. */
  public static Column first(Column column) {
    return call("FIRST", column);
  }

  /** As {@link #first(Column)}. */
  public static Column first(String column) {
    return first(col(column));
  }

  /** The first that arrived, of those that are not NULL if these are to be ignored. */
  public static Column first(Column column, boolean ignoreNulls) {
    return ignoreNulls ? notNull(first(column), column) : first(column);
  }

  /** As {@link #first(Column, boolean)}. */
  public static Column first(String column, boolean ignoreNulls) {
    return first(col(column), ignoreNulls);
  }

  /** The last that arrived. */
  public static Column last(Column column) {
    return call("LAST", column);
  }

  /** As {@link #last(Column)}. */
  public static Column last(String column) {
    return last(col(column));
  }

  /** The last that arrived, of those that are not NULL if these are to be ignored. */
  public static Column last(Column column, boolean ignoreNulls) {
    return ignoreNulls ? notNull(last(column), column) : last(column);
  }

  /** As {@link #last(Column, boolean)}. */
  public static Column last(String column, boolean ignoreNulls) {
    return last(col(column), ignoreNulls);
  }

  /** The first that arrived, of those that are not NULL if these are to be ignored. */
  public static Column first_value(Column column, boolean ignoreNulls) {
    return ignoreNulls ? notNull(first_value(column), column) : first_value(column);
  }

  /** The last that arrived, of those that are not NULL if these are to be ignored. */
  public static Column last_value(Column column, boolean ignoreNulls) {
    return ignoreNulls ? notNull(last_value(column), column) : last_value(column);
  }

  /** The first that arrived, of those that are not NULL if these are to be ignored. */
  public static Column any_value(Column column, boolean ignoreNulls) {
    return ignoreNulls ? notNull(any_value(column), column) : any_value(column);
  }

  private static Column notNull(Column aggregate, Column column) {
    return new Column(new Expr.Filtered(aggregate.expr(), column.isNotNull().expr()));
  }

  /** The value in the middle, or between the two in the middle. */
  public static Column median(Column column) {
    return call("MEDIAN", column);
  }

  /** As {@link #median(Column)}. */
  public static Column median(String column) {
    return median(col(column));
  }

  /** How far values lean to one side: 0 for none. */
  public static Column skewness(Column column) {
    return call("SKEWNESS", column);
  }

  /** As {@link #skewness(Column)}. */
  public static Column skewness(String column) {
    return skewness(col(column));
  }

  /** How heavy the tails are, less those of the normal distribution. */
  public static Column kurtosis(Column column) {
    return call("KURTOSIS", column);
  }

  /** As {@link #kurtosis(Column)}. */
  public static Column kurtosis(String column) {
    return kurtosis(col(column));
  }

  /**
   * The value that so many of all are not behind: between two if it must be.
   *
   * @param percentage from 0 to 1
   */
  public static Column percentile(Column column, Column percentage) {
    return call("PERCENTILE", column, percentage);
  }

  /** The value that at least so many of all are not behind; exact, whatever the accuracy. */
  public static Column percentile_approx(Column column, Column percentage, Column accuracy) {
    return call("PERCENTILE_APPROX", column, percentage);
  }

  /** As {@link #percentile_approx}. */
  public static Column approx_percentile(Column column, Column percentage, Column accuracy) {
    return percentile_approx(column, percentage, accuracy);
  }

  /** Texts one behind the other, in the order in which they arrived. */
  public static Column string_agg(Column column) {
    return string_agg(column, lit(""));
  }

  /** Texts one behind the other, in the order in which they arrived. */
  public static Column string_agg(Column column, Column delimiter) {
    return call("STRING_AGG", column, delimiter);
  }

  /** As {@link #string_agg(Column)}. */
  public static Column listagg(Column column) {
    return string_agg(column);
  }

  /** As {@link #string_agg(Column, Column)}. */
  public static Column listagg(Column column, Column delimiter) {
    return string_agg(column, delimiter);
  }

  /** How much two numbers go together: from -1 to 1. */
  public static Column corr(Column column, Column other) {
    return call("CORR", column, other);
  }

  /** As {@link #corr(Column, Column)}. */
  public static Column corr(String column, String other) {
    return corr(col(column), col(other));
  }

  /** The number of pairs without NULL. */
  public static Column regr_count(Column y, Column x) {
    return call("REGR_COUNT", y, x);
  }

  /** The mean of x over pairs without NULL. */
  public static Column regr_avgx(Column y, Column x) {
    return call("REGR_AVGX", y, x);
  }

  /** The mean of y over pairs without NULL. */
  public static Column regr_avgy(Column y, Column x) {
    return call("REGR_AVGY", y, x);
  }

  /** The sum of squares of x about its mean. */
  public static Column regr_sxx(Column y, Column x) {
    return call("REGR_SXX", y, x);
  }

  /** The sum of squares of y about its mean. */
  public static Column regr_syy(Column y, Column x) {
    return call("REGR_SYY", y, x);
  }

  /** The sum of products of x and y about their means. */
  public static Column regr_sxy(Column y, Column x) {
    return call("REGR_SXY", y, x);
  }

  /** The slope of the line nearest to all pairs. */
  public static Column regr_slope(Column y, Column x) {
    return call("REGR_SLOPE", y, x);
  }

  /** Where the line nearest to all pairs crosses x = 0. */
  public static Column regr_intercept(Column y, Column x) {
    return call("REGR_INTERCEPT", y, x);
  }

  /** How well that line tells y: from 0 to 1. */
  public static Column regr_r2(Column y, Column x) {
    return call("REGR_R2", y, x);
  }

  // Over windows of rows.

  /** The number of the row, from 1. */
  public static Column row_number() {
    return call("ROW_NUMBER");
  }

  /** The rank, with gaps behind equals. */
  public static Column rank() {
    return call("RANK");
  }

  /** The rank, without gaps. */
  public static Column dense_rank() {
    return call("DENSE_RANK");
  }

  /** The rank from 0 to 1. */
  public static Column percent_rank() {
    return call("PERCENT_RANK");
  }

  /** The share of rows up to this one. */
  public static Column cume_dist() {
    return call("CUME_DIST");
  }

  /** Which of n equal parts it is in. */
  public static Column ntile(int n) {
    return call("NTILE", n);
  }

  /** The value so many rows before. */
  public static Column lag(Column column, int rows) {
    return call("LAG", column, rows);
  }

  /** The value that many rows before, or another if there is none. */
  public static Column lag(Column column, int rows, @Nullable Object otherwise) {
    return call("LAG", column, rows, otherwise);
  }

  /** The value so many rows behind. */
  public static Column lead(Column column, int rows) {
    return call("LEAD", column, rows);
  }

  /** The value that many rows behind, or another if there is none. */
  public static Column lead(Column column, int rows, @Nullable Object otherwise) {
    return call("LEAD", column, rows, otherwise);
  }

  // Functions in the program's own code.

  /** A typed aggregate, which {@link UDFRegistration} gives a name. */
  public static <I, B, O> UserDefinedFunction udaf(
      Aggregator<I, B, O> aggregator, Encoder<I> inputEncoder) {
    return UserDefinedFunction.of(new UserDefinedFunction.Aggregate(aggregator, inputEncoder));
  }

  /** A scalar function of no arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF0<?> function, DataType returnType) {
    return lambda(function, UDF0.class, returnType);
  }

  /** A scalar function of one argument, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF1<?, ?> function, DataType returnType) {
    return lambda(function, UDF1.class, returnType);
  }

  /** A scalar function of two arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF2<?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF2.class, returnType);
  }

  /** A scalar function of three arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF3<?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF3.class, returnType);
  }

  /** A scalar function of four arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF4<?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF4.class, returnType);
  }

  /** A scalar function of five arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF5<?, ?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF5.class, returnType);
  }

  /** A scalar function of six arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(UDF6<?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF6.class, returnType);
  }

  /** A scalar function of seven arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(
      UDF7<?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF7.class, returnType);
  }

  /** A scalar function of eight arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(
      UDF8<?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF8.class, returnType);
  }

  /** A scalar function of nine arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(
      UDF9<?, ?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF9.class, returnType);
  }

  /** A scalar function of ten arguments, which {@link UDFRegistration} gives a name. */
  public static UserDefinedFunction udf(
      UDF10<?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?> function, DataType returnType) {
    return lambda(function, UDF10.class, returnType);
  }

  private static UserDefinedFunction lambda(Object function, Class<?> above, DataType returnType) {
    return UserDefinedFunction.of(
        new UserDefinedFunction.Lambda(function, above, Optional.of(returnType)));
  }
}
