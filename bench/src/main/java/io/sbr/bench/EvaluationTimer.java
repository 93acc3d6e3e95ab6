package io.sbr.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.autograd.Tape;
import io.sbr.data.BatchBuilder;
import io.sbr.data.BatchPlan;
import io.sbr.data.GraphBatch;
import io.sbr.models.DeviceBatch;
import io.sbr.models.Models;
import io.sbr.models.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Ints;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Scorer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times the evaluation of test pairs over the full catalogue, batch building included, and prints
 * one line of JSON. The model is freshly initialised: ranks cost the same whatever it has learnt.
 */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Times batches of an evaluation and prints one line of JSON.")
final class EvaluationTimer implements Callable<Integer> {
  @Mixin private TimerOptions options;

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "times lists of the K best items instead of the targets' ranks")
  private int top;

  /** Made for the first batch, as an evaluation makes it. */
  private Optional<PackedItems> packed;

  @Override
  public Integer call() throws JsonProcessingException {
    ClickData clicks = options.clicks();
    if (clicks.tests().count() < options.batch) {
      throw new IllegalArgumentException(
          "--batch %d, but there are only %d test pairs"
              .formatted(options.batch, clicks.tests().count()));
    }
    TimedPasses passes = new TimedPasses(options.warmup, options.steps, "batch");
    try (Backend backend = Backends.choose(options.device, options.threads).backend();
        Arena weights = new Arena(backend)) {
      SessionModel model =
          Models.create(options.modelSettings(), clicks.items(), weights, options.seed);
      int whole = clicks.tests().count() / options.batch * options.batch; // no smaller last batch
      passes.run(
          new BatchBuilder(clicks.items(), model.needs(), 0),
          clicks.tests(),
          BatchPlan.inOrder(whole, options.batch),
          batch -> evaluate(model, batch, weights));
      ObjectNode result = options.facts(backend, clicks);
      result.put("pairs", clicks.tests().count());
      result
          .putObject("sessions_per_s")
          .put("min", Math.round(1e3 * options.batch / passes.min()))
          .put("median", Math.round(1e3 * options.batch / passes.median()));
      passes.writeTo(result);
      System.out.println(new ObjectMapper().writeValueAsString(result));
    }
    return 0;
  }

  private Map<String, Long> evaluate(SessionModel model, GraphBatch batch, Arena weights) {
    Backend backend = weights.backend();
    try (Arena arena = new Arena(backend)) {
      long begin = System.nanoTime();
      DeviceBatch input = DeviceBatch.upload(batch, arena);
      Scorer scorer = atRest(model.forward(Tape.inference(arena), input).scorer(), weights);
      long forward = System.nanoTime();
      if (top > 0) {
        topK(scorer, arena);
      } else {
        Ints ranks = arena.ints(batch.sessions());
        backend.ranks(scorer, input.targets(), ranks);
        ranks.toArray();
      }
      long end = System.nanoTime();
      Map<String, Long> parts = new LinkedHashMap<>();
      parts.put("forward", forward - begin);
      parts.put(top > 0 ? "top" + top : "ranks", end - forward);
      return parts;
    }
  }

  private Scorer atRest(Scorer scorer, Arena weights) {
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
