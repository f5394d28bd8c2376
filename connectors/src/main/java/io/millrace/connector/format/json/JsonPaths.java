package io.millrace.connector.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.connector.format.TimeFormats;

/** What the two ways to read a record share: settings, so that both give equal results. */
final class JsonPaths {
  private final TimeFormats times;
  private final JsonFactory factory;

  JsonPaths(TimeFormats times) {
    this.times = times;
    this.factory =
        JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Names come from outside: remembering them all would never end.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // The length of a record is limited where it is read.
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();
  }

  TimeFormats times() {
    return times;
  }

  JsonFactory factory() {
    return factory;
  }

  /** Whether a timestamp may be a number. */
  boolean timestampsAreNumbers() {
    return times.timestampUnit() != 0;
  }
}
