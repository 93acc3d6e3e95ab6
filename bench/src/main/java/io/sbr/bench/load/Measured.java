package io.sbr.bench.load;

import io.sbr.bench.load.drive.LoadResult;
import io.sbr.bench.load.drive.Percentiles;
import io.sbr.bench.load.watch.MemoryOverTime;
import io.sbr.bench.load.watch.Processors;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A load and what it took.
 *
 * @param rate that was asked for, requests per second
 * @param result what became of the requests
 * @param processors used in that time
 * @param memory of the server; empty if it was not looked at
 */
record Measured(double rate, LoadResult result, Processors processors, MemoryOverTime memory) {
  /** For people, some lines. */
  String text() {
    StringBuilder text = new StringBuilder();
    add(
        text,
        "asked %.1f/s, answered %.1f/s: %d requests in %.1f s",
        rate,
        result.throughput(),
        result.asked(),
        result.seconds());
    text.append("latency from the intended start, ms:");
    for (double percentage : Percentiles.PRINTED) {
      text.append(
          String.format(
              Locale.ROOT,
              " %s %.2f",
              Percentiles.name(percentage),
              result.latency().at(percentage)));
    }
    add(text, " max %.2f", result.latency().max());
    add(
        text,
        "errors %d: by status %s, wrong %d, timeouts %d, connections %s",
        result.errors(),
        result.statuses(),
        result.wrong(),
        result.timeouts(),
        result.failures());
    add(
        text,
        "requests left late by, ms: p50 %.2f p99 %.2f max %.2f",
        result.late().at(50),
        result.late().at(99),
        result.late().max());
    text.append(
        String.format(
            Locale.ROOT,
            "share of %d processors: generator %.1f %%",
            Runtime.getRuntime().availableProcessors(),
            100 * processors.ownShare()));
    if (processors.serverShare() >= 0) {
      text.append(String.format(Locale.ROOT, ", server %.1f %%", 100 * processors.serverShare()));
    }
    text.append('\n');
    if (!memory.isEmpty()) {
      add(
          text,
          "memory of the server, MiB: first %.0f, last %.0f, most %.0f",
          memory.first(),
          memory.last(),
          memory.most());
    }
    return text.toString();
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** For programs. */
  Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("rate", rate);
    object.putAll(result.json());
    object.put("processors", processors.json());
    if (!memory.isEmpty()) {
      object.put("server_memory_mib", memory.json());
    }
    return object;
  }
}
