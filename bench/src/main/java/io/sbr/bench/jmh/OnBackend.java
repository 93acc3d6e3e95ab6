package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Shape;
import io.sbr.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A benchmark of the backend contract: starts the backend that {@code -p device=} names, prepares
 * operands on it, and says how much work one call is. Single calls are timed, so that a median
 * exists; a fresh JVM for each benchmark keeps one kernel's profile from spoiling another's code.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xms2g", "-Xmx2g"})
public abstract class OnBackend {
  private static final long SEED = 20;

  /** The backend, as in {@code --device}. */
  @Param("cpu")
  public String device;

  /** Worker threads; 0 for all processors. */
  @Param("0")
  public int threads;

  /** What is measured. */
  Backend backend;

  /** Holds the operands as long as the benchmark runs. */
  Arena arena;

  private final float[] first = new float[1];
  private int streams;

  /** Starts the backend and prepares the operands. */
  @Setup(Level.Trial)
  public final void open() {
    backend = Backends.choose(device, threads).backend();
    arena = new Arena(backend);
    prepare();
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public final void close() {
    arena.close();
    backend.close();
  }

  /** Makes the operands. */
  abstract void prepare();

  /** The work of one call of each benchmark method, by its name, for the sizes that are set. */
  public abstract Map<String, Work> work();

  /** A tensor of numbers from [−1, 1), the same in every run. */
  final Tensor random(int... dims) {
    Tensor tensor = arena.tensor(dims);
    backend.uniform(tensor, -1, 1, SEED, streams++);
    return tensor;
  }

  /** The scorer as evaluations and servers have it, whose weights are at rest. */
  final Scorer frozen(Scorer scorer) {
    return backend
        .packItems(scorer.items(), arena)
        .<Scorer>map(packed -> new Scorer.Packed(scorer, packed))
        .orElse(scorer);
  }

  /**
   * Waits until a result exists, and with it all that was launched before: launches may be
   * asynchronous, and only reading waits. One element is read, which costs a CPU nothing and a
   * device a {@link io.sbr.bench.roofline.DeviceRoofline#roundTrip round trip}.
   */
  final void await(Tensor result) {
    backend.read(new Tensor(backend, result.buffer(), result.offset(), Shape.of(1)), first);
  }
}
