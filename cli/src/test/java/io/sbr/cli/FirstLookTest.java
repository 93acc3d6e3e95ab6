package io.sbr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.cli.command.ComputeCommand;
import io.sbr.cli.options.Arguments;
import io.sbr.models.Models;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.settings.ModelKind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FirstLookTest {
  @Test
  void itKnowsTheCommandsThatCompute() {
    String[] all = Stream.of(Subcommand.values()).map(Subcommand::label).toArray(String[]::new);
    assertThat(Stream.of(all).filter(FirstLookTest::computes))
        .containsExactlyInAnyOrderElementsOf(FirstLook.COMPUTING);
  }

  private static boolean computes(String name) {
    CommandLine root = SbrCommand.of(Arguments.of(new String[] {name}, SbrCommand::of));
    return root.getSubcommands().get(name).getCommand() instanceof ComputeCommand;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "doctor --json",
        "recommend --run runs/a --items 1,2 --device cpu",
        "recommend --no-such-option",
        "recommend --run runs/a --in -",
        "serve --run runs/a --port 0",
        "train --model srgnn --lr=0.01"
      })
  void theseAreForTheSecondJvm(String line) {
    assertThat(FirstLook.surelyForSecondJvm(line.split(" "))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "help train",
        "prepare --in clicks.csv",
        "results runs",
        "--help train",
        "trian",
        "train --help",
        "train -h",
        "train -hV",
        "train @file",
        "train --settings file.properties",
        "train --settings=file.properties",
        "doctor --no-relaunch",
        "doctor --no-relaunch=true",
        "doctor --device reference",
        "doctor --device=reference",
        "train --model markov",
        "per-user --model=s-pop --data shop"
      })
  void theseAreForTheParser(String line) {
    assertThat(FirstLook.surelyForSecondJvm(line.split(" "))).isFalse();
  }

  @Test
  void itKnowsTheModelsThatUseNoBackend() {
    assertThat(
            Models.all().stream()
                .filter(kind -> !Algorithms.of(kind).usesBackend())
                .map(ModelKind::name))
        .containsExactlyInAnyOrderElementsOf(FirstLook.WITHOUT_BACKEND);
  }

  @Test
  void nothingIsForTheParserToo() {
    assertThat(FirstLook.surelyForSecondJvm(new String[0])).isFalse();
  }
}
