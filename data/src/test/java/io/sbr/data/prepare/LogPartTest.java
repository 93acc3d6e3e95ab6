package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.read.Click;
import io.sbr.data.read.ClickSink;
import io.sbr.data.read.Column;
import io.sbr.data.read.LogFile;
import io.sbr.data.read.TimeFormat;
import io.sbr.data.read.look.LogLook;
import io.sbr.data.read.look.Look;
import io.sbr.data.store.Hashes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose keys are divided among parts comes to what it comes to as a whole. */
class LogPartTest {
  private static final long START = 1_700_000_000_000L;

  @TempDir Path folder;

  @Test
  void partsComeToWhatTheWholeComesTo() throws IOException {
    Random random = new Random(11);
    StringBuilder log = new StringBuilder("session,user,item,time,event\n");
    for (int row = 0; row < 3_000; row++) {
      String user = random.nextInt(4) == 0 ? "" : "u" + random.nextInt(60);
      String session = random.nextInt(40) == 0 ? "" : "s" + random.nextInt(300);
      long time = START + random.nextInt(300) * 60_000L;
      String event = random.nextBoolean() ? "view" : "cart";
      log.append("%s,%s,i%d,%d,%s\n".formatted(session, user, random.nextInt(60), time, event));
    }
    Path file = Files.writeString(folder.resolve("clicks.csv"), log);
    PrepareRequest request = PrepareRequest.of(Formats.named("csv"), List.of(file), "log");
    for (String key : List.of("session", "user", "user-session")) {
      same(request.with(Setting.KEY, key));
    }
    same(request.with(Setting.ORDER, "time-item").with(Setting.MERGE_REPEATS, "yes"));
    same(request.with(Setting.DROP_DUPLICATES, "yes").with(Setting.SPLIT, "fraction:0.3"));
    same(
        request
            .with(Setting.KEY, "user")
            .with(Setting.EVENTS, "view")
            .with(Setting.GAP_OVER, "all")
            .with(Setting.GAP, "5m"));
  }

  private void same(PrepareRequest request) {
    Prepared whole = Prepare.run(request, Progress.NONE);
    Look look = LogLook.at(request.inputs(), "csv", request.choices());
    for (int count : new int[] {1, 2, 5}) {
      int mostClicks = count == 1 ? Integer.MAX_VALUE : count; // sessions are longer
      Prepared parts =
          Prepare.run(
              request,
              look,
              (asked, looked, progress) -> inParts(asked, looked, count, mostClicks),
              Progress.NONE);
      assertThat(Hashes.fingerprint(parts.dataset()))
          .as("%s in %d parts", request.settings(), count)
          .isEqualTo(Hashes.fingerprint(whole.dataset()));
      assertThat(parts.dataset().users().numbers()).isEqualTo(whole.dataset().users().numbers());
      assertThat(parts.filters()).isEqualTo(whole.filters());
      assertThat(parts.notes()).isEqualTo(whole.notes());
      // in their order, too, which is that of the files
      assertThat(List.copyOf(parts.counts().entrySet()))
          .isEqualTo(List.copyOf(whole.counts().entrySet()));
      assertThat(List.copyOf(parts.dropped().entrySet()))
          .isEqualTo(List.copyOf(whole.dropped().entrySet()));
    }
  }

  private static LogSessions inParts(PrepareRequest request, Look look, int count, int mostClicks) {
    List<LogPart> parts = new ArrayList<>();
    look.reader()
        .read(
            new LogFile(request.inputs().get(0), bytes -> {}),
            new ClickSink() {
              private long row;

              @Override
              public void begin(String file, Set<Column> columns) {
                for (int p = 0; p < count; p++) {
                  parts.add(
                      new LogPart(copy(request.settings()), TimeFormat.AUTO, columns, List.of()));
                }
              }

              @Override
              public void accept(Click click) {
                String key = parts.get(0).byUser() ? click.user() : click.session();
                int part = key == null ? 0 : Math.floorMod(key.hashCode(), count);
                parts.get(part).add(row += 3, click);
              }
            });
    return joined(parts.stream().map(part -> copy(part.sessions())).toList(), mostClicks);
  }

  @Test
  void timesOfTwoStartsAreRefusedThoughNoPartHasBoth() {
    Settings settings = Formats.named("csv").defaultRecipe().settings();
    Set<Column> columns = EnumSet.of(Column.SESSION, Column.ITEM, Column.TIME);
    LogPart early = new LogPart(settings, TimeFormat.AUTO, columns, List.of());
    early.add(1, new Click("a", null, "x", 1_000, Click.NONE, null));
    LogPart late = new LogPart(settings, TimeFormat.AUTO, columns, List.of());
    late.add(2, new Click("b", null, "x", START, Click.NONE, null));
    List<LogSessions> parts = List.of(early.sessions(), late.sessions());
    assertThatThrownBy(() -> joined(parts))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("another start");
  }

  @Test
  void aPartWithoutRowsAddsNothing() {
    Settings settings = Formats.named("csv").defaultRecipe().settings();
    Set<Column> columns = EnumSet.of(Column.USER, Column.ITEM, Column.TIME);
    LogPart some = new LogPart(settings, TimeFormat.AUTO, columns, List.of());
    some.add(1, new Click(null, "a", "x", START, Click.NONE, null));
    some.add(2, new Click(null, "a", "y", START + 1, Click.NONE, null));
    LogPart none = new LogPart(settings, TimeFormat.AUTO, columns, List.of());
    LogSessions both = joined(List.of(none.sessions(), some.sessions()));
    assertThat(both.handOver().sessions().items()).containsExactly(1, 2);
    assertThat(both.facts().gap()).isEqualTo(30 * 60_000L);
    assertThat(both.userIds().apply(0)).isEqualTo("a");
  }

  private static LogSessions joined(List<LogSessions> parts) {
    return joined(parts, Integer.MAX_VALUE);
  }

  private static LogSessions joined(List<LogSessions> parts, int mostClicks) {
    List<SessionSlice> slices = new ArrayList<>();
    parts.forEach(part -> part.slices(mostClicks).forEachRemaining(s -> slices.add(copy(s))));
    return LogSessions.joined(parts.stream().map(LogSessions::outline).toList(), slices.iterator());
  }

  /** What arrives on another machine. */
  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (T) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
