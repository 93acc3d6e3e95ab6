package io.sbr.models.neighbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.settings.ModelSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks of sessions, made apart and sent, are joined to the index that is made at once. */
class SessionIndexJoinTest {
  private static final int ITEMS = 60;
  private static final int SESSIONS = 2_000;

  /** Some of one item, some of more clicks than there are items, many at equal times. */
  private static Sessions sessions(int seed) {
    Random random = new Random(seed);
    int[][] clicks = new int[SESSIONS][];
    for (int s = 0; s < SESSIONS; s++) {
      int length = 1 + random.nextInt(random.nextInt(40) == 0 ? 200 : 8);
      clicks[s] = random.ints(length, 1, ITEMS).map(item -> 1 + random.nextInt(item)).toArray();
    }
    Sessions items = Sessions.of(clicks);
    long[] times = new long[items.clicks()];
    for (int s = 0; s < SESSIONS; s++) {
      int begin = items.offset(s);
      long time = 1000L * random.nextInt(SESSIONS / 4);
      Arrays.fill(times, begin, begin + items.length(s), time);
    }
    return new Sessions(items.items(), items.offsets(), times, null, null);
  }

  private static ModelSettings settings(int sample, int longest) {
    return ModelSettings.of(VmisKnn.KIND)
        .with(Map.of("sample", "" + sample, "longest", "" + longest));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 0", "0, 3", "7, 3", "1, 1"})
  void blocksMakeTheIndexOfOneMachine(int sample, int longest) throws Exception {
    ModelSettings settings = settings(sample, longest);
    for (int seed = 0; seed < 20; seed++) {
      Sessions train = sessions(seed);
      Popularity popularity = Popularity.of(train, ITEMS);
      byte[] alone = bytes(NeighbourModel.learn(settings, train, popularity));
      SessionsByTime inOrder = SessionsByTime.of(settings, train);
      List<SessionIndexBlock> blocks = new ArrayList<>();
      int[] bounds = bounds(new Random(seed), 1 + seed);
      for (int b = 1; b < bounds.length; b++) {
        Sessions own = inOrder.range(bounds[b - 1], bounds[b]);
        blocks.add(sent(SessionIndexBlock.of(own, ITEMS, VmisKnn.KIND.bounds(settings))));
      }
      SessionIndexCounts counts = sent(counts(blocks.subList(0, blocks.size() / 2)));
      counts.add(sent(counts(blocks.subList(blocks.size() / 2, blocks.size()))));
      NeighbourModel joined =
          NeighbourModel.joined(settings, inOrder, counts, blocks.iterator(), popularity);
      assertThat(bytes(joined)).as("%d blocks", blocks.size()).isEqualTo(alone);
    }
  }

  /** Where blocks begin, and the end; some are empty. */
  private static int[] bounds(Random random, int blocks) {
    int[] bounds = random.ints(blocks + 1, 0, SESSIONS + 1).toArray();
    for (int b = 2; b < blocks; b += 3) {
      bounds[b] = bounds[b - 1];
    }
    bounds[0] = 0;
    bounds[blocks] = SESSIONS;
    Arrays.sort(bounds);
    return bounds;
  }

  private static SessionIndexCounts counts(List<SessionIndexBlock> blocks) {
    SessionIndexCounts counts = new SessionIndexCounts(ITEMS);
    blocks.forEach(counts::add);
    return counts;
  }

  private static byte[] bytes(NeighbourModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    model.write(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  /** As it arrives at another machine. */
  @SuppressWarnings("unchecked")
  private static <T> T sent(T value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  @Test
  void noBlocksMakeAnEmptyIndex() throws IOException {
    ModelSettings settings = settings(7, 3);
    Popularity popularity = new Popularity(new int[ITEMS + 1]);
    NeighbourModel joined =
        NeighbourModel.joined(
            settings,
            SessionsByTime.of(settings, Sessions.of()),
            new SessionIndexCounts(ITEMS),
            Collections.emptyIterator(),
            popularity);
    assertThat(bytes(joined))
        .isEqualTo(bytes(NeighbourModel.learn(settings, Sessions.of(), popularity)));
  }

  @Test
  void blocksThatWereCountedMustBeThere() {
    SessionIndexBlock block =
        SessionIndexBlock.of(Sessions.of(new int[] {1, 2}), ITEMS, IndexBounds.NONE);
    SessionIndexCounts counts = counts(List.of(block, block));
    SessionIndexJoin join = new SessionIndexJoin(ITEMS, IndexBounds.NONE, List.of(counts));
    join.stretch(0).put(block);
    assertThatIllegalStateException()
        .isThrownBy(() -> join.index(IntColumn.allocate(2), new int[ITEMS + 1]))
        .withMessage("other sessions were counted than put into the index");
  }

  @Test
  void blocksEndAfterSoManyClicks() {
    SessionsByTime inOrder =
        SessionsByTime.ordered(
            Sessions.of(new int[] {1, 2}, new int[] {3}, new int[] {4, 5, 6}, new int[] {7}));
    assertThat(inOrder.end(0, 0)).isEqualTo(1);
    assertThat(inOrder.end(0, 2)).isEqualTo(1);
    assertThat(inOrder.end(0, 3)).isEqualTo(2);
    assertThat(inOrder.end(0, 4)).isEqualTo(3);
    assertThat(inOrder.end(1, 100)).isEqualTo(4);
  }
}
