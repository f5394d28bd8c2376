package io.millrace.state.format.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ChangeBlockTest {
  private static final ByteBuffer KEY = ByteBuffer.wrap(new byte[] {0, 1, 2});

  private static int takenOf(int valueBytes) {
    ChangeBlock block = new ChangeBlock();
    block.begin(0);
    byte[] value = new byte[valueBytes];
    value[0] = (byte) ChangeRecordWriter.SCHEMA_VERSION;
    boolean room = true;
    while (room) {
      room = block.add(KEY.duplicate(), ByteBuffer.wrap(value));
    }
    return block.count();
  }

  @Test
  void smallValuesAreTakenUntilThereAreEnough() {
    assertThat(takenOf(100)).isEqualTo(ChangeBlock.MAX_ENTRIES);
  }

  @Test
  void largeValuesAreTakenUntilTheirBytesAreEnough() {
    assertThat(takenOf(3 << 20)).isEqualTo(6);
    assertThat(takenOf(40 << 20)).isEqualTo(1);
  }
}
