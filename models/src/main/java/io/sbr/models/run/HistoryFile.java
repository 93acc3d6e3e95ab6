package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sbr.models.eval.Metrics;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.TrainResult;
import io.sbr.tensor.io.ProcFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code history.json}, for people: what a checkpoint knows of the epochs, and their times, which
 * only this file has. A run goes on without it.
 *
 * @param finished whether training has ended
 * @param epochs so far
 * @param bestRecallEpoch epoch of the best Recall@20
 * @param bestMrrEpoch epoch of the best MRR@20
 * @param selectedEpoch epoch whose weights are kept
 * @param test final figures, once finished
 * @param peakMiB most memory that was resident, of any process that trained; null where unknown
 */
public record HistoryFile(
    boolean finished,
    List<EpochRecord> epochs,
    int bestRecallEpoch,
    int bestMrrEpoch,
    int selectedEpoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Metrics test,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double peakMiB) {
  /** Of a run without a finished epoch. */
  private static final HistoryFile EMPTY =
      new HistoryFile(false, List.of(), -1, -1, -1, null, null);

  /** Replaces the file; the most memory seen so far is kept. */
  public static void write(Path file, TrainResult result) throws IOException {
    Double before = read(file).peakMiB;
    double peak = Math.max(before == null ? 0 : before, ProcFile.peakMiB("self"));
    HistoryFile content =
        new HistoryFile(
            !result.stopped(),
            result.history(),
            result.bestRecallEpoch(),
            result.bestMrrEpoch(),
            result.selectedEpoch(),
            result.test(),
            peak == 0 ? null : peak);
    RunDirectory.replace(
        file, Json.MAPPER.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a file; that of a run without a finished epoch if there is none.
   *
   * @throws IllegalArgumentException naming the file if it is malformed
   */
  public static HistoryFile read(Path file) {
    return Files.exists(file) ? Json.read(file, HistoryFile.class) : EMPTY;
  }

  /** The epochs of a checkpoint with the times that the file has for them. */
  public static List<EpochRecord> withTimes(Path file, List<EpochRecord> epochs) {
    Map<Integer, EpochRecord> timed =
        read(file).epochs().stream().collect(Collectors.toMap(EpochRecord::epoch, e -> e));
    return epochs.stream().map(e -> e.withTimesOf(timed.getOrDefault(e.epoch(), e))).toList();
  }
}
