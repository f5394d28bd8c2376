package io.millrace.state.format.v1;

import static java.util.Objects.requireNonNull;

import io.millrace.api.types.DataType;
import io.millrace.state.KeyLayout;
import io.millrace.state.SortOrder;
import io.millrace.state.StateField;
import io.millrace.state.StateTables.KeyHorizon;
import io.millrace.state.TypeWidening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the bytes of a table mean, so that a later version of its query can read them. The text of a
 * layout is in one line of fields {@code name=…} that are separated by semicolons:
 *
 * <pre>
 *   signature  that sections of the table have, hexadecimal
 *   keys       types of the key's columns, or of the group's; separated by |
 *   dealt      by how many of them keys are dealt out
 *   horizon    column, unit, offset; left out for none
 *   fields     of the operator's words, each name:words; separated by |
 *   extended   how many extensions there are
 *   values     types of a value's columns; left out for a keyed table
 *   orders     of the first of them, each A or D and F or L for NULLs first or last
 *   kind       of the table of values
 * </pre>
 *
 * @param signature that sections of the table have
 * @param keys types of the key's columns, or of the group's
 * @param groupColumns by how many of them keys are dealt out
 * @param horizon of the keys
 * @param fields of the operator's words
 * @param extensions how many there are
 * @param values what a table of values by group has
 */
public record TableLayout(
    long signature,
    List<DataType> keys,
    int groupColumns,
    Optional<KeyHorizon> horizon,
    List<StateField> fields,
    int extensions,
    Optional<Values> values) {
  public TableLayout {
    keys = List.copyOf(keys);
    fields = List.copyOf(fields);
    requireNonNull(horizon, "horizon is null");
    requireNonNull(values, "values is null");
  }

  /**
   * The values of a group.
   *
   * @param types of a value's columns
   * @param orders of the first of them
   * @param kind of table
   */
  public record Values(List<DataType> types, List<SortOrder> orders, String kind) {
    public Values {
      types = List.copyOf(types);
      orders = List.copyOf(orders);
    }
  }

  /** Words of a value. */
  public int words() {
    return values.isPresent() ? 1 : fields.stream().mapToInt(StateField::words).sum();
  }

  KeyLayout keyLayout() {
    return new KeyLayout(keys, groupColumns);
  }

  /** Types of columns. */
  public static List<DataType> types(KeyLayout layout, int firstColumn) {
    List<DataType> types = new ArrayList<>();
    for (int i = firstColumn; i < layout.columns(); i++) {
      types.add(layout.type(i));
    }
    return types;
  }

  /** What people can read of it: the types. */
  public String describe() {
    return "("
        + joined(keys, ", ")
        + ")"
        + values.map(v -> " with values (" + joined(v.types(), ", ") + ")").orElse("");
  }

  /** The text of the layout. */
  public String toText() {
    StringBuilder text = new StringBuilder("signature=").append(Long.toHexString(signature));
    text.append(";keys=").append(joined(keys, "|")).append(";dealt=").append(groupColumns);
    horizon.ifPresent(
        h -> text.append(";horizon=" + h.column() + "," + h.unit() + "," + h.offset()));
    text.append(";fields=")
        .append(fields.stream().map(TableLayout::toText).collect(Collectors.joining("|")))
        .append(";extended=")
        .append(extensions);
    values.ifPresent(
        v ->
            text.append(";values=")
                .append(joined(v.types(), "|"))
                .append(";orders=")
                .append(v.orders().stream().map(TableLayout::toText).collect(Collectors.joining()))
                .append(";kind=")
                .append(v.kind()));
    return text.toString();
  }

  private static String joined(List<DataType> types, String between) {
    return types.stream().map(DataType::toString).collect(Collectors.joining(between));
  }

  private static String toText(StateField field) {
    return field.name() + ":" + field.words();
  }

  private static String toText(SortOrder order) {
    return (order.descending() ? "D" : "A") + (order.nullsFirst() ? "F" : "L");
  }

  /**
   * Reads what {@link #toText} wrote.
   *
   * @throws IllegalArgumentException it is something else
   */
  public static TableLayout parse(String text) {
    LayoutText parts = new LayoutText(text);
    List<StateField> fields = new ArrayList<>();
    for (String field : parts.list("fields")) {
      String[] part = field.split(":", -1);
      fields.add(new StateField(part[0], Integer.parseInt(part[1])));
    }
    return new TableLayout(
        Long.parseUnsignedLong(parts.get("signature"), 16),
        types(parts.list("keys")),
        Integer.parseInt(parts.get("dealt")),
        parts.find("horizon").map(TableLayout::horizon),
        fields,
        Integer.parseInt(parts.get("extended")),
        parts
            .find("kind")
            .map(
                kind ->
                    new Values(types(parts.list("values")), orders(parts.get("orders")), kind)));
  }

  private static KeyHorizon horizon(String text) {
    String[] part = text.split(",");
    return new KeyHorizon(
        Integer.parseInt(part[0]), Long.parseLong(part[1]), Long.parseLong(part[2]));
  }

  private static List<DataType> types(List<String> texts) {
    List<DataType> types = new ArrayList<>();
    for (String text : texts) {
      types.add(
          TypeWidening.parse(text)
              .orElseThrow(() -> new IllegalArgumentException("no type: " + text)));
    }
    return types;
  }

  private static List<SortOrder> orders(String text) {
    List<SortOrder> orders = new ArrayList<>();
    for (int i = 0; i + 1 < text.length(); i += 2) {
      orders.add(new SortOrder(text.charAt(i) == 'D', text.charAt(i + 1) == 'F'));
    }
    return orders;
  }
}
