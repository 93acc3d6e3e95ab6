package io.sbr.fuzz;

import io.sbr.cli.ask.SessionLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines that {@code recommend --in} answers. */
final class AskSubject implements Subject {
  private Path file;

  @Override
  public String name() {
    return "ask-lines";
  }

  @Override
  public List<byte[]> seeds(Path folder) {
    file = folder.resolve("lines");
    String lines =
        """
        a,"b, c",blue shoe

        {"items":["a","b"],"user":"u","times":[1706695100,1706695200],"durations":[1,2]}
        ["a","b"]
        """;
    return List.of(lines.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void read(byte[] content) throws IOException {
    Files.write(file, content);
    try (SessionLines lines = SessionLines.open(file.toString())) {
      while (!lines.next().isEmpty()) {
        // each batch is a step towards the end
      }
    }
  }
}
