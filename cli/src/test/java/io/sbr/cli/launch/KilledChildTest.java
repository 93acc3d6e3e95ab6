package io.sbr.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledChildTest {
  @TempDir Path groups;

  private void write(String file, String text) throws IOException {
    Files.createDirectories(groups.resolve(file).getParent());
    Files.writeString(groups.resolve(file), text);
  }

  @Test
  void wordsSayWhatIsKnownAndWhatToDo() {
    assertThat(KilledChild.words("train", true, OptionalLong.of(512L << 20)))
        .isEqualTo(
            "sbr: the JVM that computes was killed by the system, for it needed more memory than"
                + " there is (the limit here: 512 MiB); give it more memory, lower --batch-size or"
                + " --hidden, or bound Java with a smaller -Xmx; a run goes on from its last"
                + " checkpoint with --resume");
    assertThat(KilledChild.words("recommend", false, OptionalLong.empty()))
        .contains("(SIGKILL), by somebody or, where memory was short, by the system; if so, give")
        .doesNotContain("limit", "--resume", "\n");
  }

  private void assertSeen(String membership, Long bytes, Long kills) {
    MemoryLimit seen = MemoryLimit.of(groups, membership);
    assertThat(seen.bytes())
        .isEqualTo(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
    assertThat(seen.kills())
        .isEqualTo(kills == null ? OptionalLong.empty() : OptionalLong.of(kills));
  }

  @Test
  void limitsAndKillsOfTheFirstVersionOfControlGroups() throws IOException {
    String member = "9:name=systemd:/x\n4:memory:/jobs/7\n0::/\n";
    assertSeen(member, null, null);
    write("memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertSeen(member, null, null);
    write("memory/memory.limit_in_bytes", "268435456\n");
    write("memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
    assertSeen(member, 256L << 20, 3L);
    write("memory/jobs/7/memory.limit_in_bytes", "1048576\n");
    write("memory/jobs/7/memory.oom_control", "oom_kill 5\n");
    assertSeen(member, 1L << 20, 5L);
  }

  @Test
  void limitsAndKillsOfTheSecond() throws IOException {
    String member = "0::/system.slice/sbr.service\n";
    write("memory.max", "max\n");
    assertSeen(member, null, null);
    write("memory.max", "268435456\n");
    write("memory.events", "low 0\nhigh 0\nmax 9\noom 2\noom_kill 1\noom_group_kill 0\n");
    assertSeen(member, 256L << 20, 1L);
    assertSeen("", 256L << 20, 1L);
    write("system.slice/sbr.service/memory.max", "1048576\n");
    write("system.slice/sbr.service/memory.events", "oom_kill 4\n");
    assertSeen(member, 1L << 20, 4L);
  }
}
