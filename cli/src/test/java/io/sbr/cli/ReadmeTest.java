package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.command.MetricsTable;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.store.Datasets;
import io.sbr.models.counting.Baselines;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.Metrics;
import io.sbr.models.eval.Recommender;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table that README shows after its first command is the one that the command prints. */
class ReadmeTest {
  @Test
  void countingReachesThePrintedFigures() throws IOException {
    Dataset demo = Datasets.load(Datasets.DEMO);
    TrainingData honest = TrainingData.of(demo, TrainSettings.DEFAULT);
    Examples test = honest.test();
    Evaluator evaluator = new Evaluator(test, TrainSettings.DEFAULT.ks());
    Map<String, Metrics> rows = new LinkedHashMap<>();
    for (Recommender counting : Baselines.all(honest.learned().sessions(), honest.itemCount())) {
      rows.put(counting.name(), evaluator.evaluate(counting));
    }
    assertThat(rows).containsOnlyKeys("pop", "s-pop", "markov");
    String readme = words(Files.readString(Path.of("..", "README.md")));
    assertThat(readme).contains("demo: " + test.count() + " test examples, in percent");
    words(MetricsTable.of(rows).toString())
        .lines()
        .forEach(line -> assertThat(readme).contains(line));
  }

  /** The coordinates that it gives are those of this build, and enough to answer. */
  @Test
  void programsFindTheLibrary() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String version =
        first("<artifactId>sbr</artifactId>\\s*<version>([^<]+)", Path.of("..", "pom.xml"));
    for (String artifact : List.of("sbr-models", "sbr-kernels")) {
      Path pom = Path.of("..", artifact.substring("sbr-".length()), "pom.xml");
      assertThat(Files.readString(pom)).contains("<artifactId>" + artifact + "</artifactId>");
      assertThat(readme)
          .contains(
              "<groupId>io.sbr</groupId><artifactId>%s</artifactId><version>%s</version>"
                  .formatted(artifact, version));
    }
  }

  private static String first(String pattern, Path file) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    assertThat(matcher.find()).as(file.toString()).isTrue();
    return matcher.group(1);
  }

  /** Columns are as wide as the widest row, and README's has one more: blanks do not count. */
  private static String words(String text) {
    return text.replaceAll("(?m)^ +", "").replaceAll(" +", " ");
  }
}
