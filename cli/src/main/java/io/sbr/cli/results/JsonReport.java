package io.sbr.cli.results;

import io.sbr.models.eval.ListMetrics;
import io.sbr.models.pipeline.StoredRun;
import io.sbr.models.study.Slice;
import io.sbr.models.study.Spread;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All tables as plain values. What is not known is null. */
final class JsonReport {
  private final KnownRows known;

  /** A report; {@code known} says what was published. */
  JsonReport(KnownRows known) {
    this.known = known;
  }

  List<Object> of(List<ResultTable> tables) {
    List<Object> list = new ArrayList<>();
    for (ResultTable table : tables) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("set", table.set());
      object.put("protocol", table.protocol().toString());
      if (table.ties() != Ties.ORDERED) {
        object.put("ties", table.ties().toString());
      }
      object.put("data", table.data());
      object.put("examples", table.part() == null ? null : table.part().examples());
      object.put("reference", table.reference() == null ? null : table.reference().name());
      object.put("rows", table.rows().stream().map(row -> row(table, row)).toList());
      object.put("not_measured", table.missing());
      list.add(object);
    }
    return list;
  }

  private Map<String, Object> row(ResultTable table, ResultRow row) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("row", row.name());
    object.put("finished", row.isFinished());
    object.put("unfinished_beside", row.unfinished());
    object.put("recall@20", spread(row.recall()));
    object.put("mrr@20", spread(row.mrr()));
    if (!row.lists().isEmpty()) {
      object.put("coverage@20", spread(row.lists(ListMetrics::coverage)));
      object.put("popularity@20", spread(row.lists(ListMetrics::popularity)));
      object.put("gini@20", spread(row.lists(ListMetrics::gini)));
    }
    ResultTable.Difference difference = table.differences().get(row);
    if (difference != null) {
      object.putAll(difference(difference));
    }
    Map<String, ResultTable.Difference> gains = table.gains(row);
    if (!gains.isEmpty()) {
      Map<String, Object> byPart = new LinkedHashMap<>();
      gains.forEach((part, gain) -> byPart.put(part, difference(gain)));
      object.put("gains", byPart);
    }
    known
        .find(table.set(), row.name())
        .filter(published -> !published.published().isEmpty())
        .ifPresent(
            published -> {
              object.put("published", published.published());
              object.put("source", published.source());
            });
    if (!row.isBaseline()) {
      object.put("settings", row.differing());
      object.put("seconds_an_epoch", number(row.seconds()));
      object.put("cpu_seconds_an_epoch", number(row.cpuSeconds()));
      object.put("peak_memory_mib", number(row.peakMiB()));
      object.put("runs", row.runs().stream().map(JsonReport::run).toList());
    }
    if (table.part() != null && row.outcome().hits() != null) {
      object.put("by_input_clicks", slices(Slice.byLength(table.part()), row));
      object.put("by_clicks_on_target", slices(Slice.byPopularity(table.part()), row));
    }
    return object;
  }

  private static Map<String, Object> difference(ResultTable.Difference difference) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("recall_difference", difference.recall());
    object.put("recall_p", number(difference.recallP()));
    object.put("mrr_difference", difference.mrr());
    object.put("mrr_p", number(difference.mrrP()));
    return object;
  }

  private static Map<String, Object> run(StoredRun run) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", run.folder().toString());
    object.put("version", run.info().version());
    object.put("settings", run.info().settings());
    object.put("environment", run.info().environment());
    object.put("finished", run.finished());
    object.put("best_recall_epoch", run.bestRecallEpoch());
    object.put("best_mrr_epoch", run.bestMrrEpoch());
    object.put("test", run.test());
    object.put("test_lists", run.testLists());
    if (run.history().testApart() != null) {
      object.put("test_apart", run.history().testApart());
    }
    object.put("epochs", run.epochs());
    if (!run.finalEpochs().isEmpty()) {
      object.put("final_epochs", run.finalEpochs());
    }
    return object;
  }

  private static List<Object> slices(List<Slice> slices, ResultRow row) {
    List<Object> list = new ArrayList<>();
    for (Slice slice : slices) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("part", slice.name());
      object.put("examples", slice.examples().length);
      object.put("recall@20", number(row.outcome().recall(slice)));
      object.put("mrr@20", number(row.outcome().mrr(slice)));
      list.add(object);
    }
    return list;
  }

  private static Map<String, Object> spread(Spread spread) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("mean", number(spread.mean()));
    object.put("deviation", number(spread.deviation()));
    object.put("runs", spread.runs());
    return object;
  }

  private static Double number(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }
}
