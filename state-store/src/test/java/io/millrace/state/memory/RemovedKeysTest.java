package io.millrace.state.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RemovedKeysTest {
  @Property(tries = 50)
  void keysAreThereUntilTheirLastEpochIsForgotten(@ForAll long seed) {
    Random random = new Random(seed);
    RemovedKeys keys = new RemovedKeys();
    Map<String, Long> model = new HashMap<>();
    long forgotten = -1;
    for (long epoch = 0; epoch < 20; epoch++) {
      for (int i = random.nextInt(200); i > 0; i--) {
        byte[] key = ("xx" + random.nextInt(500)).getBytes(StandardCharsets.UTF_8);
        keys.add(key, 2, key.length - 2);
        model.put(new String(key, 2, key.length - 2, StandardCharsets.UTF_8), epoch);
      }
      keys.committed(epoch);
      if (random.nextBoolean()) {
        forgotten = Math.max(forgotten, epoch - random.nextInt(5));
        keys.forget(forgotten);
        long bound = forgotten;
        model.values().removeIf(last -> last <= bound);
      }
      for (int i = 0; i < 500; i++) {
        byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        assertThat(keys.contains(key, 0, key.length))
            .isEqualTo(model.containsKey(Integer.toString(i)));
      }
    }
  }
}
