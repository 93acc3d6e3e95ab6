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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table that README shows after its first command is the one that the command prints. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..", "pom.xml");

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

  /** The coordinates that it gives are those of this build, and the program is one that is run. */
  @Test
  void programsFindTheLibrary() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    for (String folder : List.of("library", "cuda")) {
      String pom = Files.readString(Path.of("..", folder, "pom.xml"));
      String artifact = first("</parent>\\s*<artifactId>([^<]+)", pom);
      assertThat(readme)
          .contains(
              "<groupId>io.sbr</groupId><artifactId>%s</artifactId><version>%s</version>"
                  .formatted(artifact, version()));
    }
    Path program = Path.of("..", "library", "outside", "src", "main", "java", "Shop.java");
    assertThat(readme).contains("```java\n" + Files.readString(program) + "```");
  }

  /** All that is deployed, in the version of this build. */
  @Test
  void theBomKnowsEveryArtefact() throws IOException {
    String bom = Files.readString(Path.of("..", "bom", "pom.xml"));
    List<String> expected = new ArrayList<>();
    Matcher module = Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT));
    while (module.find()) {
      String pom = Files.readString(Path.of("..", module.group(1), "pom.xml"));
      if (!module.group(1).equals("bom") && !pom.contains("<maven.deploy.skip>true")) {
        String artifact = first("</parent>\\s*<artifactId>([^<]+)", pom);
        expected.add(
            "<groupId>io.sbr</groupId><artifactId>%s</artifactId><version>%s</version>"
                .formatted(artifact, version()));
      }
    }
    assertThat(bom.lines().filter(line -> line.contains("<dependency>")).map(String::strip))
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(each -> "<dependency>" + each + "</dependency>").toList());
    assertThat(first("<artifactId>sbr-bom</artifactId>\\s*<version>([^<]+)", bom))
        .isEqualTo(version());
  }

  private static String version() throws IOException {
    return first("<artifactId>sbr-parent</artifactId>\\s*<version>([^<]+)", Files.readString(ROOT));
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /** Columns are as wide as the widest row, and README's has one more: blanks do not count. */
  private static String words(String text) {
    return text.replaceAll("(?m)^ +", "").replaceAll(" +", " ");
  }
}
