package io.millrace.api.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function that makes rows out of each row: {@code FROM t, LATERAL TABLE(f(t.x)) AS a(b, c)}. Its
 * public methods {@code eval} take the arguments, with the types of {@link ScalarFunction}, and
 * hand rows out by {@link #collect}.
 *
 * <pre>{@code
 * public final class Split extends TableFunction<Split.Word> {
 *   public record Word(String word, int length) {}
 *
 *   public void eval(String text) {
 *     for (String word : text.split(" ")) {
 *       collect(new Word(word, word.length()));
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>Any other class is a table function too if its {@code eval} gives an Iterator, Iterable,
 * Stream or array. The columns are the components of a record, or one column {@code value} of
 * another type; rows that are {@code Object[]} need {@code RETURNS TABLE (…)} in CREATE FUNCTION.
 * If an argument of a primitive parameter is NULL there are no rows.
 *
 * <p>It must give the same rows for the same arguments whenever it is called, because rows that are
 * taken back are made once more.
 *
 * @param <T> a row: a record, a value of a type that a column can have, or {@code Object[]}
 */
public abstract class TableFunction<T> {
  private List<T> rows = new ArrayList<>();

  /** Gives one row more. */
  protected final void collect(T row) {
    rows.add(Objects.requireNonNull(row, "row is null"));
  }

  /** Takes what {@code eval} has collected since the last call. Called by the engine. */
  public final List<@Nullable Object> takeRows() {
    List<@Nullable Object> taken = new ArrayList<>(rows);
    rows.clear();
    return taken;
  }
}
