package io.sbr.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sbr.server.serving.RunLabel;
import io.sbr.server.serving.ServingWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counters, gauges and histograms of one server, with those of its JVM. Names are listed in
 * docs/serving.md.
 */
public final class ServerMetrics implements ServingWatch {
  /** Media type of {@link #text}. */
  public static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** Seconds; the targets of a shop lie between the second and the sixth. */
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.035, 0.05, 0.1, 0.2, 0.5, 1, 2
  };

  private static final double[] SESSIONS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, RunLabel> labels = new ConcurrentHashMap<>();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  private final Counter requests =
      Counter.builder()
          .name("sbr_requests_total")
          .help("Requests answered, by route, method and status.")
          .labelNames("route", "method", "status")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("sbr_request_seconds")
          .help("From a request's first byte until its answer is made.")
          .labelNames("route")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Histogram passSessions =
      Histogram.builder()
          .name("sbr_pass_sessions")
          .help("Sessions that went through the catalogue together.")
          .labelNames("run")
          .classicOnly()
          .classicUpperBounds(SESSIONS)
          .register(registry);
  private final Histogram passSeconds =
      Histogram.builder()
          .name("sbr_pass_seconds")
          .help("Time of a pass.")
          .labelNames("run")
          .classicOnly()
          .classicUpperBounds(SECONDS)
          .register(registry);
  private final Counter refused =
      Counter.builder()
          .name("sbr_refused_total")
          .help("Requests that the full queue turned away.")
          .labelNames("run")
          .register(registry);
  private final Counter late =
      Counter.builder()
          .name("sbr_late_total")
          .help("Requests whose deadline passed.")
          .labelNames("run")
          .register(registry);
  private final Counter reloads =
      Counter.builder()
          .name("sbr_reloads_total")
          .help("Versions that were to take another's place, by what came of it.")
          .labelNames("run", "outcome")
          .register(registry);
  private final Info run =
      Info.builder()
          .name("sbr_run_info")
          .help("The version in service.")
          .labelNames("run", "version", "model")
          .register(registry);

  /** All at zero. */
  public ServerMetrics() {
    JvmMetrics.builder().register(registry);
  }

  /** Adds a gauge that is read when the metrics are. */
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsLong()))
        .register(registry);
  }

  /** Adds one for each run. */
  public void gaugeByRun(String name, String help, Supplier<Map<String, Integer>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("run")
        .callback(gauge -> values.get().forEach((label, value) -> gauge.call(value, label)))
        .register(registry);
  }

  /**
   * A request is answered.
   *
   * @param route its template, never its path: a path may name a session
   */
  public void answered(String route, String method, int status, long nanos) {
    requests.labelValues(route, method, Integer.toString(status)).inc();
    seconds.labelValues(route).observe(nanos / 1e9);
  }

  @Override
  public void passed(String name, int sessions, int asked, long nanos) {
    passSessions.labelValues(name).observe(sessions);
    passSeconds.labelValues(name).observe(nanos / 1e9);
  }

  @Override
  public void refused(String name) {
    refused.labelValues(name).inc();
  }

  @Override
  public void late(String name) {
    late.labelValues(name).inc();
  }

  @Override
  public void serving(RunLabel label) {
    RunLabel before = labels.put(label.name(), label);
    if (before != null) {
      reloads.labelValues(label.name(), "done").inc();
      run.remove(before.name(), before.version(), before.model());
    }
    run.addLabelValues(label.name(), label.version(), label.model());
  }

  @Override
  public void notReplaced(String name) {
    reloads.labelValues(name, "failed").inc();
  }

  /** All of them in Prometheus' text format. */
  public byte[] text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory can always be written
    }
    return text.toByteArray();
  }
}
