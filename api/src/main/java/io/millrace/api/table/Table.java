package io.millrace.api.table;

import io.millrace.api.function.FilterFunction;

/**
 * A table of rows: what Spark calls a DataFrame. See {@link Dataset}.
 *
 * <p>The methods here are those of {@link Dataset}, and give tables.
 */
public interface Table extends Dataset<Row> {

  @Override
  Table as(String alias);

  @Override
  Table alias(String alias);

  @Override
  Table filter(Column condition);

  @Override
  Table filter(String condition);

  @Override
  Table filter(FilterFunction<Row> function);

  @Override
  Table where(Column condition);

  @Override
  Table where(String condition);

  @Override
  Table distinct();

  @Override
  Table dropDuplicates();

  @Override
  Table dropDuplicates(String first, String... others);

  @Override
  Table dropDuplicates(String[] columns);

  @Override
  Table dropDuplicatesWithinWatermark();

  @Override
  Table dropDuplicatesWithinWatermark(String first, String... others);

  @Override
  Table dropDuplicatesWithinWatermark(String[] columns);

  @Override
  Table observe(String name, Column first, Column... others);

  @Override
  Table orderBy(Column... keys);

  @Override
  Table orderBy(String first, String... others);

  @Override
  Table sort(Column... keys);

  @Override
  Table sort(String first, String... others);

  @Override
  Table limit(int count);

  @Override
  Table offset(int count);

  @Override
  Table withWatermark(String column, String delay);

  @Override
  Table union(Dataset<Row> other);

  @Override
  Table unionAll(Dataset<Row> other);

  @Override
  Table unionByName(Dataset<Row> other);

  @Override
  Table unionByName(Dataset<Row> other, boolean allowMissingColumns);

  @Override
  Table intersect(Dataset<Row> other);

  @Override
  Table intersectAll(Dataset<Row> other);

  @Override
  Table except(Dataset<Row> other);

  @Override
  Table exceptAll(Dataset<Row> other);

  @Override
  Row[] collect();

  @Override
  Row[] take(int count);

  @Override
  Row[] tail(int count);

  @Override
  Row[] head(int count);
}
