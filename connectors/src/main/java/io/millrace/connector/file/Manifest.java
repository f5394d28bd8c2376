package io.millrace.connector.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What one batch of a file sink, or several in a row, added to the content of a directory. The
 * format of manifests, in one line of JSON, version 1:
 *
 * <pre>{"format":1,"content":"…","published":{"…":3},
 *  "files":[{"name":"part-00003-0-….json","rows":17,"bytes":612}]}</pre>
 *
 * @param content which content the files begin, as a batch in COMPLETE mode does: everything before
 *     is void. Empty if they add to what is there
 * @param published for queries that may come again, the number of the last batch that this and
 *     earlier manifests hold
 * @param files what was written, in order
 */
record Manifest(String content, Map<UUID, Long> published, List<Entry> files) {
  private static final int FORMAT = 1;
  private static final JsonFactory JSON = new JsonFactory();

  /** A file by its visible name. */
  record Entry(String name, long rows, long bytes) {}

  Manifest {
    published = Collections.unmodifiableMap(new TreeMap<>(published));
    files = List.copyOf(files);
  }

  /** Whether it begins a new content. */
  boolean replaces() {
    return !content.isEmpty();
  }

  /** The manifest that stands for some in a row. */
  static Manifest merge(List<Manifest> manifests) {
    String content = "";
    Map<UUID, Long> published = new TreeMap<>();
    List<Entry> files = new ArrayList<>();
    for (Manifest manifest : manifests) {
      if (manifest.replaces()) {
        content = manifest.content;
        files.clear();
      }
      manifest.published.forEach((query, batch) -> published.merge(query, batch, Math::max));
      files.addAll(manifest.files);
    }
    return new Manifest(content, published, files);
  }

  String toJson() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      write(text);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to a file", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Writes it as a file that is there as a whole or not at all, durable but for its name. */
  void writeAtomically(Path file) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName());
    Files.deleteIfExists(temporary);
    writeDurably(temporary);
    Directories.move(temporary, file);
  }

  private void writeDurably(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      write(out);
      out.write('\n');
      out.flush();
      channel.force(true);
    }
  }

  private void write(OutputStream out) throws IOException {
    JsonGenerator json = JSON.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeNumberField("format", FORMAT);
    json.writeStringField("content", content);
    json.writeObjectFieldStart("published");
    for (Map.Entry<UUID, Long> entry : published.entrySet()) {
      json.writeNumberField(entry.getKey().toString(), entry.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("files");
    for (Entry entry : files) {
      json.writeStartObject();
      json.writeStringField("name", entry.name);
      json.writeNumberField("rows", entry.rows);
      json.writeNumberField("bytes", entry.bytes);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
  }

  /**
   * @throws IOException if the text is no manifest
   */
  static Manifest parse(String text) throws IOException {
    try (JsonParser json = JSON.createParser(text)) {
      return new ManifestParser(json).parse(true);
    }
  }

  /**
   * @throws IOException if the file holds no manifest
   */
  static Manifest read(Path file) throws IOException {
    return read(file, true);
  }

  /** As {@link #read}, without files. */
  static Manifest readHead(Path file) throws IOException {
    return read(file, false);
  }

  private static Manifest read(Path file, boolean withFiles) throws IOException {
    try (JsonParser json = JSON.createParser(Files.newInputStream(file))) {
      json.enable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      return new ManifestParser(json).parse(withFiles);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads the fields in the order in which they are written. */
  private static final class ManifestParser {
    private final JsonParser json;

    ManifestParser(JsonParser json) {
      this.json = json;
    }

    Manifest parse(boolean withFiles) throws IOException {
      expect(JsonToken.START_OBJECT);
      field("format", JsonToken.VALUE_NUMBER_INT);
      if (json.getLongValue() != FORMAT) {
        throw new IOException("it is a manifest of format " + json.getText());
      }
      field("content", JsonToken.VALUE_STRING);
      String content = json.getText();
      field("published", JsonToken.START_OBJECT);
      Map<UUID, Long> published = new TreeMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        UUID query = query(json.currentName());
        expect(JsonToken.VALUE_NUMBER_INT);
        published.put(query, json.getLongValue());
      }
      List<Entry> files = withFiles ? files() : List.of();
      return new Manifest(content, published, files);
    }

    /** Whether it is a file, perhaps in {@code key=value} directories, and nowhere else. */
    private static boolean isBelow(String name) {
      String[] parts = name.split("/", -1);
      for (int i = 0; i < parts.length; i++) {
        boolean isDirectory = i < parts.length - 1;
        if (parts[i].isEmpty() || isDirectory && parts[i].indexOf('=') <= 0) {
          return false;
        }
      }
      return name.indexOf('\\') < 0 && !parts[parts.length - 1].equals("..");
    }

    private List<Entry> files() throws IOException {
      field("files", JsonToken.START_ARRAY);
      List<Entry> files = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        field("name", JsonToken.VALUE_STRING);
        String name = json.getText();
        if (!isBelow(name)) {
          throw new IOException("it names a file \"" + name + "\"");
        }
        field("rows", JsonToken.VALUE_NUMBER_INT);
        long rows = json.getLongValue();
        field("bytes", JsonToken.VALUE_NUMBER_INT);
        files.add(new Entry(name, rows, json.getLongValue()));
        expect(JsonToken.END_OBJECT);
      }
      expect(JsonToken.END_OBJECT);
      return files;
    }

    private static UUID query(String text) throws IOException {
      try {
        return UUID.fromString(text);
      } catch (IllegalArgumentException e) {
        throw new IOException("it names a query \"" + text + "\"", e);
      }
    }

    private void field(String name, JsonToken value) throws IOException {
      expect(JsonToken.FIELD_NAME);
      if (!json.currentName().equals(name)) {
        throw new IOException("it has a field " + json.currentName() + " in place of " + name);
      }
      expect(value);
    }

    private void expect(JsonToken token) throws IOException {
      if (json.nextToken() != token) {
        throw new IOException("it is no manifest");
      }
    }
  }
}
