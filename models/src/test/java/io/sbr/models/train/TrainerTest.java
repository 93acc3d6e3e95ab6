package io.sbr.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.optim.Adam;
import io.sbr.data.Examples;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.eval.Metrics;
import io.sbr.models.learning.Agc;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.learning.LrScheduleForm;
import io.sbr.models.learning.OptimizerSettings;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final int TESTED = new Examples(Fixtures.madeUp().test(), 1).count();

  /** Keeps nothing but what was called. */
  private static final class Calls implements RunStore {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void saveModel(List<Parameter> parameters, int epoch, Optional<Metrics> figures) {
      calls.add("model " + epoch);
    }

    @Override
    public void saveRanks(Figure figure, int epoch, int[] ranks) {
      calls.add("ranks " + figure + " " + epoch + " of " + ranks.length);
    }

    @Override
    public void loadModel(List<Parameter> parameters) {
      calls.add("load");
    }

    @Override
    public void saveCheckpoint(TrainingState state, Map<String, Tensor> slots) {
      calls.add("checkpoint " + state.epoch() + "." + state.nextBatch());
    }

    @Override
    public void saveHistory(TrainResult result) {
      calls.add("history " + result.history().size());
    }

    @Override
    public String lastCheckpoint() {
      return calls.isEmpty() ? "none" : "some";
    }
  }

  @Test
  void theBestModelIsSavedBeforeTheCheckpointThatKnowsOfIt() {
    Calls calls = new Calls();
    TrainResult result = train(Fixtures.settings(Protocol.PAPER, 1), calls, new Hook() {});
    int batches = (int) Math.ceil(result.history().size() * fitCount(Protocol.PAPER) / 32.0);
    List<String> expected = new ArrayList<>();
    for (int b = 5; b < batches; b += 5) {
      expected.add("checkpoint 0." + b);
    }
    expected.addAll(
        List.of(
            "checkpoint 0." + batches,
            "model 0",
            "ranks RECALL 0 of " + TESTED,
            "ranks MRR 0 of " + TESTED,
            "checkpoint 1.0",
            "history 1",
            "history 1"));
    assertThat(calls.calls).isEqualTo(expected);
  }

  @Test
  void honestReadsTheTestPartOnceWithTheSelectedWeights() {
    Calls calls = new Calls();
    List<String> parts = new ArrayList<>();
    TrainResult result =
        train(
            Fixtures.settings(Protocol.HONEST, 2),
            calls,
            new Hook() {
              @Override
              public void evaluating(String part, int done, int total) {
                if (done == total) {
                  parts.add(part);
                }
              }
            });
    assertThat(parts).containsExactly("validation", "validation", "test");
    String ranks = "ranks RECALL " + result.selectedEpoch() + " of " + TESTED;
    assertThat(calls.calls).endsWith("load", ranks, "history 2").containsOnlyOnce(ranks);
    assertThat(calls.calls).noneMatch(call -> call.startsWith("ranks MRR"));
    assertThat(result.stopped()).isFalse();
    assertThat(result.test()).isNotNull();
    assertThat(result.selectedEpoch()).isEqualTo(result.bestMrrEpoch());
  }

  @Test
  void paperTakesRecallAndMrrEachFromItsOwnEpoch() {
    TrainResult result = train(Fixtures.settings(Protocol.PAPER, 5, 2), new Calls(), new Hook() {});
    double recall =
        result.history().stream().mapToDouble(e -> e.metrics().recall(20)).max().orElse(-1);
    double mrr = result.history().stream().mapToDouble(e -> e.metrics().mrr(20)).max().orElse(-1);
    assertThat(result.bestRecallEpoch()).isNotEqualTo(result.bestMrrEpoch());
    assertThat(result.test().recall(20)).isEqualTo(recall);
    assertThat(result.test().mrr(20)).isEqualTo(mrr);
    assertThat(result.history().get(3).loss()).isLessThan(result.history().get(0).loss());
  }

  @Test
  void trainingEndsWhenPatienceDoes() {
    TrainSettings s = Fixtures.settings(Protocol.PAPER, 60);
    OptimizerSettings restless =
        new OptimizerSettings(0.1, 0, 60, 1, LrScheduleForm.TORCH10, Agc.OFF);
    TrainSettings impatient =
        new TrainSettings(
            s.model(),
            Optional.of(new LearningSettings(restless, 60, 32, 3, 2, 1000, 1)),
            Protocol.PAPER,
            1,
            0.1,
            s.ks());
    List<EpochRecord> history = train(impatient, new Calls(), new Hook() {}).history();
    assertThat(history).hasSizeLessThan(60);
    assertThat(BestEpochs.of(history).withoutImprovement()).isEqualTo(2);
    assertThat(BestEpochs.of(history.subList(0, history.size() - 1)).withoutImprovement())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cpu"})
  void liveBytesDoNotGrow(String device) {
    List<Long> live = new ArrayList<>();
    train(
        Fixtures.settings(Protocol.PAPER, 30),
        new Calls(),
        new Hook() {
          @Override
          public void step(int epoch, int b, int n, int examples, double loss, double rate) {
            live.add(backend.liveBytes());
          }
        },
        device);
    assertThat(live).hasSizeGreaterThan(300);
    assertThat(live.get(live.size() - 1)).isEqualTo(live.get(9));
  }

  /** A broken weight is named; a value that overflows in an operation names the operation. */
  @ParameterizedTest
  @CsvSource({
    "linear_two.bias, NaN, linear_two.bias[8]",
    "linear_transform.weight, 1.7e308, linear[",
    "embedding.weight, 1e308, add["
  })
  void aLossThatIsNotFiniteStopsBeforeTheOptimizer(String name, double value, String culprit) {
    Calls calls = new Calls();
    List<double[]> weights = new ArrayList<>();
    Hook breaker =
        new Hook() {
          @Override
          public void step(int epoch, int batch, int n, int examples, double loss, double rate) {
            if (batch == 6) {
              backend.fill(parameter(name).value(), value);
              weights.add(parameter("linear_transform.weight").value().toDoubles());
            }
            if (batch > 6) {
              throw new AssertionError("a step was taken with a broken loss");
            }
          }

          @Override
          void ended() {
            weights.add(parameter("linear_transform.weight").value().toDoubles());
          }
        };
    TrainingException e =
        catchThrowableOfType(
            TrainingException.class,
            () -> train(Fixtures.settings(Protocol.PAPER, 1), calls, breaker));
    assertThat(e)
        .hasMessageStartingWith("the loss of epoch 0, batch 7 is not finite")
        .hasMessageContaining("first value that is not: " + culprit)
        .hasMessageEndingWith("last checkpoint: some");
    assertThat(calls.calls).containsExactly("checkpoint 0.5");
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
  }

  @Test
  void weightsThatAreNotFiniteNeverReachACheckpoint() {
    Calls calls = new Calls();
    Hook breaker =
        new Hook() {
          @Override
          public void step(int epoch, int batch, int n, int examples, double loss, double rate) {
            if (batch == 9) {
              backend.fill(parameter("gnn.b_iah").value(), Double.NaN);
            }
          }
        };
    TrainingException e =
        catchThrowableOfType(
            TrainingException.class,
            () -> train(Fixtures.settings(Protocol.PAPER, 1), calls, breaker));
    assertThat(e).hasMessageContaining("gnn.b_iah");
    assertThat(e).hasMessageContaining("is not finite after epoch 0, batch 9");
    assertThat(calls.calls).containsExactly("checkpoint 0.5");
  }

  @Test
  void readingTheLossSeldomChangesNothingThatIsLearned() {
    TrainSettings s = Fixtures.settings(Protocol.PAPER, 2);
    TrainSettings seldom =
        new TrainSettings(
            s.model(),
            Optional.of(new LearningSettings(s.byEpochs().optimizer(), 2, 32, 3, 10, 5, 7)),
            Protocol.PAPER,
            1,
            0.1,
            s.ks());
    List<EpochRecord> often = train(s, new Calls(), new Hook() {}).history();
    List<EpochRecord> rarely = train(seldom, new Calls(), new Hook() {}).history();
    for (int e = 0; e < 2; e++) {
      assertThat(rarely.get(e).withoutTimes()).isEqualTo(often.get(e).withoutTimes());
    }
  }

  /** A listener that may reach into the model. */
  private abstract static class Hook implements TrainListener {
    SessionModel model;
    Backend backend;

    Parameter parameter(String name) {
      return model.parameters().stream()
          .filter(p -> p.name().equals(name))
          .findFirst()
          .orElseThrow();
    }

    void ended() {}
  }

  private static int fitCount(Protocol protocol) {
    return TrainingData.of(Fixtures.madeUp(), Fixtures.settings(protocol, 1)).train().count();
  }

  private static TrainResult train(TrainSettings settings, RunStore store, Hook hook) {
    return train(settings, store, hook, "reference");
  }

  private static TrainResult train(
      TrainSettings settings, RunStore store, Hook hook, String device) {
    TrainingData data = TrainingData.of(Fixtures.madeUp(), settings);
    try (Backend backend = Backends.choose(device, 2).backend();
        Arena weights = new Arena(backend)) {
      SessionModel model =
          Models.create(settings.model(), data.itemCount(), weights, settings.byEpochs().seed());
      Adam adam = new Adam(model.parameters(), Adam.Settings.withDecay(1e-5), weights);
      hook.model = model;
      hook.backend = backend;
      try {
        return new Trainer(
                settings,
                data,
                model,
                adam,
                new WeightAverage(
                    model.parameters(), settings.byEpochs().course().average(), weights),
                weights,
                TrainingState.START,
                store,
                hook,
                () -> false)
            .run();
      } finally {
        hook.ended();
      }
    }
  }
}
