package io.sbr.models.pipeline;

import io.sbr.data.UsageHistory;
import io.sbr.data.Vocabulary;
import io.sbr.data.batch.Column;
import io.sbr.data.store.ItemsFile;
import io.sbr.models.algorithm.Algorithm;
import io.sbr.models.algorithm.Algorithms;
import io.sbr.models.algorithm.Fitted;
import io.sbr.models.algorithm.Loading;
import io.sbr.models.counting.Popularity;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunInfo;
import io.sbr.models.run.ViewsFile;
import io.sbr.models.train.Protocol;
import io.sbr.tensor.Backend;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run folder holds to answer with.
 *
 * @param folder where it was read
 * @param info what the run is
 * @param items it knows
 * @param model with what was learned
 * @param popular how often items were clicked; empty in a run of a program that did not keep it
 * @param history what users viewed; of nobody if the model does not read it
 */
record LoadedRun(
    Path folder,
    RunInfo info,
    Vocabulary items,
    Fitted model,
    Optional<Popularity> popular,
    UsageHistory history) {
  /**
   * Reads a run.
   *
   * @param backend may be empty for a model that uses none
   * @param manyCalls whether it pays to prepare for many calls
   * @throws IllegalArgumentException if the folder is no run, has not learned yet, or a file of it
   *     is malformed (named)
   * @throws io.sbr.data.DataException if a table cannot be read (named)
   */
  static LoadedRun read(Path folder, Optional<Backend> backend, boolean manyCalls) {
    RunDirectory run = new RunDirectory(folder);
    RunInfo info = info(folder);
    Algorithm algorithm = Algorithms.of(info.settings().model().kind());
    if (!algorithm.isFitted(run)) {
      throw new IllegalArgumentException(
          folder
              + " has no model yet: resume "
              + (info.settings().learning().isEmpty()
                  ? "it"
                  : info.settings().protocol() == Protocol.FINAL
                      ? "training to its end"
                      : "training until an epoch is finished"));
    }
    Vocabulary items = ItemsFile.read(run.checked(run.items()));
    if (items.size() != info.data().items()) {
      throw new IllegalArgumentException(
          "%s has %d items, run.json says %d"
              .formatted(run.items(), items.size(), info.data().items()));
    }
    Optional<Popularity> popular =
        run.has(run.popularity())
            ? Optional.of(
                new Popularity(PopularityFile.read(run.checked(run.popularity()), items.size())))
            : Optional.empty();
    Fitted model = algorithm.load(new Loading(run, info, backend, manyCalls));
    try {
      return new LoadedRun(folder, info, items, model, popular, history(run, info, model));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  private static UsageHistory history(RunDirectory run, RunInfo info, Fitted model) {
    boolean read = model.recommender().needs().reads().contains(Column.USERS);
    return read && run.has(run.views())
        ? ViewsFile.read(run.checked(run.views()), info.data().items(), info.lastDuration())
        : UsageHistory.none();
  }

  /**
   * What a run folder says of itself.
   *
   * @throws IllegalArgumentException if it is no run
   */
  static RunInfo info(Path folder) {
    return RunDirectory.info(folder)
        .orElseThrow(
            () -> new IllegalArgumentException(folder + " is not a run: it has no run.json"));
  }

  /**
   * How often items were clicked.
   *
   * @throws IllegalArgumentException if the run does not say
   */
  Popularity popularity() {
    return popular.orElseThrow(
        () ->
            new IllegalArgumentException(
                folder
                    + " does not say which items are popular, as it was begun by an older sbr:"
                    + " resume it once, which trains no more than is left"));
  }

  /** Packs questions for its model. */
  ClickPacker packer() {
    return new ClickPacker(
        items,
        model.recommender().needs(),
        info.longestInput(),
        info.lastDuration(),
        info.openView(),
        history);
  }
}
