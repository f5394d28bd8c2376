package io.millrace.plan.analyze;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** Which of the dialects' freedoms we take. */
final class MillraceConformance extends SqlDelegatingConformance {
  static final MillraceConformance INSTANCE = new MillraceConformance(false);
  private static final MillraceConformance WITH_ALIASES = new MillraceConformance(true);

  private final boolean aliases;

  private MillraceConformance(boolean aliases) {
    super(SqlConformanceEnum.DEFAULT);
    this.aliases = aliases;
  }

  /**
   * @param aliases whether HAVING may name columns of the result
   */
  static MillraceConformance of(boolean aliases) {
    return aliases ? WITH_ALIASES : INSTANCE;
  }

  @Override
  public boolean isHavingAlias() {
    return aliases;
  }

  @Override
  public boolean isGroupByOrdinal() {
    return true;
  }

  @Override
  public boolean isGroupByAlias() {
    return true;
  }

  /** MINUS for EXCEPT. */
  @Override
  public boolean isMinusAllowed() {
    return true;
  }

  @Override
  public boolean isBangEqualAllowed() {
    return true;
  }

  @Override
  public boolean isPercentRemainderAllowed() {
    return true;
  }

  @Override
  public boolean isOffsetLimitAllowed() {
    return true;
  }

  @Override
  public boolean isLimitStartCountAllowed() {
    return true;
  }

  /** CAST between BOOLEAN and numbers; what converts by itself is for {@link Coercion} to say. */
  @Override
  public boolean allowLenientCoercion() {
    return true;
  }

  @Override
  public boolean allowNiladicParentheses() {
    return true;
  }
}
