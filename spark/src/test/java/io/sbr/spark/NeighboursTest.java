package io.sbr.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules and indices that are made on Spark are, byte for byte, those of one machine. */
class NeighboursTest {
  private static final List<String> OF_ALL_MODELS = List.of("popularity.csv.gz", "ranks.csv.gz");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"ar", "ar --pruning 0", "sr --weighting log --source-idf plus", "item-knn"})
  void tablesAreThoseOfOneMachine(String model) throws IOException, InterruptedException {
    filesAreThoseOfOneMachine(model, "rules.safetensors", 1, 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sknn",
        "v-sknn --idf 2",
        "stan",
        "v-stan",
        "vmis-knn",
        "vmis-knn --sample 3 --longest 4 --protocol final"
      })
  void indicesAreThoseOfOneMachine(String model) throws IOException, InterruptedException {
    filesAreThoseOfOneMachine(model, "sessions.index", 1, 2, 7);
  }

  private void filesAreThoseOfOneMachine(String model, String learned, int... partitions)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of("--data", "demo", "--model"));
    args.addAll(List.of(model.split(" ")));
    Path alone = folder.resolve("alone");
    Sbr.alone(folder, with(args, "train", alone));
    for (int parts : partitions) {
      Path onSpark = folder.resolve("spark" + parts);
      Sbr.Said said = Sbr.onSpark(with(args, "neighbours", onSpark, "--partitions", "" + parts));
      assertThat(said.code()).as(said.err()).isZero();
      for (String file : Stream.concat(Stream.of(learned), OF_ALL_MODELS.stream()).toList()) {
        assertThat(onSpark.resolve(file))
            .as("%s of %s in %d parts", file, model, parts)
            .hasSameBinaryContentAs(alone.resolve(file));
      }
    }
  }

  private static String[] with(List<String> args, String command, Path run, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(args);
    all.addAll(List.of("--run", run.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whatOneMachineLearnsIsRefused() {
    for (String model : List.of("slist-local", "srgnn")) {
      Path run = folder.resolve(model);
      Sbr.Said said =
          Sbr.onSpark("neighbours", "--data", "demo", "--model", model, "--run", run.toString());
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).contains(model + " is learned on one machine, by sbr train");
      assertThat(run).doesNotExist();
    }
  }

  @Test
  void helpIsOfTheCommandThatWasAsked() {
    Sbr.Said said = Sbr.onSpark("neighbours", "--help");
    assertThat(said.out()).startsWith("Usage: sbr-spark neighbours ").contains("--partitions=N");
  }
}
