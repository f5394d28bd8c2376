package io.millrace.connector.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What one batch of a file sink has written. Its text is what the sink hands to be published, and
 * what lies, as one file for each batch, in {@value #DIRECTORY} below the directory:
 *
 * <pre>{"version":1,"query":"…","batch":3,"replace":false,
 *  "files":[{"name":"part-00003-0-….json","rows":17,"bytes":612}]}</pre>
 *
 * @param query the query that wrote it
 * @param batch the number of its batch
 * @param replace whether the files are the whole content from now on
 * @param files what was written
 */
record Manifest(UUID query, long batch, boolean replace, List<Entry> files) {
  /** Where manifests lie. */
  static final String DIRECTORY = "_millrace";

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** A file by its visible name. */
  record Entry(String name, long rows, long bytes) {}

  Manifest {
    files = List.copyOf(files);
  }

  static boolean isIn(Path directory) {
    return Files.isDirectory(directory.resolve(DIRECTORY));
  }

  String toJson() {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION);
    node.put("query", query.toString());
    node.put("batch", batch);
    node.put("replace", replace);
    ArrayNode list = node.putArray("files");
    for (Entry entry : files) {
      list.addObject().put("name", entry.name).put("rows", entry.rows).put("bytes", entry.bytes);
    }
    return node.toString();
  }

  /**
   * @throws IOException if the text is no manifest of this version
   */
  static Manifest parse(String json) throws IOException {
    JsonNode node = JSON.readTree(json);
    if (node.path("version").asInt() != VERSION) {
      throw new IOException("it is no manifest of version " + VERSION);
    }
    List<Entry> files = new ArrayList<>();
    for (JsonNode entry : node.path("files")) {
      String name = entry.path("name").asText();
      if (name.isEmpty() || !Path.of(name).equals(Path.of(name).getFileName())) {
        throw new IOException("it names a file \"" + name + "\"");
      }
      files.add(new Entry(name, entry.path("rows").asLong(), entry.path("bytes").asLong()));
    }
    try {
      return new Manifest(
          UUID.fromString(node.path("query").asText()),
          node.path("batch").asLong(),
          node.path("replace").asBoolean(),
          files);
    } catch (IllegalArgumentException e) {
      throw new IOException("it names no query", e);
    }
  }
}
