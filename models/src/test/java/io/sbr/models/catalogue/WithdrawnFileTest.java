package io.sbr.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is withdrawn is there again after a start, whatever characters ids have. */
class WithdrawnFileTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("withdrawn.json");
  }

  private Catalogue catalogue() {
    return Catalogue.of(ItemAttributes.NONE, new WithdrawnFile(file()));
  }

  @Test
  void theNextCatalogueKnowsWhatThisOneWithdrew() throws IOException {
    Catalogue first = catalogue();
    assertThat(first.withdrawn()).isEmpty();
    assertThat(file()).doesNotExist();
    first.withdraw(List.of("A17", "item, \"24\"\n", "sch\u00f6n"), List.of());
    first.withdraw(List.of("B02"), List.of("A17"));
    Set<String> kept = Set.of("item, \"24\"\n", "sch\u00f6n", "B02");
    assertThat(catalogue().withdrawn()).isEqualTo(kept).isEqualTo(first.withdrawn());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
    first.withdraw(List.of(), kept);
    assertThat(catalogue().withdrawn()).isEmpty();
  }

  @Test
  void nothingIsWrittenWhereNothingChanges() throws IOException {
    Catalogue shop = catalogue();
    shop.withdraw(List.of("A17"), List.of());
    Files.delete(file());
    shop.withdraw(List.of("A17"), List.of("B02"));
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | no object of the expected form",
        "[] | no object of the expected form",
        "{} | \"withdrawn\" is no list of ids",
        "{\"withdrawn\":[null]} | \"withdrawn\" is no list of ids",
        "{\"withdrawn\":\"A17\"} | withdrawn: no list",
        "{\"withdrawn\":[[]]} | no text",
        "{\"withdrawn\":[],\"more\":1} | more",
      })
  void anotherFileIsRefusedByName(String text, String reason) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(this::catalogue)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file() + " is malformed: ")
        .hasMessageContaining(reason);
  }
}
