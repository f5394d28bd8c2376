package io.millrace.state.durable;

import io.millrace.state.format.v1.ChangeBlock;
import io.millrace.state.format.v1.SectionHeader;
import io.millrace.state.format.v1.TableConversion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes sections of records, as they are read, to what their tables are now; nearly all are that
 * already. Not thread-safe.
 */
final class Evolution {
  private final Layouts layouts;
  private @Nullable SectionHeader last;
  private Optional<TableConversion> conversion = Optional.empty();

  Evolution(Layouts layouts) {
    this.layouts = layouts;
  }

  /** The header of a section. */
  SectionHeader header(SectionHeader section) {
    return conversion(section).map(c -> c.header(section)).orElse(section);
  }

  /** A block of a section, until the next call. */
  ChangeBlock block(SectionHeader section, ChangeBlock block) {
    Optional<TableConversion> widening = conversion(section);
    return widening.isPresent() ? widening.get().convert(section, block) : block;
  }

  private Optional<TableConversion> conversion(SectionHeader section) {
    if (!section.equals(last)) {
      last = section;
      conversion = layouts.conversion(section);
    }
    return conversion;
  }
}
