package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.Metrics;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.TrainResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code history.json}, for people: what a checkpoint knows of the epochs, and their wall times,
 * which only this file has. A run goes on without it.
 *
 * @param finished whether training has ended
 * @param epochs so far
 * @param bestRecallEpoch epoch of the best Recall@20
 * @param bestMrrEpoch epoch of the best MRR@20
 * @param selectedEpoch epoch whose weights are kept
 * @param test final figures, once finished
 */
record HistoryFile(
    boolean finished,
    List<EpochRecord> epochs,
    int bestRecallEpoch,
    int bestMrrEpoch,
    int selectedEpoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Metrics test) {

  static void write(Path file, TrainResult result) throws IOException {
    HistoryFile content =
        new HistoryFile(
            !result.stopped(),
            result.history(),
            result.bestRecallEpoch(),
            result.bestMrrEpoch(),
            result.selectedEpoch(),
            result.test());
    RunDirectory.replace(
        file, Json.MAPPER.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
  }

  /** The epochs of a checkpoint with the wall times that the file has for them. */
  static List<EpochRecord> withSeconds(Path file, List<EpochRecord> epochs) {
    if (!Files.exists(file)) {
      return epochs;
    }
    Map<Integer, Double> seconds = new HashMap<>();
    for (EpochRecord record : Json.read(file, HistoryFile.class).epochs()) {
      seconds.put(record.epoch(), record.seconds());
    }
    return epochs.stream().map(e -> e.withSeconds(seconds.get(e.epoch()))).toList();
  }
}
