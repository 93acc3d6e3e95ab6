package io.sbr.bench.load.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Linux says of a process, here of this one, for which Java says it too. */
@EnabledOnOs(OS.LINUX)
class ServerProcessTest {
  private final ServerProcess self = new ServerProcess(ProcessHandle.current().pid());

  @Test
  void processorTimeIsThatOfJava() {
    Processors now = Processors.now(Optional.of(self));
    assertThat(now.server()).isPositive().isCloseTo(now.own(), within(1.0));
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < 200_000_000L) {
      Thread.onSpinWait();
    }
    Processors used = Processors.now(Optional.of(self)).since(now);
    assertThat(used.own()).isPositive();
    assertThat(used.ownShare()).isBetween(0.0, 1.1);
    assertThat(used.json()).containsKeys("generator_share", "server_share");
    assertThat(new Processors(10, 1, -1).json()).doesNotContainKey("server_share");
  }

  @Test
  void memory() {
    assertThat(self.residentMiB()).isGreaterThan(10);
    assertThat(self.isOver()).isFalse();
    MemoryOverTime memory = new MemoryOverTime();
    assertThat(memory.isEmpty()).isTrue();
    memory.add(0, 5);
    memory.add(1, 9);
    memory.add(2, 7);
    assertThat(memory.json())
        .containsEntry("first", 5.0)
        .containsEntry("last", 7.0)
        .containsEntry("most", 9.0);
  }

  @Test
  void whoIsNotThereIsNamed() {
    assertThatThrownBy(() -> new ServerProcess(999_999_999))
        .hasMessage("--server-pid 999999999: there is no such process");
  }
}
