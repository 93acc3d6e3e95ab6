package io.sbr.models.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.train.BestEpochs;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainingState;
import io.sbr.tensor.io.ProcFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code history.json}, for people: what a checkpoint knows of the epochs, and their times, which
 * only this file has. A run goes on without it.
 *
 * @param finished whether training has ended
 * @param epochs so far that were measured
 * @param bestRecallEpoch epoch of the best Recall@20
 * @param bestMrrEpoch epoch of the best MRR@20
 * @param selectedEpoch epoch whose weights are kept
 * @param test final figures, once finished
 * @param testLists what was recommended for the test part, once finished; null in runs of older
 *     programs
 * @param testApart of a blended run what network and neighbours come to each by itself, by name;
 *     null in others
 * @param finalEpochs with {@code final} the epochs on all of train so far; null before, and with
 *     the others
 * @param peakMiB most memory that was resident, of any process that trained; null where unknown
 */
public record HistoryFile(
    @JsonProperty(required = true) boolean finished,
    @JsonProperty(required = true) List<EpochRecord> epochs,
    @JsonProperty(required = true) int bestRecallEpoch,
    @JsonProperty(required = true) int bestMrrEpoch,
    @JsonProperty(required = true) int selectedEpoch,
    @JsonInclude(JsonInclude.Include.NON_NULL) Metrics test,
    @JsonInclude(JsonInclude.Include.NON_NULL) ListMetrics testLists,
    @JsonInclude(JsonInclude.Include.NON_NULL) Map<String, Metrics> testApart,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<FinalEpoch> finalEpochs,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double peakMiB) {
  /** Of a run without a finished epoch. */
  private static final HistoryFile EMPTY =
      new HistoryFile(false, List.of(), -1, -1, -1, null, null, null, null, null);

  /** Checks that the best epochs are those of the epochs. */
  public HistoryFile {
    if (epochs == null) {
      throw new IllegalArgumentException("epochs is missing");
    }
    EpochRecord.checkHistory(epochs);
    BestEpochs best = BestEpochs.of(epochs);
    int anew = finalEpochs == null ? 0 : finalEpochs.size();
    int last = epochs.isEmpty() ? anew - 1 : best.last();
    boolean selected =
        selectedEpoch == bestRecallEpoch || selectedEpoch == bestMrrEpoch || selectedEpoch == last;
    if (best.recall() != bestRecallEpoch || best.mrr() != bestMrrEpoch || !selected) {
      throw new IllegalArgumentException(
          "the best epochs are %d and %d, not %d, %d and %d"
              .formatted(best.recall(), best.mrr(), bestRecallEpoch, bestMrrEpoch, selectedEpoch));
    }
    boolean measured = !epochs.isEmpty() || anew > 0;
    boolean like = epochs.isEmpty() || test == null || test.sameKeys(epochs.get(0).metrics());
    if (test != null && !(measured && like)) {
      throw new IllegalArgumentException("test has other figures than the epochs");
    }
    if (testApart != null && (test == null || !areLike(test, testApart))) {
      throw new IllegalArgumentException("testApart has other figures than test");
    }
    if (finalEpochs != null) {
      FinalEpoch.check(finalEpochs, selectedEpoch + 1);
    }
    if (peakMiB != null && !(peakMiB >= 0 && peakMiB < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("peakMiB is " + peakMiB);
    }
  }

  private static boolean areLike(Metrics test, Map<String, Metrics> apart) {
    return apart.values().stream().allMatch(own -> own != null && own.sameKeys(test));
  }

  /** Replaces the file; the most memory seen so far is kept. */
  public static void write(RunWriter run, TrainResult result) throws IOException {
    run.checkHeld();
    Double before = readIfThere(run.directory()).peakMiB;
    double peak = Math.max(before == null ? 0 : before, ProcFile.peakMiB("self"));
    HistoryFile content =
        new HistoryFile(
            !result.stopped(),
            result.history(),
            result.bestRecallEpoch(),
            result.bestMrrEpoch(),
            result.selectedEpoch(),
            result.test(),
            result.testLists(),
            result.testApart(),
            result.finalEpochs().isEmpty() ? null : result.finalEpochs(),
            peak == 0 ? null : peak);
    run.replace(run.directory().history(), Json.bytes(content));
  }

  /**
   * Reads the file of a run, checked; that of a run without a finished epoch if there is none.
   *
   * @throws IllegalArgumentException naming the file if it is malformed or not the run's
   */
  public static HistoryFile read(RunDirectory run) {
    return run.has(run.history())
        ? Json.read(run.checked(run.history()), HistoryFile.class)
        : EMPTY;
  }

  /** For a run that goes on, also without what only this file knew. */
  private static HistoryFile readIfThere(RunDirectory run) {
    return Files.exists(run.history()) ? read(run) : EMPTY;
  }

  /** What a checkpoint knows of its run, with the times that the file has for its epochs. */
  public static TrainingState withTimes(RunDirectory run, TrainingState state) {
    HistoryFile file = readIfThere(run);
    Map<Integer, EpochRecord> timed =
        file.epochs().stream().collect(Collectors.toMap(EpochRecord::epoch, e -> e));
    Map<Integer, FinalEpoch> finals =
        Stream.ofNullable(file.finalEpochs())
            .flatMap(List::stream)
            .collect(Collectors.toMap(FinalEpoch::epoch, e -> e));
    return state.withHistory(
        state.history().stream().map(e -> e.withTimesOf(timed.getOrDefault(e.epoch(), e))).toList(),
        state.learnsAnew()
            ? state.finalEpochs().stream()
                .map(e -> e.withTimesOf(finals.getOrDefault(e.epoch(), e)))
                .toList()
            : null);
  }
}
