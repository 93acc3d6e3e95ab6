package io.sbr.models.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sbr.data.Sessions;
import io.sbr.models.counting.Popularity;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SessionTimes;
import io.sbr.models.sparse.SparseRecommender;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A question allocates nothing but its answer once scratch has grown. */
class QuestionAllocationTest {
  /** Twenty numbers, twenty scores and what holds them: 330 bytes. */
  private static final int ANSWER = 400;

  private static final int QUESTIONS = 200;

  static Stream<Arguments> methods() {
    Map<String, String> few = Map.of("neighbours", "20", "sample", "50");
    return Stream.of(
        Arguments.of(Sknn.KIND, Map.of()),
        Arguments.of(Sknn.KIND, Map.of("popularity", "2", "lift-last", "yes", "sample", "0")),
        Arguments.of(VSknn.KIND, few),
        Arguments.of(VSknn.KIND, Map.of("reminders", "push", "idf", "2", "idf-clicks", "yes")),
        Arguments.of(VSknn.KIND, Map.of("reminders", "add", "drop", "seen", "fade-days", "yes")),
        Arguments.of(Stan.KIND, few),
        Arguments.of(Stan.V_KIND, Map.of()),
        Arguments.of(VmisKnn.KIND, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aWarmQuestionAllocatesNothing(NeighbourKind kind, Map<String, String> texts)
      throws IOException {
    Sessions clicks = KnnGolden.clicks();
    ModelSettings settings = ModelSettings.of(kind).with(texts);
    SessionIndex index =
        new SessionIndexBuilder(clicks, KnnGolden.ITEMS).build(SessionTimes.seconds(clicks, 1));
    NeighbourScores scores = new NeighbourScores(index, kind.factory().create(settings, index, 0));
    List<int[]> queries = queries();
    assertThat(leastBytes(queries, query -> scores.score(query, 0, query.length))).isZero();
    SparseRecommender recommender =
        NeighbourModel.learn(settings, clicks, Popularity.of(clicks, KnnGolden.ITEMS))
            .recommender();
    int[] nothing = {};
    assertThat(leastBytes(queries, q -> recommender.topK(q, 0, q.length, 20, nothing)))
        .isLessThanOrEqualTo(ANSWER * QUESTIONS);
  }

  private static List<int[]> queries() throws IOException {
    return KnnGolden.queries().stream()
        .map(query -> IntStream.of(query).filter(item -> item <= KnnGolden.ITEMS).toArray())
        .toList();
  }

  /** Answers one question. */
  @FunctionalInterface
  private interface Answer {
    void to(int[] query);
  }

  /** What some questions allocate, the least of a few rounds. */
  private static long leastBytes(List<int[]> queries, Answer answer) {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long self = Thread.currentThread().getId();
    int[][] asked =
        IntStream.range(0, QUESTIONS)
            .mapToObj(q -> queries.get(q % queries.size()))
            .toArray(int[][]::new);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 10; round++) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int[] query : asked) {
        answer.to(query);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
    }
    return least;
  }
}
