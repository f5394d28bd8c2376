package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  @Property
  void whatIsAllowedIsNeverTooMuchTogetherAndUsedUp(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 100) Integer> uses,
      @ForAll @IntRange(min = 1, max = 300) int bytes) {
    MemoryBudget budget = new MemoryBudget(bytes);
    List<MemoryBudget.Account> accounts = new ArrayList<>();
    uses.forEach(use -> accounts.add(budget.open()));
    for (int i = 0; i < accounts.size(); i++) {
      accounts.get(i).use(uses.get(i));
    }
    long total = 0;
    long allowed = 0;
    for (int i = 0; i < accounts.size(); i++) {
      total += uses.get(i);
      allowed += Math.min(uses.get(i), accounts.get(i).use(uses.get(i)));
    }
    assertThat(allowed).isLessThanOrEqualTo(bytes);
    assertThat(allowed).isGreaterThan(Math.min(total, bytes) - accounts.size());
  }

  @Test
  void smallOnesLeaveToLargeOnesWhatTheyDoNotUse() {
    MemoryBudget budget = new MemoryBudget(100);
    MemoryBudget.Account small = budget.open();
    MemoryBudget.Account large = budget.open();
    assertThat(small.use(10)).isEqualTo(100);
    assertThat(large.use(95)).isEqualTo(90);
    assertThat(small.use(60)).isEqualTo(50);
    assertThat(large.use(60)).isEqualTo(50);
    small.close();
    assertThat(large.use(60)).isEqualTo(100);
  }

  @Test
  void limitCanChange() {
    MemoryBudget budget = MemoryBudget.unlimited();
    MemoryBudget.Account account = budget.open();
    assertThat(account.use(10)).isEqualTo(Long.MAX_VALUE);
    budget.limit(5);
    assertThat(account.use(10)).isEqualTo(5);
  }
}
