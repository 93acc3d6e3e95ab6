package io.sbr.data.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import io.sbr.data.UserIds;
import io.sbr.data.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids of users, beside the numbers that sessions have. */
class UsersFileTest {
  private static final Map<Integer, String> IDS =
      Map.of(0, "a;b", 3, "say \"x\"", 4, "line\nbreak", 7, "é", 900, "17");

  @TempDir Path folder;

  private static Dataset data(UserIds users) {
    Sessions train =
        new Sessions(
            new int[] {1, 2, 1, 2, 1},
            new int[] {0, 2, 3, 5},
            new long[5],
            null,
            new int[] {0, -1, 900});
    return new Dataset("shop", new Vocabulary(List.of("x", "y")), train, Sessions.of(), 0, users);
  }

  @Test
  void idsAreReadBackAsWritten() {
    Path out = folder.resolve("out");
    DatasetWriter.write(data(UserIds.of(new TreeMap<>(IDS))), Origin.of("test"), out);
    UserIds again = Datasets.open(out).users();
    IDS.forEach(
        (number, id) -> {
          assertThat(again.id(number)).isEqualTo(id);
          assertThat(again.number(id)).hasValue(number);
        });
    assertThat(again.number("900")).isEmpty();
    assertThat(again.numbers()).containsExactly(0, 3, 4, 7, 900);
  }

  /** What was learned from before ids were kept is the same data. */
  @Test
  void idsAreNoPartOfTheFingerprint() {
    assertThat(Hashes.fingerprint(data(UserIds.of(new TreeMap<>(IDS)))))
        .isEqualTo(Hashes.fingerprint(data(UserIds.NUMBERS)));
  }

  @Test
  void withoutIdsUsersGoByTheirNumbers() {
    Path out = folder.resolve("out");
    DatasetWriter.write(data(UserIds.NUMBERS), Origin.of("test"), out);
    assertThat(out.resolve("users.csv.gz")).doesNotExist();
    UserIds users = Datasets.open(out).users();
    assertThat(users.id(900)).isEqualTo("900");
    assertThat(users.number("900")).hasValue(900);
    assertThat(List.of("007", "-1", "ann", "", "99999999999"))
        .allMatch(id -> users.number(id).isEmpty());
  }

  @Test
  void onlyUsersOfTheSessionsAreKept() {
    UserIds users = UserIds.in(number -> "u" + number, data(UserIds.NUMBERS).train());
    assertThat(users.numbers()).containsExactly(0, 900);
    assertThat(users.id(900)).isEqualTo("u900");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1;a", "x;a", "1", "1;a;b", "1;a\n1;b", "99999999999;a"})
  void whatIsNoListOfUsersIsRefused(String rows) throws IOException {
    Path file = folder.resolve("users.csv");
    Files.writeString(file, "newId;userId\n" + rows + "\n");
    assertThatThrownBy(() -> UsersFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("users.csv, line ");
  }
}
