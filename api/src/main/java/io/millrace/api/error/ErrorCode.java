package io.millrace.api.error;

/**
 * Every error a user can meet. The name is the code that is shown; names are never reused.
 *
 * <p>The template's {@code {}} are filled, in order, with the parameters of the error.
 */
public enum ErrorCode {
  // Text and statements.
  SYNTAX_ERROR("42601", ErrorKind.USER, "{}"),
  STATEMENT_UNSUPPORTED("0A000", ErrorKind.UNSUPPORTED, "{} is not supported yet"),

  // Names.
  TABLE_NOT_FOUND("42P01", ErrorKind.USER, "{} \"{}\" does not exist{}"),
  COLUMN_NOT_FOUND("42703", ErrorKind.USER, "column \"{}\" does not exist{}"),
  COLUMN_AMBIGUOUS("42702", ErrorKind.USER, "column \"{}\" is ambiguous: {}"),
  COLUMN_DUPLICATE("42701", ErrorKind.USER, "column \"{}\" is declared twice"),
  FUNCTION_NOT_FOUND("42883", ErrorKind.USER, "function {} does not exist"),
  FUNCTION_ARGUMENTS("42883", ErrorKind.USER, "function {} does not take {}"),
  FUNCTION_CLASS_NOT_FOUND(
      "42704", ErrorKind.USER, "class \"{}\" of function {} is not on the class path"),
  FUNCTION_INVALID("42P13", ErrorKind.USER, "{} cannot be function {}: {}"),
  FUNCTION_RECURSIVE("42P19", ErrorKind.USER, "function {} calls itself: {}"),
  FUNCTION_NOT_DETERMINISTIC(
      "0A000", ErrorKind.USER, "function {} is not deterministic, and cannot stand here: {}"),
  TYPE_NOT_FOUND("42704", ErrorKind.USER, "type \"{}\" does not exist"),
  CONNECTOR_NOT_FOUND("42704", ErrorKind.USER, "connector \"{}\" does not exist"),
  FORMAT_NOT_FOUND("42704", ErrorKind.USER, "format \"{}\" does not exist for {}"),
  FORMAT_MISSING("42601", ErrorKind.USER, "{} need a format"),
  QUERY_NOT_FOUND("42704", ErrorKind.USER, "query \"{}\" does not exist"),
  OBJECT_EXISTS("42P07", ErrorKind.USER, "{} \"{}\" already exists"),
  OBJECT_IN_USE("55006", ErrorKind.USER, "{} \"{}\" is in use: {}"),
  OBJECT_WRONG_KIND("42809", ErrorKind.USER, "\"{}\" is a {}, not a {}"),
  QUERY_NAME_IN_USE("42P07", ErrorKind.USER, "a query named \"{}\" is already active"),

  // Options and settings.
  OPTION_UNKNOWN("42000", ErrorKind.USER, "unknown option \"{}\" for {}"),
  OPTION_MISSING("42000", ErrorKind.USER, "option \"{}\" is required for {}"),
  OPTION_INVALID("42000", ErrorKind.USER, "option \"{}\" cannot be {}: {}"),
  OPTION_DUPLICATE("42000", ErrorKind.USER, "option \"{}\" is given twice"),
  SETTING_UNKNOWN("42704", ErrorKind.USER, "unknown setting \"{}\""),
  SETTING_INVALID("22023", ErrorKind.USER, "setting \"{}\" cannot be {}: {}"),

  // Validation.
  TYPE_MISMATCH("42804", ErrorKind.USER, "{}"),
  AGGREGATE_MISPLACED("42803", ErrorKind.USER, "{}"),
  NOT_GROUPED("42803", ErrorKind.USER, "{}"),
  WINDOW_INVALID("42P20", ErrorKind.USER, "{}"),
  INSERT_COLUMNS("42601", ErrorKind.USER, "{}"),
  QUERY_INVALID("42000", ErrorKind.USER, "{}"),
  WATERMARK_INVALID("42P20", ErrorKind.USER, "{}"),
  WATERMARK_REDEFINED("42P20", ErrorKind.USER, "{} already has a watermark, on column \"{}\""),

  // Typed programs.
  ENCODER_INVALID("42804", ErrorKind.USER, "class {} cannot be encoded: {}"),
  FIELD_NOT_READABLE("42804", ErrorKind.USER, "field \"{}\" of {} cannot be read: {}"),
  FIELD_IS_NULL(
      "22004", ErrorKind.USER, "column \"{}\" is NULL, and field \"{}\" of {} cannot be null"),
  GROUPS_INPUT_INVALID("0A000", ErrorKind.USER, "{} is not possible over this input: {}"),

  // What the engine does not do (yet).
  NOT_SUPPORTED("0A000", ErrorKind.UNSUPPORTED, "{} is not supported yet"),
  FUNCTION_NOT_SUPPORTED("0A000", ErrorKind.UNSUPPORTED, "function {} is not supported yet{}"),
  TYPE_NOT_SUPPORTED("0A000", ErrorKind.UNSUPPORTED, "type {} is not supported yet{}"),

  // Modes, triggers and sinks.
  APPEND_NOT_FINAL("0A000", ErrorKind.USER, "{}"),
  UPDATE_NEEDS_KEY(
      "0A000", ErrorKind.USER, "UPDATE mode needs a key, and this result has none: {}"),
  UPDATE_SINK_NO_DELETE(
      "0A000", ErrorKind.USER, "rows of this result can disappear, and sink {} cannot delete"),
  MODE_SINK_UNSUPPORTED("0A000", ErrorKind.USER, "sink {} does not take {} mode"),
  COMPLETE_SINK_NO_REPLACE(
      "0A000",
      ErrorKind.USER,
      "COMPLETE mode needs a sink that can replace its content; {} cannot"),
  CHANGELOG_SINK_UNSUPPORTED(
      "0A000", ErrorKind.USER, "CHANGELOG mode needs a sink that takes row kinds; {} does not"),
  TRIGGER_INVALID("22023", ErrorKind.USER, "trigger {} is not possible: {}"),
  KEY_CONFLICT("23505", ErrorKind.USER, "two rows of the result have the same key {} in sink {}"),

  // Values.
  ARITHMETIC_OVERFLOW("22003", ErrorKind.USER, "{} overflows {}"),
  DIVIDE_BY_ZERO("22012", ErrorKind.USER, "division by zero"),
  CAST_INVALID_INPUT("22018", ErrorKind.USER, "cannot cast {} to {}"),
  CAST_OVERFLOW("22003", ErrorKind.USER, "{} is out of range for {}"),
  SUBQUERY_ROWS("21000", ErrorKind.USER, "a query in place of one value gives more than one row"),
  VALUE_INVALID("22023", ErrorKind.USER, "{}"),
  VALUE_TOO_LONG("22001", ErrorKind.USER, "value of {} characters is too long for {}"),
  USER_FUNCTION_FAILED("38000", ErrorKind.USER, "{} failed: {}"),
  DUPLICATE_KEY("23505", ErrorKind.USER, "{} has {} already"),
  CHECK_VIOLATED("23514", ErrorKind.USER, "a row of {} violates {}: {}"),
  ROW_CHANGED_TWICE("21000", ErrorKind.USER, "a row of {} would be changed twice by one statement"),
  TRANSACTION_STATE("25000", ErrorKind.USER, "{}"),
  NULL_NOT_ALLOWED(
      "23502", ErrorKind.USER, "column \"{}\" of {} is NOT NULL, and the value is NULL"),

  // Input.
  RECORD_MALFORMED("22P02", ErrorKind.USER, "malformed record in {}: {}"),
  RECORD_TOO_LARGE("54000", ErrorKind.USER, "record in {} is longer than {}"),
  PATH_NOT_FOUND("58030", ErrorKind.USER, "{} does not exist"),
  PATH_INVALID("58030", ErrorKind.USER, "{}: {}"),
  SOURCE_FILE_MISSING(
      "58030", ErrorKind.EXTERNAL, "file {} was taken and is gone before it was read"),
  SOURCE_FAILED("58030", ErrorKind.EXTERNAL, "source {} failed: {}"),
  SINK_FAILED("58030", ErrorKind.EXTERNAL, "sink {} failed: {}"),
  SINK_IN_USE("55006", ErrorKind.USER, "sink {} is being written by {}"),
  SINK_NOT_CONTINUABLE("55000", ErrorKind.USER, "sink {} cannot continue from a checkpoint: {}"),
  SINK_CODE_FAILED("38000", ErrorKind.USER, "the code of sink {} failed: {}"),

  // Checkpoints.
  CHECKPOINT_CORRUPT("58030", ErrorKind.EXTERNAL, "checkpoint file {} is damaged: {}"),
  CHECKPOINT_WRITE_FAILED("58030", ErrorKind.EXTERNAL, "cannot write checkpoint {}: {}"),
  CHECKPOINT_IN_USE("55006", ErrorKind.USER, "checkpoint {} is in use by {}"),
  CHECKPOINT_NOT_EMPTY(
      "55000", ErrorKind.USER, "directory {} is not empty and holds no checkpoint"),
  CHECKPOINT_NOT_FOUND("58030", ErrorKind.USER, "there is no checkpoint in {}"),
  CHECKPOINT_INCONSISTENT("XX001", ErrorKind.EXTERNAL, "checkpoint {} is inconsistent: {}"),
  CHECKPOINT_TOO_NEW(
      "0A000", ErrorKind.USER, "checkpoint {} was written by a newer version: format {}"),
  BATCH_TOO_LARGE(
      "54000",
      ErrorKind.RESOURCE,
      "one batch changes more state than can be written at once: {} bytes"),
  BATCH_NOT_RETAINED("22023", ErrorKind.USER, "query {} cannot go back to batch {}"),
  SOURCE_SET_CHANGED("55000", ErrorKind.USER, "the sources of the query have changed: {}"),
  STATE_INCOMPATIBLE("55000", ErrorKind.USER, "the state of {} does not fit the query: {}"),
  MODE_CHANGED("55000", ErrorKind.USER, "output mode {} cannot become {} on a restart"),
  SINK_CHANGED("55000", ErrorKind.USER, "the sink of the query has changed: {}"),

  // Running.
  QUERY_STOP_TIMEOUT("57014", ErrorKind.RESOURCE, "query {} did not stop within {}"),
  RECURSION_ENDLESS(
      "54001",
      ErrorKind.RESOURCE,
      "recursive query {} did not end within {}: endless recursion is not supported"),
  INTERRUPTED("57014", ErrorKind.USER, "interrupted"),
  SESSION_CLOSED("08003", ErrorKind.USER, "the session is closed"),
  ARROW_UNAVAILABLE("58000", ErrorKind.RESOURCE, "Arrow vectors need the JVM flag {}"),
  CODE_TOO_LARGE("54001", ErrorKind.RESOURCE, "the expression is too large to compile: {}"),

  INTERNAL_ERROR("XX000", ErrorKind.INTERNAL, "internal error: {}");

  private final String sqlState;
  private final ErrorKind kind;
  private final String template;

  ErrorCode(String sqlState, ErrorKind kind, String template) {
    this.sqlState = sqlState;
    this.kind = kind;
    this.template = template;
  }

  /** The five-character SQLSTATE, for drivers and tools that look for one. */
  public String sqlState() {
    return sqlState;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The message with {@code {}} where parameters go. */
  public String template() {
    return template;
  }

  String message(Object... parameters) {
    StringBuilder message = new StringBuilder();
    int from = 0;
    for (Object parameter : parameters) {
      int hole = template.indexOf("{}", from);
      if (hole < 0) {
        throw new IllegalArgumentException(name() + " takes fewer parameters: " + template);
      }
      message.append(template, from, hole).append(parameter);
      from = hole + 2;
    }
    if (template.indexOf("{}", from) >= 0) {
      throw new IllegalArgumentException(name() + " takes more parameters: " + template);
    }
    return message.append(template, from, template.length()).toString();
  }
}
