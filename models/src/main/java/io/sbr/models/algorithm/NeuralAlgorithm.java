package io.sbr.models.algorithm;

import io.sbr.autograd.optim.Optimizer;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.Column;
import io.sbr.data.store.TransitionsFile;
import io.sbr.models.Models;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.GraphExplainer;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.run.CheckpointStore;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunIdentity;
import io.sbr.models.run.RunWriter;
import io.sbr.models.run.ViewsFile;
import io.sbr.models.run.WeightFile;
import io.sbr.models.train.LearningSettings;
import io.sbr.models.train.MemoryStore;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.Trainer;
import io.sbr.models.train.TrainingData;
import io.sbr.models.train.TrainingState;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Models with weights, trained by gradients. Asks the model for its parameters, its loss, its order
 * of batches and its state; the optimizer comes from the settings.
 */
final class NeuralAlgorithm implements Algorithm {
  private final NeuralKind kind;

  NeuralAlgorithm(NeuralKind kind) {
    this.kind = kind;
  }

  @Override
  public boolean usesBackend() {
    return true;
  }

  @Override
  public Optional<LearningSettings> learning() {
    return Optional.of(LearningSettings.DEFAULT);
  }

  @Override
  public void begin(Fitting fitting) throws IOException {
    TrainingData data = fitting.data();
    RunWriter writer = fitting.run().orElseThrow();
    writer.replace(
        writer.directory().popularity(),
        PopularityFile.gzipped(Popularity.of(data.train().sessions(), data.itemCount()).clicks()));
    Optional<TransitionCounts> transitions = transitions(fitting);
    if (transitions.isPresent()) {
      writer.replace(writer.directory().transitions(), TransitionsFile.gzipped(transitions.get()));
    }
  }

  /**
   * The transitions of the training sessions, if the model is made from them: of whole sessions,
   * not of their prefixes, and of none that an epoch is chosen on.
   */
  private Optional<TransitionCounts> transitions(Fitting fitting) {
    return kind.usesTransitions()
        ? Optional.of(
            TransitionCounts.of(fitting.data().train().sessions(), fitting.data().itemCount()))
        : Optional.empty();
  }

  @Override
  public TrainResult fit(Fitting fitting) throws IOException {
    TrainSettings settings = fitting.settings();
    LearningSettings learning = settings.byEpochs();
    try (Arena weights = new Arena(backend(fitting.backend()))) {
      SessionModel model =
          Models.create(
              settings.model(),
              new ModelContext(
                  fitting.data().itemCount(), transitions(fitting), weights, learning.seed()));
      Optimizer optimizer = learning.optimizer().optimizer(model.parameters(), weights);
      RunStore store = new MemoryStore();
      TrainingState state = TrainingState.START;
      if (fitting.run().isPresent()) {
        keepViews(fitting, model);
        CheckpointStore folder = new CheckpointStore(fitting.run().get(), settings);
        RunDirectory run = fitting.run().get().directory();
        state = resumed(run, folder, model, optimizer, fitting.listener());
        store = folder;
      }
      return new Trainer(
              settings,
              fitting.data(),
              model,
              optimizer,
              weights,
              state,
              fitting.aroundStore().apply(store),
              fitting.listener(),
              fitting.stop())
          .run();
    }
  }

  /** A model that reads what its users viewed is asked about them later. */
  private static void keepViews(Fitting fitting, SessionModel model) throws IOException {
    if (model.needs().reads().contains(Column.USERS)) {
      RunWriter writer = fitting.run().orElseThrow();
      writer.replace(
          writer.directory().views(), ViewsFile.gzipped(fitting.data().train().history()));
    }
  }

  /** Where the run was left, its tensors written into model and optimizer. */
  private static TrainingState resumed(
      RunDirectory run,
      CheckpointStore store,
      SessionModel model,
      Optimizer optimizer,
      TrainListener listener) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(optimizer.state());
    tensors.putAll(model.state());
    CheckpointStore.Loaded loaded = store.loadCheckpoint(tensors);
    optimizer.resumeAt(loaded.state().steps());
    if (!loaded.exact()) {
      String backend = model.parameters().get(0).value().backend().name();
      listener.message(
          run.checkpoint() + " holds another type than " + backend + ": weights converted");
    }
    return loaded.state().withHistory(HistoryFile.withTimes(run, loaded.state().history()));
  }

  private Backend backend(Optional<Backend> given) {
    return given.orElseThrow(
        () -> new IllegalArgumentException(kind.name() + " computes on a backend: name one"));
  }

  @Override
  public boolean isFitted(RunDirectory run) {
    return run.has(run.model());
  }

  @Override
  public Fitted load(Loading loading) {
    Backend backend = backend(loading.backend());
    RunDirectory run = loading.run();
    WeightFile file = WeightFile.read(run.checked(run.model()));
    new RunIdentity(run.id(), loading.info().settings()).check(file, "model");
    int epoch = file.number("epoch");
    Arena weights = new Arena(backend);
    try {
      SessionModel model =
          Models.create(
              loading.info().settings().model(),
              new ModelContext(
                  loading.items(),
                  kind.usesTransitions()
                      ? Optional.of(
                          TransitionsFile.read(run.checked(run.transitions()), loading.items()))
                      : Optional.empty(),
                  weights,
                  OptionalLong.empty()));
      file.loadInto(CheckpointStore.weights(model.parameters()));
      NeuralRecommender asIs = new NeuralRecommender(model, backend);
      return new Weights(loading.manyCalls() ? asIs.frozen(weights) : asIs, epoch, weights);
    } catch (RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /**
   * A model with the weights of a run.
   *
   * @param model serves
   * @param epoch whose weights they are
   * @param arena holds them
   */
  private record Weights(NeuralRecommender model, int epoch, Arena arena) implements Fitted {
    @Override
    public Recommender recommender() {
      return model;
    }

    @Override
    public Explanation explain(Question question) {
      return new GraphExplainer(model, question.items(), question.pack())
          .explain(question.clicks(), question.unknown(), question.top());
    }

    @Override
    public void close() {
      arena.close();
    }
  }
}
