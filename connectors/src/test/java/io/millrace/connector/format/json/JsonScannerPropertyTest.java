package io.millrace.connector.format.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.types.DataType;
import io.millrace.api.types.Schema;
import io.millrace.connector.Contexts;
import io.millrace.connector.Rows;
import io.millrace.connector.format.OnError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The scanner gives what the general parser gives, whatever the input. */
class JsonScannerPropertyTest {
  private static final Schema SCHEMA =
      Contexts.schema(
          "id", DataType.BIGINT,
          "name", DataType.STRING,
          "price", DataType.decimal(10, 2),
          "ratio", DataType.DOUBLE,
          "small", DataType.REAL,
          "flag", DataType.BOOLEAN,
          "at", DataType.TIMESTAMP,
          "short", DataType.varchar(3),
          "need", DataType.INTEGER.notNull());

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void equalOnLines(@ForAll("texts") String text) {
    assertEqual(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void equalOnLinesWithTheSameFields(@ForAll("alikeTexts") String text) {
    assertEqual(text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void equalOnDamagedLinesWithTheSameFields(
      @ForAll("alikeTexts") String text, @ForAll List<Integer> places) {
    assertEqualIfDamaged(text, places);
  }

  @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
  void equalOnDamagedLines(@ForAll("texts") String text, @ForAll List<Integer> places) {
    assertEqualIfDamaged(text, places);
  }

  private static void assertEqualIfDamaged(String text, List<Integer> places) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String harm = "\"\\{}[]:,0eE.-+ \t\r\nnu\u00e9";
    byte[] harms = harm.getBytes(StandardCharsets.UTF_8);
    for (int place : places.subList(0, Math.min(3, places.size()))) {
      if (bytes.length > 0) {
        int random = place & Integer.MAX_VALUE;
        bytes[random % bytes.length] = harms[(random >>> 8) % harms.length];
      }
    }
    assertEqual(bytes);
  }

  private static void assertEqual(byte[] text) {
    for (OnError onError : List.of(OnError.NULL, OnError.SKIP)) {
      Rows scanned = JsonTexts.scan(SCHEMA, onError, text.clone());
      Rows expected = JsonTexts.general(SCHEMA, onError, text.clone());
      assertThat(scanned.rows()).isEqualTo(expected.rows());
      assertThat(scanned.malformed()).isEqualTo(expected.malformed());
    }
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> field =
        Combinators.combine(names(), blanks(), values())
            .as((name, blank, value) -> "\"" + name + "\"" + blank + ":" + blank + value);
    Arbitrary<String> record =
        field
            .list()
            .ofMaxSize(10)
            .map(fields -> "{" + String.join(",", fields) + ",\"need\":7}")
            .map(text -> text.replace("{,", "{"));
    return Combinators.combine(record.list().ofMaxSize(5), Arbitraries.of("\n", "\r\n", "\n\n"))
        .as((records, end) -> String.join(end, records));
  }

  /** Lines of the same fields in the same order, as real ones are, mostly of the right types. */
  @Provide
  Arbitrary<String> alikeTexts() {
    Arbitrary<List<String>> values =
        Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, fitting()), net.jqwik.api.Tuple.of(1, values()))
            .list()
            .ofSize(12);
    return Combinators.combine(
            names().list().uniqueElements().ofMaxSize(10),
            values.list().ofMaxSize(8),
            Arbitraries.of("\n", "\n", "\n", "\r\n"))
        .as(
            (names, records, end) ->
                records.stream()
                    .map(record -> record(names, record))
                    .collect(Collectors.joining(end)));
  }

  private static String record(List<String> names, List<String> values) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      text.append('"').append(names.get(i)).append("\":").append(values.get(i)).append(',');
    }
    return text.append("\"need\":").append(values.get(11)).append('}').toString();
  }

  private static Arbitrary<String> fitting() {
    return Arbitraries.of(
        "1",
        "-7",
        "12345678",
        "123456789",
        "1234567890123456789",
        "99.5",
        "null",
        "true",
        "\"\"",
        "\"plain\"",
        "\"a text of more than sixteen, and of more than thirty-two bytes\"",
        "\"größer\"",
        "\"a\\nb\"",
        "\"2026-01-01 00:00:00\"",
        "\"2026-01-01T23:59:59.5Z\"",
        "\"2026-01-01 10:20:30.123456\"",
        "\"2026-01-01 10:20:30.1234567\"",
        "\"2026-01-01 24:00:00\"",
        "\"2024-02-29 00:00:00+01:00\"",
        "\"2026-02-29 00:00:00\"",
        "[1,\"x\"]",
        "{\"a\":\"é\"}");
  }

  private static Arbitrary<String> blanks() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(8, Arbitraries.just("")),
        net.jqwik.api.Tuple.of(1, Arbitraries.of(" ", "\t", "  ")));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of(
        "id",
        "name",
        "price",
        "ratio",
        "small",
        "flag",
        "at",
        "short",
        "need",
        "ID",
        "Name",
        "other",
        "",
        "idx",
        "na\\u006de",
        "größe",
        "a longer name than eight bytes");
  }

  private static Arbitrary<String> values() {
    Arbitrary<String> numbers =
        Arbitraries.oneOf(
            Arbitraries.longs().map(String::valueOf),
            Arbitraries.integers().map(String::valueOf),
            Arbitraries.doubles().map(String::valueOf),
            Arbitraries.bigDecimals().map(Object::toString),
            Arbitraries.of(
                "0",
                "-0",
                "-",
                "00",
                "1.",
                ".5",
                "1e5",
                "1E+2",
                "1.50",
                "123456789012345678901",
                "99999999.995",
                "1e400",
                "1e-400",
                "NaN",
                "-Infinity",
                "0.1",
                "1e22",
                "1e23",
                "9007199254740993",
                "4.35",
                "1.0"));
    Arbitrary<String> strings =
        Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20),
                Arbitraries.of(
                    "a\\nb",
                    "\\u00e9",
                    "\\ud83d\\ude00",
                    "\\ud83d",
                    "\\q",
                    "\\",
                    "NaN",
                    "INF",
                    "2026-01-01T00:00:00Z",
                    "2026-02-30",
                    "2026-01-01 12:30",
                    "x\\\"y",
                    "äöü"))
            .map(text -> "\"" + text + "\"");
    Arbitrary<String> others =
        Arbitraries.of(
            "null",
            "true",
            "false",
            "nul",
            "{}",
            "[]",
            "[1,[2,{\"a\":null}]]",
            "{\"id\":1}",
            "[1,]",
            "{\"a\"}",
            "{\"a\":\"\\u12\"}",
            "[ true , false ]",
            "");
    return Arbitraries.oneOf(numbers, strings, others);
  }
}
