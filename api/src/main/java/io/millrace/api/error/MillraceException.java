package io.millrace.api.error;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that Millrace throws for anything a user can cause or mend.
 *
 * <p>It says what ({@link #summary()}), where ({@link #position()} in the script, with {@link
 * #source()} once the script is known), why ({@link #details()}) and what to do ({@link #hints()}).
 * {@link #getMessage()} is the whole text as the shell prints it; {@link #getCause()} is what the
 * program's own code has thrown, as it was thrown. Build one with {@link #error(ErrorCode,
 * Object...)}. The failure of a query that ran is a {@link StreamingQueryException}.
 */
public sealed class MillraceException extends RuntimeException permits StreamingQueryException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String summary;
  private final List<String> details;
  private final List<String> hints;
  private final transient @Nullable SourcePosition position;
  private final transient @Nullable SourceText source;
  private final transient @Nullable MillraceException origin;

  MillraceException(Builder builder) {
    super(builder.cause);
    this.code = builder.code;
    this.summary = builder.summary;
    this.details = List.copyOf(builder.details);
    this.hints = List.copyOf(builder.hints);
    this.position = builder.position;
    this.source = builder.source;
    this.origin = builder.origin;
    if (origin != null) {
      setStackTrace(origin.getStackTrace());
      builder.suppressed.forEach(this::addSuppressed);
    }
  }

  /** Begins an error; the parameters fill the code's template. */
  public static Builder error(ErrorCode code, Object... parameters) {
    return new Builder(code, code.message(parameters));
  }

  public ErrorCode code() {
    return code;
  }

  /** The sentence that says what is wrong, without code, place or hint. */
  public String summary() {
    return summary;
  }

  /** Sentences that say why; may be empty. */
  public List<String> details() {
    return details;
  }

  /** Ways out, each ready to be pasted or followed; may be empty. */
  public List<String> hints() {
    return hints;
  }

  /** Where in the script, if the error belongs to a place in it. */
  public Optional<SourcePosition> position() {
    return Optional.ofNullable(position);
  }

  /** The script, once a layer that knows it has added it. */
  public Optional<SourceText> source() {
    return Optional.ofNullable(source);
  }

  /**
   * The name of the query that ended by it while it ran; empty if the error came before anything
   * ran.
   */
  public Optional<String> query() {
    return failedQuery().map(FailedQuery::name);
  }

  /** The query that ended by it, in a {@link StreamingQueryException}. */
  Optional<FailedQuery> failedQuery() {
    return Optional.empty();
  }

  /**
   * The error as it was thrown first: the same object for all that are the same failure with more
   * said about it.
   */
  public MillraceException origin() {
    return origin == null ? this : origin;
  }

  /** The same error as the end of a query that ran. */
  public StreamingQueryException ofQuery(FailedQuery query) {
    return new StreamingQueryException(rebuild(), query);
  }

  /** The same error with the script it happened in, unless it already has one. */
  public MillraceException in(SourceText script) {
    if (source != null) {
      return this;
    }
    return rebuild().in(script).build();
  }

  /** The same error with a position, unless it already has one. */
  public MillraceException at(SourcePosition fallback) {
    if (position != null) {
      return this;
    }
    return rebuild().at(fallback).build();
  }

  /** The same error at a place of another text. */
  public MillraceException movedTo(SourceText other, SourcePosition place) {
    Builder builder = rebuild();
    builder.source = requireNonNull(other, "other is null");
    builder.position = requireNonNull(place, "place is null");
    return builder.build();
  }

  /** The same error without a place, for one that no text caused. */
  public MillraceException withoutPlace() {
    if (position == null && source == null) {
      return this;
    }
    Builder builder = rebuild();
    builder.source = null;
    builder.position = null;
    return builder.build();
  }

  /** The same error with one more sentence that says why. */
  public MillraceException withDetail(String sentence) {
    return rebuild().detail(sentence).build();
  }

  /** The same error with one more way out. */
  public MillraceException withHint(String wayOut) {
    return rebuild().hint(wayOut).build();
  }

  /** The same error, all of it in other words. */
  public MillraceException withWords(UnaryOperator<String> words) {
    Builder builder = rebuild();
    builder.summary = words.apply(summary);
    builder.details.replaceAll(words);
    builder.hints.replaceAll(words);
    return builder.build();
  }

  /** The same error with its ways out in other words. */
  public MillraceException withHints(UnaryOperator<String> words) {
    if (hints.stream().allMatch(hint -> words.apply(hint).equals(hint))) {
      return this;
    }
    Builder builder = rebuild();
    builder.hints.replaceAll(words);
    return builder.build();
  }

  private Builder rebuild() {
    Builder builder = new Builder(code, summary);
    builder.details.addAll(details);
    builder.hints.addAll(hints);
    builder.position = position;
    builder.source = source;
    builder.query = failedQuery().orElse(null);
    builder.cause = getCause();
    builder.origin = origin();
    builder.suppressed = List.of(getSuppressed());
    return builder;
  }

  @Override
  public String getMessage() {
    return ErrorReport.render(this);
  }

  /** Collects the parts of an error. */
  public static final class Builder {
    private final ErrorCode code;
    private String summary;
    private final List<String> details = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private @Nullable SourcePosition position;
    private @Nullable SourceText source;
    private @Nullable FailedQuery query;
    private @Nullable Throwable cause;
    private @Nullable MillraceException origin;
    private List<Throwable> suppressed = List.of();

    private Builder(ErrorCode code, String summary) {
      this.code = requireNonNull(code, "code is null");
      this.summary = summary;
    }

    /** The place in the script. */
    public Builder at(SourcePosition place) {
      this.position = requireNonNull(place, "place is null");
      return this;
    }

    /** The place in the script, if known. */
    public Builder at(Optional<SourcePosition> place) {
      this.position = place.orElse(null);
      return this;
    }

    public Builder in(SourceText script) {
      this.source = requireNonNull(script, "script is null");
      return this;
    }

    /** A sentence that says why. */
    public Builder detail(String sentence) {
      details.add(requireNonNull(sentence, "sentence is null"));
      return this;
    }

    /** A way out, ready to be pasted or followed. */
    public Builder hint(String wayOut) {
      hints.add(requireNonNull(wayOut, "wayOut is null"));
      return this;
    }

    public Builder cause(Throwable failure) {
      this.cause = requireNonNull(failure, "failure is null");
      return this;
    }

    public MillraceException build() {
      return query == null ? new MillraceException(this) : new StreamingQueryException(this, query);
    }
  }
}
