package io.sbr.bench.timing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.autograd.Tape;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.DistinctInputs;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.Models;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Ints;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Ties;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times the evaluation of test pairs over the full catalogue, batch building included, and prints
 * one line of JSON. A batch holds as many different inputs as {@code --batch} says and all targets
 * that follow them; sessions/s are pairs. The model is freshly initialised: ranks cost the same
 * whatever it has learnt.
 */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Times batches of an evaluation and prints one line of JSON.")
public final class EvaluationTimer implements Callable<Integer> {
  @Mixin private TimerOptions options;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "times lists of the K best items instead of the targets' ranks")
  private int top;

  private DistinctInputs inputs;

  /** The first input of the next batch. */
  private int next;

  /** Made for the first batch, as an evaluation makes it. */
  private Optional<PackedItems> packed;

  @Override
  public Integer call() throws JsonProcessingException {
    ClickData clicks = options.clicks();
    TimedPasses passes = new TimedPasses(options.warmup, options.steps, "batch");
    try (Backend backend = Backends.choose(options.device, options.threads).backend();
        Arena weights = new Arena(backend)) {
      SessionModel model =
          Models.create(options.modelSettings(), clicks.items(), weights, options.seed);
      inputs = new DistinctInputs(clicks.tests(), model.needs());
      if (options.batch() > inputs.count()) {
        throw new IllegalArgumentException(
            "--batch %d, but there are only %d different inputs"
                .formatted(options.batch(), inputs.count()));
      }
      int whole = inputs.count() / options.batch() * options.batch(); // no smaller last batch
      passes.run(
          new BatchBuilder(clicks.items(), model.needs(), 0),
          clicks.tests(),
          BatchPlan.inOrder(Arrays.copyOf(inputs.representatives(), whole), options.batch()),
          batch -> {
            DistinctInputs.Targets targets = inputs.targets(next, next + options.batch());
            next = (next + options.batch()) % whole;
            return evaluate(model, batch, targets, weights);
          });
      ObjectNode result = options.facts(backend, clicks);
      result.put("pairs", clicks.tests().count());
      result.put("inputs", inputs.count());
      double pairs = options.batch() * (double) clicks.tests().count() / inputs.count();
      result.put("pairs_per_batch", pairs);
      result
          .putObject("sessions_per_s")
          .put("min", Math.round(1e3 * pairs / passes.min()))
          .put("median", Math.round(1e3 * pairs / passes.median()));
      passes.writeTo(result);
      System.out.println(new ObjectMapper().writeValueAsString(result));
    }
    return 0;
  }

  private Map<String, Long> evaluate(
      SessionModel model, GraphBatch batch, DistinctInputs.Targets targets, Arena weights) {
    Backend backend = weights.backend();
    try (Arena arena = new Arena(backend)) {
      long begin = System.nanoTime();
      DeviceBatch input = DeviceBatch.upload(batch, arena);
      Scorer scorer = frozen(model.forward(Tape.inference(arena), input).scorer(), weights);
      long forward = System.nanoTime();
      if (top > 0) {
        topK(scorer, arena);
      } else {
        Ints ranks = arena.ints(targets.items().length);
        Ints items = arena.copyOf(Candidates.of(targets.items()));
        backend.ranks(scorer, Ties.ORDERED, arena.copyOf(targets.sessions()), items, ranks);
        ranks.toArray();
      }
      long end = System.nanoTime();
      Map<String, Long> parts = new LinkedHashMap<>();
      parts.put("forward", forward - begin);
      parts.put(top > 0 ? "top" + top : "ranks", end - forward);
      return parts;
    }
  }

  private Scorer frozen(Scorer scorer, Arena weights) {
    if (packed == null) {
      packed = weights.backend().packItems(scorer.items(), weights);
    }
    return packed.isPresent() ? new Scorer.Packed(scorer, packed.get()) : scorer;
  }

  private void topK(Scorer scorer, Arena arena) {
    int sessions = scorer.sessionCount();
    Ints items = arena.ints(sessions * top);
    Ints noOffsets = arena.copyOf(new int[sessions + 1]);
    arena.backend().topK(scorer, top, noOffsets, arena.ints(0), items, arena.tensor(sessions, top));
    items.toArray();
  }
}
