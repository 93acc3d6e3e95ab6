package io.sbr.data.prepare;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.data.DataException;
import io.sbr.data.Dataset;
import io.sbr.data.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Small logs, prepared: what came out, in words. */
final class PreparedLogs {
  private PreparedLogs() {}

  /** A log of a format in a file of the folder. */
  static PrepareRequest request(Path folder, String format, String log) {
    try {
      Path file = Files.writeString(folder.resolve("log"), log);
      return PrepareRequest.of(Formats.named(format), List.of(file), "test");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Prepared prepare(PrepareRequest request) {
    return Prepare.run(request, Progress.NONE);
  }

  static List<String> sessions(Prepared prepared) {
    return words(prepared.dataset(), prepared.dataset().train());
  }

  static List<String> words(Dataset dataset, Sessions sessions) {
    List<String> words = new ArrayList<>();
    for (int s = 0; s < sessions.count(); s++) {
      words.add(
          Arrays.stream(sessions.items(s))
              .mapToObj(dataset.items()::id)
              .collect(Collectors.joining(" ")));
    }
    return words;
  }

  static void assertFails(PrepareRequest request, String message) {
    assertThatThrownBy(() -> prepare(request))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
