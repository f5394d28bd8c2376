package io.millrace.exec.expression.runtime;

import io.millrace.api.batch.NestedReader;
import io.millrace.api.types.DataType;
import io.millrace.api.types.TypeKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects and arrays of JSON out of values of SQL. */
final class JsonMaker {
  private JsonMaker() {}

  /** A value as that type of JSON. */
  static byte[] value(NestedTexts texts, DataType type, TypeKind kind, byte @Nullable [] payload) {
    return payload == null ? JsonText.NULL : normal(kind, element(texts, type, kind, payload));
  }

  private static byte[] element(
      NestedTexts texts, DataType type, TypeKind kind, byte @Nullable [] payload) {
    if (payload == null) {
      return JsonText.NULL;
    }
    return type.kind().isJson() ? payload : JsonText.utf8(texts.json(type, payload, kind));
  }

  /** What has been put together, as that type wants it; text and JSON stay as they are. */
  private static byte[] normal(TypeKind kind, byte[] json) {
    if (kind != TypeKind.JSONB && kind != TypeKind.VARIANT) {
      return json;
    }
    byte[] text = JsonText.of(kind, json);
    if (text == null) {
      throw new IllegalArgumentException("a name comes twice, or a number has too many digits");
    }
    return text;
  }

  /** Whether the first argument says that NULLs are left out, which only text is told. */
  private static int first(TypeKind kind) {
    return kind == TypeKind.VARCHAR ? 1 : 0;
  }

  private static boolean isLeftOut(TypeKind kind, byte @Nullable [][] given, int index) {
    byte[] absent = given[0];
    return first(kind) == 1 && given[index] == null && absent != null && absent[0] != 0;
  }

  /** Of names and values in turn. */
  static byte[] object(
      NestedTexts texts,
      List<DataType> types,
      TypeKind kind,
      Site site,
      byte @Nullable [][] given) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write('{');
    int count = 0;
    for (int i = first(kind); i + 1 < given.length; i += 2) {
      if (isLeftOut(kind, given, i + 1)) {
        continue;
      }
      byte[] name = given[i];
      if (name == null) {
        site.invalid("the name of a member is NULL");
        return JsonText.NULL;
      }
      separate(out, count++, kind);
      boolean text = types.get(i).kind().isText();
      String named =
          text ? new String(name, StandardCharsets.UTF_8) : texts.text(types.get(i), name);
      out.writeBytes(JsonText.quoted(named));
      out.writeBytes(JsonText.utf8(kind == TypeKind.JSON ? " : " : ":"));
      out.writeBytes(element(texts, types.get(i + 1), kind, given[i + 1]));
    }
    out.write('}');
    return normal(kind, out.toByteArray());
  }

  static byte[] array(
      NestedTexts texts, List<DataType> types, TypeKind kind, byte @Nullable [][] given) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write('[');
    int count = 0;
    for (int i = first(kind); i < given.length; i++) {
      if (isLeftOut(kind, given, i)) {
        continue;
      }
      separate(out, count++, kind);
      out.writeBytes(element(texts, types.get(i), kind, given[i]));
    }
    out.write(']');
    return normal(kind, out.toByteArray());
  }

  private static void separate(ByteArrayOutputStream out, int number, TypeKind kind) {
    if (number > 0) {
      out.writeBytes(JsonText.utf8(kind == TypeKind.JSON ? ", " : ","));
    }
  }

  /** An array of an ARRAY of JSON. */
  static byte[] arrayOf(DataType type, TypeKind kind, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NestedReader reader = new NestedReader().open(payload, 0);
    out.write('[');
    for (int i = 0; reader.hasNext(); i++) {
      reader.next(type.child(0));
      separate(out, i, kind);
      out.writeBytes(reader.isNull() ? JsonText.NULL : reader.bytes());
    }
    out.write(']');
    return normal(kind, out.toByteArray());
  }

  /**
   * An object of an ARRAY of rows of a name and JSON.
   *
   * @param absent whether members that are NULL are left out
   */
  static byte[] objectOf(DataType type, TypeKind kind, boolean absent, Site site, byte[] payload) {
    DataType member = type.child(0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NestedReader reader = new NestedReader().open(payload, 0);
    NestedReader inside = new NestedReader();
    out.writeBytes(JsonText.utf8(kind == TypeKind.JSON ? "{ " : "{"));
    int count = 0;
    while (reader.hasNext()) {
      reader.next(member);
      inside.open(reader.data(), reader.start() + 1);
      inside.next(member.child(0));
      if (inside.isNull()) {
        site.invalid("the name of a member is NULL");
      }
      String name = new String(inside.bytes(), StandardCharsets.UTF_8);
      inside.next(member.child(1));
      if (absent && inside.isNull()) {
        continue;
      }
      separate(out, count++, kind);
      out.writeBytes(JsonText.quoted(name));
      out.writeBytes(JsonText.utf8(kind == TypeKind.JSON ? " : " : ":"));
      out.writeBytes(inside.isNull() ? JsonText.NULL : inside.bytes());
    }
    out.writeBytes(JsonText.utf8(kind == TypeKind.JSON ? " }" : "}"));
    return normal(kind, out.toByteArray());
  }
}
