package io.sbr.bench.load.drive;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of the requests of a load, those of the warm-up left out.
 *
 * @param seconds from the beginning until the last request was due, or the last answer came
 * @param asked requests whose intended time came
 * @param answered those that had an answer with status 2xx, wrong ones included
 * @param wrong of those
 * @param timeouts requests that had no answer within the deadline
 * @param statuses answers by status
 * @param failures connections that ended under a request, by what was wrong
 * @param latency from the intended start to the whole answer; a timeout counts with what was waited
 * @param late from the intended start until the request was handed to the system: what the
 *     generator itself, or the want of a free connection, adds to the latency
 */
public record LoadResult(
    double seconds,
    long asked,
    long answered,
    long wrong,
    long timeouts,
    Map<Integer, Long> statuses,
    Map<String, Long> failures,
    Percentiles latency,
    Percentiles late) {

  /** Right answers per second. */
  public double throughput() {
    return seconds > 0 ? (answered - wrong) / seconds : 0;
  }

  /** Requests that have no right answer. */
  public long errors() {
    return asked - answered + wrong;
  }

  /** For programs; times in milliseconds. */
  public Map<String, Object> json() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("seconds", seconds);
    object.put("requests", asked);
    object.put("answered", answered);
    object.put("per_second", throughput());
    object.put("errors", errors());
    object.put("wrong", wrong);
    object.put("timeouts", timeouts);
    object.put("statuses", statuses);
    object.put("failures", failures);
    object.put("latency_ms", latency.json());
    object.put("sent_late_ms", late.json());
    return object;
  }
}
