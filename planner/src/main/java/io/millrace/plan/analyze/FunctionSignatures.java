package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;

/** How functions are called, in words for people: {@code LPAD(text, integer, text)}. */
public final class FunctionSignatures {
  private static final Pattern TYPE = Pattern.compile("<([A-Z_ ]+)>");
  private static final int MOST = 4;

  /** What the families of types are called. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("CHARACTER", "text"),
          Map.entry("STRING", "text"),
          Map.entry("VARCHAR", "text"),
          Map.entry("NUMERIC", "number"),
          Map.entry("APPROXIMATE_NUMERIC", "number"),
          Map.entry("EXACT_NUMERIC", "number"),
          Map.entry("INTEGER", "integer"),
          Map.entry("ANY", "value"),
          Map.entry("DATETIME", "time"),
          Map.entry("DATETIME_INTERVAL", "interval"),
          Map.entry("INTERVAL_DAY_TIME", "interval"),
          Map.entry("INTERVAL_YEAR_MONTH", "interval"),
          Map.entry("COMPARABLE_TYPE", "value"),
          Map.entry("EQUIVALENT_TYPE", "value"));

  private FunctionSignatures() {}

  /** The signatures by name in upper case; functions that have none are left out. */
  public static Map<String, List<String>> of(FunctionTable table) {
    Map<String, List<String>> signatures = new TreeMap<>();
    for (SqlFunction function : table.functions()) {
      SqlOperandTypeChecker operands = function.getOperandTypeChecker();
      String name = function.getName().toUpperCase(Locale.ROOT);
      if (operands != null) {
        signatures.computeIfAbsent(name, n -> read(operands.getAllowedSignatures(function, n)));
      }
    }
    signatures.values().removeIf(List::isEmpty);
    return signatures;
  }

  /** Calcite gives one signature a line, in quotes, with types in angles. */
  private static List<String> read(String allowed) {
    Map<String, Boolean> distinct = new LinkedHashMap<>();
    for (String line : allowed.split("\n")) {
      String plain = line.strip();
      if (plain.length() > 2 && plain.startsWith("'") && plain.endsWith("'")) {
        plain = plain.substring(1, plain.length() - 1);
      }
      if (plain.contains("(")) {
        distinct.put(words(plain), true);
      }
    }
    List<String> signatures = new ArrayList<>(distinct.keySet());
    return signatures.size() <= MOST ? signatures : signatures.subList(0, MOST);
  }

  private static String words(String signature) {
    Matcher types = TYPE.matcher(signature);
    StringBuilder text = new StringBuilder();
    while (types.find()) {
      String type = types.group(1);
      types.appendReplacement(
          text, WORDS.getOrDefault(type, type.toLowerCase(Locale.ROOT).replace('_', ' ')));
    }
    return types.appendTail(text).toString();
  }
}
