package io.sbr.fuzz;

import io.sbr.data.prepare.Formats;
import io.sbr.data.prepare.Prepare;
import io.sbr.data.prepare.PrepareRequest;
import io.sbr.data.prepare.Setting;
import io.sbr.data.read.look.Choices;
import io.sbr.data.read.look.Look;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A click log, read and prepared whole. */
final class LogSubject implements Subject {
  private final String format;
  private final List<byte[]> samples;
  private Path file;

  /**
   * @param format its name
   * @param samples small logs of it
   */
  LogSubject(String format, String... samples) {
    this(
        format, Arrays.stream(samples).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  LogSubject(String format, List<byte[]> samples) {
    this.format = format;
    this.samples = samples;
  }

  @Override
  public String name() {
    return "log-" + format;
  }

  @Override
  public List<byte[]> seeds(Path folder) {
    file = folder.resolve("log");
    return samples;
  }

  @Override
  public void read(byte[] content) throws IOException {
    Files.write(file, content);
    Look look = Formats.look(format, List.of(file), Choices.NONE);
    PrepareRequest request =
        PrepareRequest.of(look, Choices.NONE, List.of(file), "fuzz")
            .with(Setting.SPLIT, "none")
            .with(Setting.MIN_SUPPORT, "1")
            .with(Setting.MIN_LENGTH, "1");
    Prepare.run(request, look, (read, total) -> {});
  }
}
