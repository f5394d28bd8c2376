package io.millrace.plan.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Types and signatures in Calcite's messages, said as users write them. */
final class TypeWords {
  private static final Pattern ANGLE = Pattern.compile("<(.*?)>(?=[ ,)]|$)");

  private TypeWords() {}

  /** {@code <INTEGER> + <VARCHAR(20)>} gives integer, varchar(20). */
  static List<String> operandTypes(String signature) {
    List<String> types = new ArrayList<>();
    Matcher matcher = ANGLE.matcher(signature);
    while (matcher.find()) {
      types.add(type(matcher.group(1)));
    }
    return types;
  }

  /** {@code (<INTEGER>, <CHAR(1)>)} as {@code (integer, char(1))}. */
  static String arguments(String signature) {
    return "(" + String.join(", ", operandTypes(signature)) + ")";
  }

  static String type(String calcite) {
    return calcite
        .replace("TIMESTAMP_WITH_LOCAL_TIME_ZONE", "timestamp_ltz")
        .replaceAll(" CHARACTER SET \"[^\"]*\"", "")
        .replaceAll(" COLLATE \"[^\"]*\"", "")
        .replace(" NOT NULL", "")
        .replaceAll("(TIMESTAMP|timestamp_ltz|TIME)\\(6\\)", "$1")
        .toLowerCase(Locale.ROOT);
  }

  static boolean isNumber(String type) {
    return type.startsWith("decimal")
        || List.of("tinyint", "smallint", "integer", "bigint", "real", "double", "float")
            .contains(type);
  }

  /** {@code 'F(<NUMERIC>)'\n'F(<TEXT>)'} as {@code f(numeric) or f(text)}. */
  static String forms(String supported) {
    return supported
        .lines()
        .map(line -> line.trim().replaceAll("^'|'$", ""))
        .map(line -> line.replaceAll("^([A-Z]+)<", "$1 <").replace("<", "").replace(">", ""))
        .map(TypeWords::type)
        .map(TypeWords::families)
        .distinct()
        .limit(3)
        .collect(Collectors.joining(" or "));
  }

  /** Families of types, as people call them. */
  private static String families(String form) {
    return form.replace("character", "text")
        .replace("datetime_interval", "interval")
        .replace("approximate_numeric", "double")
        .replace("datetime", "time")
        .replace("numeric", "number");
  }

  /** Without Calcite's quoting of names. */
  static String unquote(String text) {
    return text.replaceAll("`([^`]*)`", "$1").replaceAll("'([^' ]*)'", "\"$1\"").trim();
  }
}
