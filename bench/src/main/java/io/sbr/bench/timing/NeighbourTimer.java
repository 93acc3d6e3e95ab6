package io.sbr.bench.timing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.bench.output.Machine;
import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.Models;
import io.sbr.models.counting.Popularity;
import io.sbr.models.neighbour.NeighbourKind;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.tensor.io.AtomicFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.util.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times single questions to a neighbour method, one thread, from arrays of item numbers to the best
 * items, and prints one line of JSON. What is asked are beginnings of sessions that the index does
 * not know, each with the click that follows it left out. The index is built and written, then
 * opened from its file, unless the file is there already.
 */
@Command(
    name = "neighbours",
    mixinStandardHelpOptions = true,
    description = "Times questions to a neighbour method and prints one line of JSON.")
public final class NeighbourTimer implements Callable<Integer> {
  /** Ten clicks for each of so many sessions are as many as an array holds. */
  private static final int MOST = 150_000_000;

  @Option(names = "--data", description = "data folder; default: a made-up log")
  private Path data;

  @Option(
      names = "--sessions",
      defaultValue = "10000000",
      description = "of the made-up log, of ten clicks on average; default ${DEFAULT-VALUE}")
  private int sessions;

  @Option(
      names = "--items",
      defaultValue = "1000000",
      description = "of the made-up log; default ${DEFAULT-VALUE}")
  private int items;

  @Option(
      names = "--index",
      required = true,
      description = "file of the index; built and written if there is none")
  private Path file;

  @Option(names = "--model", defaultValue = "v-sknn", description = "default ${DEFAULT-VALUE}")
  private String model;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "a setting of the method; may be given several times")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--top", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
  private int top;

  @Option(
      names = "--warmup",
      defaultValue = "20000",
      description = "questions before the timed ones, for the compiler; default ${DEFAULT-VALUE}")
  private int warmup;

  @Option(
      names = "--questions",
      defaultValue = "20000",
      description = "timed ones; default ${DEFAULT-VALUE}")
  private int questions;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  /** Clicks of questions, one after another. */
  private record Questions(int[] clicks, int[] offsets) {}

  @Override
  public Integer call() throws IOException {
    if (sessions < 1 || items < 1 || top < 1 || warmup < 0 || questions < 1) {
      throw new IllegalArgumentException(
          "--sessions, --items, --top and --questions must be at least 1 and --warmup at least 0");
    }
    if (sessions > MOST || items > MOST || warmup > MOST || questions > MOST) {
      throw new IllegalArgumentException("numbers may be at most " + MOST);
    }
    ModelSettings chosen = Models.settings(model).with(settings);
    if (!(chosen.kind() instanceof NeighbourKind)) {
      throw new IllegalArgumentException("--model " + model + " is no neighbour method");
    }
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("model", model).put("settings", settings.toString());
    result.put("java", Runtime.version().toString()).put("load_average", Machine.loadAverage());
    Questions asked = prepare(chosen, result);
    long heap = heap();
    long begin = System.nanoTime();
    SparseRecommender recommender =
        NeighbourModel.map(chosen, file, new Popularity(new int[items + 1]), false).recommender();
    result.put("open_ms", (System.nanoTime() - begin) / 1e6);
    result.put("items", items);
    long ready = heap();
    result.put("heap_bytes", ready - heap);
    Times times = ask(recommender, asked);
    result.put("scratch_bytes", heap() - ready);
    result.put("warmup", warmup).put("questions", questions);
    percentiles(times.wall, result.putObject("us"));
    percentiles(times.cpu, result.putObject("cpu_us"));
    result.put("peak_rss_mib", Machine.peakResidentMiB());
    System.out.println(new ObjectMapper().writeValueAsString(result));
    return 0;
  }

  /** Builds the index if there is none, and picks what to ask. */
  private Questions prepare(ModelSettings chosen, ObjectNode result) throws IOException {
    Sessions tests;
    boolean build = !Files.exists(file);
    Sessions train = null;
    if (data == null) {
      MadeUpLog log = new MadeUpLog(items);
      tests = log.sessions(sessions, sessions + warmup + questions);
      train = build ? log.sessions(0, sessions) : null;
      result.put("data", "made-up log");
    } else {
      ClickData clicks = ClickData.read(data);
      items = clicks.items();
      tests = clicks.tests().sessions();
      train = clicks.examples().sessions();
      result.put("data", clicks.description());
    }
    if (build) {
      build(chosen, train, result);
    }
    result.put("file_bytes", Files.size(file));
    return pick(new Examples(tests, 1));
  }

  private void build(ModelSettings chosen, Sessions train, ObjectNode result) throws IOException {
    Popularity popularity = Popularity.of(train, items);
    long begin = System.nanoTime();
    NeighbourModel built = NeighbourModel.learn(chosen, train, popularity);
    long end = System.nanoTime();
    AtomicFiles.replace(file, built::write, built::verify);
    result.put("clicks", train.clicks()).put("sessions", train.count());
    result.put("build_s", (end - begin) / 1e9);
    result.put("write_s", (System.nanoTime() - end) / 1e9);
    result.put("build_peak_rss_mib", Machine.peakResidentMiB());
  }

  /** Inputs of examples drawn at random. */
  private Questions pick(Examples examples) {
    MersenneTwister random = new MersenneTwister(seed);
    int[] offsets = new int[warmup + questions + 1];
    int[] clicks = new int[1024];
    for (int q = 0; q < warmup + questions; q++) {
      int example = random.nextInt(examples.count());
      int session = examples.session(example);
      int length = examples.prefixLength(example, session);
      offsets[q + 1] = offsets[q] + length;
      if (offsets[q + 1] > clicks.length) {
        clicks = Arrays.copyOf(clicks, 2 * offsets[q + 1]);
      }
      System.arraycopy(
          examples.sessions().items(),
          examples.sessions().offset(session),
          clicks,
          offsets[q],
          length);
    }
    return new Questions(clicks, offsets);
  }

  /**
   * Microseconds of each question.
   *
   * @param wall by the clock
   * @param cpu of the thread: the same on an idle machine, and less noise on a busy one
   */
  private record Times(double[] wall, double[] cpu) {}

  private Times ask(SparseRecommender recommender, Questions asked) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int[] nothing = {};
    Times times = new Times(new double[questions], new double[questions]);
    for (int q = 0; q < warmup + questions; q++) {
      int from = asked.offsets[q];
      int to = asked.offsets[q + 1];
      long cpu = threads.getCurrentThreadCpuTime();
      long begin = System.nanoTime();
      recommender.topK(asked.clicks, from, to, top, nothing);
      long end = System.nanoTime();
      if (q >= warmup) {
        times.wall[q - warmup] = (end - begin) / 1e3;
        times.cpu[q - warmup] = (threads.getCurrentThreadCpuTime() - cpu) / 1e3;
      }
    }
    return times;
  }

  private static void percentiles(double[] micros, ObjectNode result) {
    Percentile percentile = new Percentile();
    percentile.setData(micros);
    for (int p : new int[] {50, 90, 99, 100}) {
      result.put("p" + p, Precision.round(percentile.evaluate(p), 1));
    }
    result.put("mean", Precision.round(StatUtils.mean(micros), 1));
  }

  /** Bytes in use on the heap once it is collected. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
