package io.sbr.models.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.models.pipeline.RankingOptions.Unknown;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions of many visitors may be answered together: nobody sees who else asked. */
class QuestionsTest {
  /** Every kind of model. */
  static Stream<Path> keptRuns() throws IOException {
    try (Stream<Path> folders = Files.list(KeptRuns.PLACE)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("run.json")))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<Question> questions() {
    List<Question> questions = new ArrayList<>();
    for (int q = 0; q < 40; q++) {
      int first = q;
      List<String> ids =
          IntStream.rangeClosed(0, q % 6)
              .mapToObj(c -> c == 3 ? "nobody's" : "item " + (1 + (first * 5 + c * 7) % 23))
              .toList();
      Clicks clicks = q % 7 == 0 ? Clicks.of("nobody's") : Clicks.of(ids);
      if (q % 3 == 0) {
        clicks =
            clicks.at(
                IntStream.range(0, clicks.items().size())
                    .mapToObj(c -> Instant.ofEpochSecond(1_500_000_000L + 30L * c))
                    .toList());
      }
      Unknown unknown = q % 2 == 0 ? Unknown.EMPTY : Unknown.POPULAR;
      questions.add(new Question(clicks, new RankingOptions(1 + q % 11, q % 5 < 2, unknown)));
    }
    return questions;
  }

  @ParameterizedTest
  @MethodSource("keptRuns")
  void togetherAndAloneAreEqualToTheBit(Path folder) {
    try (Backend backend = Backends.choose("cpu", 2).backend();
        SessionRecommender run = SessionRecommender.load(folder, backend)) {
      List<Recommendation> alone =
          questions().stream().map(q -> run.recommend(q.clicks(), q.options())).toList();
      assertThat(run.answer(questions())).isEqualTo(alone);
      assertThat(run.answer(questions().subList(5, 9))).isEqualTo(alone.subList(5, 9));
      assertThat(alone).anyMatch(answer -> answer.items().size() == 11);
    }
  }
}
