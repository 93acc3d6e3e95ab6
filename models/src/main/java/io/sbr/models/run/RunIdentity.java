package io.sbr.models.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.models.Models;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.TrainSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which run weights belong to. Written into the metadata of every weight file and compared when one
 * is read: a file of another seed's run has the same tensors, and nothing else would tell.
 *
 * @param id of the run: a hash of its data and of all settings that its weights depend on, so equal
 *     runs have equal ids and equal files; empty for a folder from before there were any
 * @param settings of the run
 */
public record RunIdentity(Optional<String> id, TrainSettings settings) {
  private static final String RUN = "run";

  /** The identity of a run that begins now. */
  public static RunIdentity of(TrainSettings settings, DataIdentity data) {
    ObjectNode deciding = Json.MAPPER.valueToTree(settings);
    deciding.remove(SettingsCheck.FREE);
    String text = Json.line(deciding) + "\n" + data.sha256();
    HashingChannel hash = new HashingChannel(Channels.newChannel(OutputStream.nullOutputStream()));
    try {
      hash.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
    return new RunIdentity(Optional.of(hash.content().sha256()), settings);
  }

  /** What a weight file says of its run. */
  Map<String, String> metadata(String content) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", format(content));
    metadata.put("model", Json.line(settings.model()));
    metadata.put("protocol", settings.protocol().toString());
    metadata.put("seed", seed());
    id.ifPresent(own -> metadata.put(RUN, own));
    return metadata;
  }

  private static String format(String content) {
    return "sbr " + content;
  }

  private String seed() {
    return settings.learning().map(LearningSettings::seed).orElse(0L).toString();
  }

  /**
   * Refuses a weight file of another run.
   *
   * @param content {@code model} or {@code checkpoint}
   * @throws IllegalArgumentException naming the file and the difference
   */
  public void check(WeightFile file, String content) {
    compare(file, "format", file.metadata("format"), format(content));
    compare(file, "model", model(file), settings.model());
    compare(file, "protocol", file.metadata("protocol"), settings.protocol().toString());
    compare(file, "seed", file.metadata("seed"), seed());
    if (id.isPresent() && file.hasMetadata(RUN)) {
      compare(file, RUN, file.metadata(RUN), id.get());
    }
  }

  /** As settings, not as text: a later version may write more of them. */
  private static ModelSettings model(WeightFile file) {
    Map<?, ?> written =
        Json.parse(file.file() + ": model", file.metadata("model"), LinkedHashMap.class);
    Map<String, Object> values = new LinkedHashMap<>();
    written.forEach((name, value) -> values.put(String.valueOf(name), value));
    try {
      return Models.settings(values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file.file() + ": " + e.getMessage(), e);
    }
  }

  private static void compare(WeightFile file, String name, Object found, Object own) {
    if (!found.equals(own)) {
      throw new IllegalArgumentException(
          "%s is of another run: %s %s, not %s".formatted(file.file(), name, found, own));
    }
  }
}
