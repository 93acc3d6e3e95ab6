package io.sbr.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that are learned on Spark are, byte for byte, those of one machine. */
class NeighboursTest {
  @TempDir Path folder;

  @Test
  void tablesAreThoseOfOneMachine() throws IOException, InterruptedException {
    for (String model :
        List.of("ar", "ar --pruning 0", "sr --weighting log --source-idf plus", "item-knn")) {
      List<String> args = new ArrayList<>(List.of("--data", "demo", "--model"));
      args.addAll(List.of(model.split(" ")));
      Path alone = Files.createTempDirectory(folder, "alone").resolve("run");
      Sbr.alone(folder, with(args, "train", alone));
      for (int parts : new int[] {1, 7}) {
        Path onSpark = Files.createTempDirectory(folder, "spark").resolve("run");
        String[] command = with(args, "neighbours", onSpark, "--partitions", "" + parts);
        Sbr.Said said = Sbr.onSpark(command);
        assertThat(said.code()).as(said.err()).isZero();
        for (String file : List.of("rules.safetensors", "popularity.csv.gz", "ranks.csv.gz")) {
          assertThat(onSpark.resolve(file))
              .as("%s of %s in %d parts", file, model, parts)
              .hasSameBinaryContentAs(alone.resolve(file));
        }
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
    for (String model : List.of("v-sknn", "slist-local", "srgnn")) {
      Path run = folder.resolve(model);
      Sbr.Said said =
          Sbr.onSpark("neighbours", "--data", "demo", "--model", model, "--run", run.toString());
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).contains(model + " is learned on one machine, by sbr train");
      assertThat(run).doesNotExist();
    }
  }
}
