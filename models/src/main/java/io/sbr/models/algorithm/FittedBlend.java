package io.sbr.models.algorithm;

import io.sbr.data.Examples;
import io.sbr.data.Sessions;
import io.sbr.models.blend.BlendFitter;
import io.sbr.models.blend.BlendRecommender;
import io.sbr.models.blend.BlendWeights;
import io.sbr.models.blend.Blending;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.Evaluator;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.run.BlendFile;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.sparse.SparseRecommender;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.TrainingException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Neighbours blended into a network while it is trained: fitted on validation to each network that
 * is the best so far, by an index of the very sessions that the network has seen. With {@code
 * final} what was fitted last is kept when network and index are made anew from all of train.
 */
final class FittedBlend {
  private final Fitting fitting;
  private final ModelSettings method;
  private BlendWeights fitted;

  private FittedBlend(Fitting fitting, ModelSettings method) {
    this.fitting = fitting;
    this.method = method;
  }

  /** What the settings blend in, if anything. */
  static Optional<FittedBlend> of(Fitting fitting) {
    return fitting.settings().blend().map(method -> new FittedBlend(fitting, method));
  }

  /** The method with an index of these sessions. */
  static NeighbourModel neighbours(ModelSettings method, Sessions sessions, int items) {
    return NeighbourModel.learn(method, sessions, Popularity.of(sessions, items));
  }

  /**
   * For one phase of a training.
   *
   * @param network with the weights that are trained
   * @param sessions that it learns from
   */
  Blending into(NeuralRecommender network, Sessions sessions) {
    int items = fitting.data().itemCount();
    return new Into(network, neighbours(method, sessions, items).recommender());
  }

  /** What was fitted last, perhaps by another process. */
  private BlendWeights fitted() {
    return fitted != null ? fitted : BlendFile.read(fitting.run().orElseThrow().directory());
  }

  /** Watches, and may end it. */
  private Evaluator.Progress progress(String part) {
    return (done, total) -> {
      fitting.listener().evaluating(part, done, total);
      return !fitting.stop().getAsBoolean();
    };
  }

  /** One phase. */
  private final class Into implements Blending {
    private final NeuralRecommender trained;
    private final SparseRecommender neighbours;

    Into(NeuralRecommender trained, SparseRecommender neighbours) {
      this.trained = trained;
      this.neighbours = neighbours;
    }

    @Override
    public void choose(int epoch) throws IOException {
      TrainSettings settings = fitting.settings();
      Examples validation = fitting.data().validation();
      try {
        fitted =
            new BlendFitter(trained, neighbours, validation, settings.ties(), progress("blend"))
                .fit(epoch);
      } catch (ArithmeticException e) {
        throw new TrainingException(
            "blending on validation in epoch %d: %s".formatted(epoch, e.getMessage()), e);
      }
      if (fitting.run().isPresent()) {
        BlendFile.write(fitting.run().get(), fitted);
      }
      BlendWeights.Tried best = fitted.best();
      fitting
          .listener()
          .message(
              String.format(
                  Locale.ROOT,
                  "%s: validation recall@20 %.2f, mrr@20 %.2f with gamma %s",
                  settings.title(),
                  best.recall(),
                  best.mrr(),
                  best.gamma()));
    }

    @Override
    public Recommender of(NeuralRecommender network) {
      return new BlendRecommender(network, neighbours, fitted());
    }

    @Override
    public Optional<Parts> apart() {
      return Optional.of(
          new Parts(
              fitting.settings().model().name(), ranks(trained), method.name(), ranks(neighbours)));
    }

    private int[] ranks(Recommender recommender) {
      TrainSettings settings = fitting.settings();
      Evaluator evaluator = new Evaluator(fitting.data().test(), settings.ks(), settings.ties());
      return evaluator.ranks(recommender, progress("test, " + recommender.name()));
    }
  }
}
