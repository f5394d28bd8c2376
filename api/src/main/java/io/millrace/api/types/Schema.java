package io.millrace.api.types;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The columns of a table, a batch or a result, in order. */
public record Schema(List<Field> fields) {

  /** The schema without columns. */
  public static final Schema EMPTY = new Schema(List.of());

  public Schema {
    fields = List.copyOf(fields);
  }

  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  public int size() {
    return fields.size();
  }

  public Field field(int index) {
    return fields.get(index);
  }

  public DataType type(int index) {
    return fields.get(index).type();
  }

  public String name(int index) {
    return fields.get(index).name();
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** The position of the column of that name, matched without regard to case. */
  public OptionalInt indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equalsIgnoreCase(name)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** The schema of the given columns of this one, in the given order. */
  public Schema project(int... columns) {
    List<Field> projected = new ArrayList<>(columns.length);
    for (int column : columns) {
      projected.add(fields.get(column));
    }
    return new Schema(projected);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < fields.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(name(i)).append(' ').append(type(i));
    }
    return text.append(')').toString();
  }
}
