package io.sbr.bench.timing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.models.nn.Training;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Times whole training steps of a model, batch building included, and prints one line of JSON with
 * the fields of the PyTorch program it is compared with.
 */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    description = "Times whole training steps and prints one line of JSON.")
public final class StepTimer implements Callable<Integer> {
  @Mixin private TimerOptions options;

  private double loss;

  @Override
  public Integer call() throws JsonProcessingException {
    ClickData clicks = options.clicks();
    TimedPasses passes = new TimedPasses(options.warmup, options.steps, "step");
    try (Backend backend = Backends.choose(options.device, options.threads).backend();
        StepRunner runner =
            new StepRunner(
                backend,
                clicks.items(),
                options.modelSettings(),
                new Training(
                    options.batch(), clicks.examples().sessions().clicksByItem(clicks.items())),
                options.seed)) {
      passes.run(
          new BatchBuilder(clicks.items(), runner.needs(), 0).sharing(runner.entries()),
          clicks.examples(),
          runner.order(clicks.examples(), options.batch()),
          batch -> {
            StepRunner.Timing timing = runner.step(batch);
            loss = timing.loss();
            Map<String, Long> parts = new LinkedHashMap<>();
            parts.put("forward", timing.forward());
            parts.put("backward", timing.backward());
            parts.put("adam", timing.adam());
            return parts;
          });
      ObjectNode result = options.facts(backend, clicks);
      result.put("pairs", clicks.examples().count()).put("loss", loss);
      passes.writeTo(result);
      System.out.println(new ObjectMapper().writeValueAsString(result));
    }
    return 0;
  }
}
