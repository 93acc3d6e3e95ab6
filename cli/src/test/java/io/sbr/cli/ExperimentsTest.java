package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.command.TrainCommand;
import io.sbr.cli.options.Arguments;
import io.sbr.cli.report.OptionValues;
import io.sbr.cli.results.KnownRows;
import io.sbr.models.train.TrainSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The settings files of the table of results. */
class ExperimentsTest {
  private static final Path FOLDER = Path.of("..", "experiments");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER, 2)) {
      return files.filter(file -> file.toString().endsWith(".properties")).sorted().toList();
    }
  }

  private static TrainSettings settings(Path file) {
    Arguments arguments =
        Arguments.of(new String[] {"train", "--settings", file.toString()}, SbrCommand::of);
    CommandLine line = SbrCommand.of(arguments);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.parseArgs(arguments.all());
    TrainCommand train =
        (TrainCommand) line.getSubcommands().get("train").getCommandSpec().userObject();
    return train.newRun(); // refuses what has no effect on the model
  }

  @ParameterizedTest
  @MethodSource("files")
  void everySettingIsOneOfTheModelsAndTakesEffect(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      lines.load(text);
    }
    Map<String, String> values = OptionValues.of(settings(file));
    assertThat(lines).isNotEmpty();
    for (String name : lines.stringPropertyNames()) {
      String wanted = lines.getProperty(name).strip();
      assertThat(values).as(name).containsKey(name);
      String value = values.get(name);
      if (name.equals(TrainSettings.BLEND)) { // a method's own file
        assertThat(value).as(name).startsWith(wanted.replace(".properties", ""));
      } else if (wanted.matches("[0-9.]+")) {
        assertThat(Double.parseDouble(value)).as(name).isEqualTo(Double.parseDouble(wanted));
      } else {
        assertThat(value).as(name).isEqualTo(wanted);
      }
    }
    assertThat(values.get("model"))
        .as("rows are named after their model")
        .matches(model -> file.getFileName().toString().startsWith(model));
  }

  @Test
  void noTwoRowsOfADataSetAreTheSame() throws IOException {
    Map<String, Path> seen = new HashMap<>();
    for (Path file : files()) {
      String row = file.getParent().getFileName() + " " + settings(file);
      assertThat(seen.put(row, file)).as(row).isNull();
    }
  }

  @Test
  void theListOfRowsIsThatOfTheFiles() throws IOException {
    List<String> listed =
        KnownRows.of(FOLDER).rows().stream().map(row -> row.set() + "/" + row.row()).toList();
    List<String> there =
        files().stream()
            .map(file -> FOLDER.relativize(file).toString().replace('\\', '/'))
            .map(name -> name.replace(".properties", ""))
            .toList();
    assertThat(listed).containsExactlyInAnyOrderElementsOf(there).hasSizeGreaterThan(20);
  }
}
