package io.sbr.cli.doctor;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.Dataset;
import io.sbr.data.Examples;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchPlan;
import io.sbr.data.store.Datasets;
import io.sbr.models.Models;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;

/**
 * The first seconds of a training on the built-in data, of which nothing is kept. What the JVM's
 * compiler makes of a kernel depends on what else it has to do then: kernels that are warmed up one
 * by one may come out well where they never do in a training.
 */
final class WarmUp {
  private static final int BATCH = 100;
  private static final double RATE = 1e-3;
  private static final long SEED = 1;

  private WarmUp() {}

  /** Takes steps for so long, at least one. */
  static void run(Backend backend, double seconds) {
    Dataset data = Datasets.load(Datasets.DEMO);
    int items = data.items().size();
    Examples examples = new Examples(data.train(), 1);
    try (Arena weights = new Arena(backend)) {
      SessionModel model = Models.create(Models.settings("srgnn"), items, weights, SEED);
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(0), weights);
      BatchBuilder builder = new BatchBuilder(items, model.needs(), examples.longestInput());
      BatchPlan plan = new BatchPlan(examples.count(), BATCH, SEED);
      long end = System.nanoTime() + (long) (seconds * 1e9);
      int step = 0;
      do {
        int[] numbers = plan.batch(step / plan.batches(), step % plan.batches());
        try (Arena arena = new Arena(backend)) {
          Tape tape = Tape.recording(arena);
          DeviceBatch batch = DeviceBatch.upload(builder.build(examples, numbers), arena);
          Var loss =
              model.forward(tape, batch, StepRandom.of(SEED, step)).crossEntropy(batch.targets());
          tape.backward(loss);
          adam.step(RATE);
        }
        step++;
      } while (System.nanoTime() - end < 0);
    }
  }
}
