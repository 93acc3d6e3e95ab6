package io.sbr.models.pipeline;

import io.sbr.models.eval.ListMetrics;
import io.sbr.models.eval.Metrics;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.RanksFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.models.train.EpochRecord;
import io.sbr.models.train.FinalEpoch;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run folder says of a run, finished or not; nothing is computed.
 *
 * @param folder of the run
 * @param info what it is
 * @param history its epochs
 * @param test figures on the test part: those reported, or with {@code paper} those that an
 *     unfinished run would report if it ended now; else null
 * @param testLists what was recommended for the test part by the epoch that Recall is reported of;
 *     null where {@code test} is, and in runs of older programs
 * @param recallRanks ranks behind Recall, if they were kept
 * @param mrrRanks ranks behind MRR, if they were kept
 * @param partRanks of a blend: ranks by each part, by its name, as far as they were kept
 */
public record StoredRun(
    Path folder,
    RunInfo info,
    HistoryFile history,
    Metrics test,
    ListMetrics testLists,
    Optional<int[]> recallRanks,
    Optional<int[]> mrrRanks,
    Map<String, int[]> partRanks) {
  /**
   * Reads a folder.
   *
   * @throws IllegalArgumentException if it is no run or a file of it is malformed
   */
  public static StoredRun read(Path folder) {
    RunInfo info =
        RunDirectory.info(folder)
            .orElseThrow(
                () -> new IllegalArgumentException(folder + " is not a run: it has no run.json"));
    RunDirectory run = new RunDirectory(folder);
    HistoryFile history = HistoryFile.read(run);
    boolean paper = info.settings().protocol() == Protocol.PAPER;
    List<EpochRecord> epochs = history.epochs();
    Metrics test = history.test();
    ListMetrics lists = history.testLists();
    if (test == null && paper && !epochs.isEmpty()) {
      Metrics mrr = epochs.get(history.bestMrrEpoch()).metrics();
      EpochRecord selected = epochs.get(history.bestRecallEpoch());
      test = selected.metrics().withMrrOf(mrr);
      lists = selected.lists();
    }
    Optional<int[]> ranks = ranks(run, run.ranks(), history.selectedEpoch(), test);
    Optional<int[]> mrrRanks =
        paper
            ? ranks(run, run.mrrRanks(), history.bestMrrEpoch(), test)
                .or(
                    () ->
                        history.bestMrrEpoch() == history.selectedEpoch()
                            ? ranks
                            : Optional.empty())
            : ranks;
    Map<String, int[]> parts = partRanks(run, info.settings(), history.selectedEpoch(), test);
    return new StoredRun(folder, info, history, test, lists, ranks, mrrRanks, parts);
  }

  /** Whether training has ended. */
  public boolean finished() {
    return history.finished();
  }

  /** Epochs that were compared with each other so far. */
  public List<EpochRecord> epochs() {
    return history.epochs();
  }

  /** Epoch whose weights are kept; −1 without epochs. */
  public int selectedEpoch() {
    return history.selectedEpoch();
  }

  /** Epoch of the best Recall@20; −1 without epochs. */
  public int bestRecallEpoch() {
    return history.bestRecallEpoch();
  }

  /** Epoch of the best MRR@20; −1 without epochs. */
  public int bestMrrEpoch() {
    return history.bestMrrEpoch();
  }

  /** With {@code final} the epochs on all of train so far; else empty. */
  public List<FinalEpoch> finalEpochs() {
    return history.finalEpochs() == null ? List.of() : history.finalEpochs();
  }

  /** Most memory that was resident, MiB; null where unknown. */
  public Double peakMiB() {
    return history.peakMiB();
  }

  /** Of the parts of a blend, by name. */
  private static Map<String, int[]> partRanks(
      RunDirectory run, TrainSettings settings, int epoch, Metrics test) {
    Map<String, int[]> parts = new LinkedHashMap<>();
    if (settings.blend().isPresent()) {
      String network = settings.model().name();
      String neighbours = settings.blend().get().name();
      ranks(run, run.networkRanks(), epoch, test).ifPresent(own -> parts.put(network, own));
      ranks(run, run.neighbourRanks(), epoch, test).ifPresent(own -> parts.put(neighbours, own));
    }
    return parts;
  }

  /** Those in the file, if it is there and of that epoch: a run that goes on may be ahead of it. */
  private static Optional<int[]> ranks(RunDirectory run, Path file, int epoch, Metrics test) {
    if (test == null || !run.has(file)) {
      return Optional.empty();
    }
    RanksFile kept = RanksFile.read(run.checked(file));
    return kept.epoch() == epoch ? Optional.of(kept.ranks()) : Optional.empty();
  }

  /** Whether the epoch that is reported is the last one trained: another might be better yet. */
  public boolean bestIsLast() {
    if (info.settings().learning().isEmpty() || !info.settings().choosesEpoch()) {
      return false; // there is no other
    }
    int best =
        info.settings().protocol() == Protocol.PAPER
            ? Math.max(bestRecallEpoch(), bestMrrEpoch())
            : bestMrrEpoch();
    return best == epochs().size() - 1;
  }
}
