package io.sbr.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccessLogTest {
  /** Whatever one write fails of, the next is tried, and the end comes. */
  @Test
  void aWriteThatFailsCostsItsLinesAndNothingElse() throws Exception {
    List<String> written = new CopyOnWriteArrayList<>();
    AtomicInteger writes = new AtomicInteger();
    AccessLog log =
        new AccessLog(
            lines -> {
              switch (writes.incrementAndGet()) {
                case 1 -> throw new IOException("the disk is full");
                case 2 -> throw new IllegalStateException("a fault of the writer's own");
                default -> written.add(lines);
              }
            });
    for (int line = 0; line < 2; line++) {
      log.add("lost");
      while (log.lost() <= line) {
        Thread.sleep(1);
      }
    }
    log.add("kept");
    log.close();
    assertThat(String.join("", written)).isEqualTo("kept\n");
    assertThat(log.lost()).isEqualTo(2);
  }
}
