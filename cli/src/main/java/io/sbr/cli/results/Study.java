package io.sbr.cli.results;

import io.sbr.data.Dataset;
import io.sbr.models.counting.Baselines;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.run.DataIdentity;
import io.sbr.models.study.TestPart;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingData;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sorts runs into tables and rows. */
final class Study {
  private final KnownRows known;
  private final Function<DataIdentity, Optional<Dataset>> data;
  private final String reference;
  private final Map<String, TestPart> parts = new LinkedHashMap<>();
  private String sought = "";
  private Optional<Dataset> found = Optional.empty();

  /**
   * A study.
   *
   * @param known rows that are asked for
   * @param data finds the sessions that runs have learned from; empty if they are not at hand
   * @param reference name of the row that others are compared with
   */
  Study(KnownRows known, Function<DataIdentity, Optional<Dataset>> data, String reference) {
    this.known = known;
    this.data = data;
    this.reference = reference;
  }

  /** The tables, data sets in the order asked for and then as found, {@code paper} first. */
  List<ResultTable> tables(List<StoredRun> runs) {
    Set<String> sets = new LinkedHashSet<>(known.sets());
    runs.forEach(run -> sets.add(run.info().data().name()));
    List<ResultTable> tables = new ArrayList<>();
    for (String set : sets) {
      for (Protocol protocol : List.of(Protocol.PAPER, Protocol.HONEST, Protocol.FINAL)) {
        // Data sets of one name may differ, and their figures are not comparable then.
        Map<String, List<StoredRun>> byData =
            runs.stream()
                .filter(run -> run.info().data().name().equals(set))
                .filter(run -> run.info().settings().protocol() == protocol)
                .collect(
                    Collectors.groupingBy(
                        Study::comparable, LinkedHashMap::new, Collectors.toList()));
        byData.values().forEach(group -> tables.add(table(set, protocol, group)));
        // What is missing is asked for under two: final is for rows that somebody chose to finish.
        boolean asked = protocol != Protocol.FINAL && !known.of(set).isEmpty();
        if (byData.isEmpty() && asked) {
          tables.add(table(set, protocol, List.of()));
        }
      }
    }
    return tables;
  }

  /**
   * What runs must share to stand in one table: data, examples, and what epochs are chosen on, how
   * equal scores rank.
   */
  private static String comparable(StoredRun run) {
    TrainSettings settings = run.info().settings();
    String validation =
        switch (settings.protocol()) {
          case HONEST -> " " + settings.validation();
          case PAPER -> "";
          case FINAL -> " " + settings.validationGap().orElse(0);
        };
    return "%s %d%s %s"
        .formatted(run.info().data().sha256(), settings.minPrefix(), validation, settings.ties());
  }

  private ResultTable table(String set, Protocol protocol, List<StoredRun> runs) {
    DataIdentity identity = runs.isEmpty() ? null : runs.get(0).info().data();
    TestPart part = null;
    List<ResultRow> counted = List.of();
    if (identity != null) {
      TrainSettings settings = runs.get(0).info().settings();
      Optional<Dataset> sessions = found(identity);
      String key = identity.sha256() + " " + settings.minPrefix();
      part =
          sessions
              .map(d -> parts.computeIfAbsent(key, k -> TestPart.of(d, settings.minPrefix())))
              .orElse(null);
      counted =
          sessions
              .map(d -> baselines(TrainingData.of(d, settings), settings.ties()))
              .orElse(List.of());
    }
    List<ResultRow> rows = rows(set, runs, part == null ? -1 : part.examples());
    Set<String> trained = rows.stream().map(ResultRow::name).collect(Collectors.toSet());
    counted.stream().filter(row -> !trained.contains(row.name())).forEach(rows::add);
    Set<String> names = rows.stream().map(ResultRow::name).collect(Collectors.toSet());
    List<String> missing =
        known.of(set).stream()
            .map(KnownRows.Known::row)
            .filter(name -> !names.contains(name))
            .toList();
    return ResultTable.of(identity, set, protocol, rows, missing, part, reference);
  }

  private List<ResultRow> rows(String set, List<StoredRun> runs, int examples) {
    Map<Map<String, String>, List<StoredRun>> groups =
        runs.stream()
            .sorted(Comparator.comparingLong(Words::seed))
            .collect(
                Collectors.groupingBy(
                    run -> ResultRow.defining(run.info().settings()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<String> order = known.of(set).stream().map(KnownRows.Known::row).toList();
    List<ResultRow> rows =
        groups.values().stream().map(group -> ResultRow.of(group, examples)).toList();
    Map<String, Long> named =
        rows.stream().collect(Collectors.groupingBy(ResultRow::name, Collectors.counting()));
    return rows.stream()
        .map(row -> named.get(row.name()) > 1 ? row.namedByItsSettings() : row)
        .sorted(
            Comparator.comparingInt(
                    (ResultRow row) ->
                        order.contains(row.name()) ? order.indexOf(row.name()) : order.size())
                .thenComparing(ResultRow::name))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** The sessions of runs; those of one data set are held at a time. */
  private Optional<Dataset> found(DataIdentity identity) {
    if (!identity.sha256().equals(sought)) {
      sought = identity.sha256();
      found = Optional.empty(); // let go before the next is read
      found = data.apply(identity);
    }
    return found;
  }

  /** Counted over the sessions that the runs of the table have learned from. */
  private static List<ResultRow> baselines(TrainingData cut, Ties ties) {
    Evaluator evaluator = new Evaluator(cut.test(), List.of(TrainSettings.SELECTION_K), ties);
    List<ResultRow> rows = new ArrayList<>();
    Baselines.evaluations(cut.learned().sessions(), cut.itemCount(), evaluator)
        .forEach((name, evaluation) -> rows.add(ResultRow.of(name, evaluation)));
    return rows;
  }
}
