package io.sbr.models.algorithm;

import io.sbr.autograd.optim.Optimizer;
import io.sbr.data.Sessions;
import io.sbr.data.TransitionCounts;
import io.sbr.data.UsageHistory;
import io.sbr.data.batch.Column;
import io.sbr.data.store.TransitionsFile;
import io.sbr.models.Models;
import io.sbr.models.blend.Blending;
import io.sbr.models.counting.Popularity;
import io.sbr.models.eval.NeuralRecommender;
import io.sbr.models.eval.Recommender;
import io.sbr.models.explain.Explanation;
import io.sbr.models.explain.GraphExplainer;
import io.sbr.models.learning.LearningSettings;
import io.sbr.models.neighbour.NeighbourModel;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.NeuralKind;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.Training;
import io.sbr.models.run.CheckpointStore;
import io.sbr.models.run.HistoryFile;
import io.sbr.models.run.PopularityFile;
import io.sbr.models.run.RunDirectory;
import io.sbr.models.run.RunIdentity;
import io.sbr.models.run.RunWriter;
import io.sbr.models.run.ViewsFile;
import io.sbr.models.run.WeightFile;
import io.sbr.models.settings.ModelSettings;
import io.sbr.models.train.MemoryStore;
import io.sbr.models.train.Protocol;
import io.sbr.models.train.RunStore;
import io.sbr.models.train.TrainListener;
import io.sbr.models.train.TrainResult;
import io.sbr.models.train.TrainSettings;
import io.sbr.models.train.Trainer;
import io.sbr.models.train.TrainingData;
import io.sbr.models.train.TrainingState;
import io.sbr.models.train.WeightAverage;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Models with weights, trained by gradients. Asks the model for its parameters, its loss, what an
 * entry of its batches stands for and its state; the optimizer comes from the settings.
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
    return Optional.of(kind.learning());
  }

  @Override
  public void begin(Fitting fitting) throws IOException {
    RunWriter writer = fitting.run().orElseThrow();
    Sessions learned = fitting.data().learned().sessions();
    int items = fitting.data().itemCount();
    writer.replace(
        writer.directory().popularity(),
        PopularityFile.gzipped(Popularity.of(learned, items).clicks()));
    Optional<TransitionCounts> transitions = transitions(learned, items);
    if (transitions.isPresent()) {
      writer.replace(writer.directory().transitions(), TransitionsFile.gzipped(transitions.get()));
    }
    Optional<ModelSettings> blend = fitting.settings().blend();
    boolean kept = writer.directory().isBegun() && writer.directory().has(index(writer));
    if (blend.isPresent() && !kept) {
      NeighbourModel neighbours = FittedBlend.neighbours(blend.get(), learned, items);
      writer.replace(index(writer), neighbours::write, neighbours::verify);
    }
    refuseMoreEpochs(writer, fitting.settings());
  }

  private static Path index(RunWriter writer) {
    return writer.directory().index();
  }

  /**
   * More epochs would be tried after one of fewer was chosen and the weights to go on from are
   * gone.
   */
  private static void refuseMoreEpochs(RunWriter writer, TrainSettings settings) {
    Optional<TrainingState> state = new CheckpointStore(writer, settings).state();
    boolean raised =
        RunDirectory.info(writer.directory().folder())
            .filter(info -> info.settings().byEpochs().epochs() != settings.byEpochs().epochs())
            .isPresent();
    if (raised && state.filter(TrainingState::learnsAnew).isPresent()) {
      throw new IllegalArgumentException(
          writer.directory().folder()
              + " has chosen its number of epochs and learns anew from all of train: they can no"
              + " longer be raised; train into another folder");
    }
  }

  /**
   * The transitions of the training sessions, if the model is made from them: of whole sessions,
   * not of their prefixes, and of none that an epoch is chosen on.
   */
  private Optional<TransitionCounts> transitions(Sessions train, int items) {
    return kind.usesTransitions()
        ? Optional.of(TransitionCounts.of(train, items))
        : Optional.empty();
  }

  @Override
  public TrainResult fit(Fitting fitting) throws IOException {
    TrainSettings settings = fitting.settings();
    Optional<CheckpointStore> folder =
        fitting.run().map(writer -> new CheckpointStore(writer, settings));
    RunStore store =
        fitting.aroundStore().apply(folder.isPresent() ? folder.get() : new MemoryStore());
    Optional<TrainingState> left = folder.flatMap(CheckpointStore::state);
    Optional<CheckpointStore> checkpoint = left.isPresent() ? folder : Optional.empty();
    boolean planned = settings.protocol() == Protocol.FINAL && !settings.choosesAnything();
    TrainingState begun =
        left.orElse(planned ? TrainingState.anew(List.of()) : TrainingState.START);
    Optional<TrainResult> chosen = Optional.empty();
    Optional<FittedBlend> blend = FittedBlend.of(fitting);
    if (!begun.learnsAnew()) {
      chosen = Optional.of(phase(fitting, begun, checkpoint, store, blend));
      if (settings.protocol() != Protocol.FINAL || chosen.get().stopped()) {
        return chosen.get();
      }
    }
    // Weights and moments of the first phase are gone before those of the second are made.
    return chosen.isEmpty()
        ? phase(fitting, begun, checkpoint, store, blend)
        : phase(
            fitting, TrainingState.anew(chosen.get().history()), Optional.empty(), store, blend);
  }

  /**
   * One phase, from its beginning or from where it was left.
   *
   * @param state where it goes on
   * @param checkpoint has the weights of that place; empty at the beginning of a second phase
   * @param blend what is blended into the network, if anything
   */
  private TrainResult phase(
      Fitting fitting,
      TrainingState state,
      Optional<CheckpointStore> checkpoint,
      RunStore store,
      Optional<FittedBlend> blend)
      throws IOException {
    TrainSettings settings = fitting.settings();
    LearningSettings learning = settings.byEpochs();
    TrainingData data = fitting.data();
    Sessions sessions = (state.learnsAnew() ? data.learned() : data.train()).sessions();
    try (Arena weights = new Arena(backend(fitting.backend()))) {
      SessionModel model =
          Models.create(
              settings.model(),
              new ModelContext(
                  data.itemCount(),
                  transitions(sessions, data.itemCount()),
                  Optional.of(
                      new Training(learning.batchSize(), sessions.clicksByItem(data.itemCount()))),
                  weights,
                  OptionalLong.of(learning.seed()),
                  () -> users(data.train().history())));
      Optimizer optimizer = learning.optimizer().optimizer(model.parameters(), weights);
      WeightAverage average =
          new WeightAverage(model.parameters(), learning.course().average(), weights);
      if (fitting.run().isPresent()) {
        keepViews(fitting, model);
      }
      TrainingState from = state;
      if (checkpoint.isPresent()) {
        RunDirectory run = fitting.run().orElseThrow().directory();
        from = resumed(run, checkpoint.get(), model, optimizer, average, fitting.listener());
      }
      return new Trainer(
              settings,
              data,
              model,
              optimizer,
              average,
              weights,
              from,
              store,
              fitting.listener(),
              fitting.stop())
          .blendedWith(
              blend
                  .map(b -> b.into(new NeuralRecommender(model, weights.backend()), sessions))
                  .orElse(Blending.NONE))
          .run();
    }
  }

  /**
   * Those who viewed anything, in the order in which {@link ViewsFile} keeps them.
   *
   * @throws IllegalArgumentException if there is nobody
   */
  private static List<String> users(UsageHistory history) {
    int[] numbers = history.byUser().users();
    if (numbers.length == 0) {
      throw new IllegalArgumentException(
          "--users on: the data have no users whose clicks have times");
    }
    return Arrays.stream(numbers).mapToObj(history.users()::id).toList();
  }

  /** A model that reads what its users viewed is asked about them later. */
  private static void keepViews(Fitting fitting, SessionModel model) throws IOException {
    if (model.needs().reads().contains(Column.USERS)) {
      RunWriter writer = fitting.run().orElseThrow();
      UsageHistory history = fitting.data().train().history();
      writer.replace(
          writer.directory().views(),
          model.needs().reads().contains(Column.PAST)
              ? ViewsFile.gzippedBySession(history)
              : ViewsFile.gzipped(history));
    }
  }

  /** Where the run was left, its tensors written into model and optimizer. */
  private static TrainingState resumed(
      RunDirectory run,
      CheckpointStore store,
      SessionModel model,
      Optimizer optimizer,
      WeightAverage average,
      TrainListener listener) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(optimizer.state());
    tensors.putAll(model.state());
    tensors.putAll(average.state());
    CheckpointStore.Loaded loaded = store.loadCheckpoint(tensors);
    optimizer.resumeAt(loaded.state().steps());
    if (!loaded.exact()) {
      String backend = model.parameters().get(0).value().backend().name();
      listener.message(
          run.checkpoint() + " holds another type than " + backend + ": weights converted");
    }
    return HistoryFile.withTimes(run, loaded.state());
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
                  Optional.empty(),
                  weights,
                  OptionalLong.empty(),
                  () ->
                      users(
                          ViewsFile.read(
                              run.checked(run.views()),
                              loading.items(),
                              loading.info().lastDuration()))));
      file.loadInto(CheckpointStore.weights(model.parameters()));
      NeuralRecommender asIs = new NeuralRecommender(model, backend);
      NeuralRecommender network = loading.manyCalls() ? asIs.frozen(weights) : asIs;
      Fitted alone = new Weights(network, epoch, weights);
      return loading
          .info()
          .settings()
          .blend()
          .map(method -> (Fitted) BlendedNetwork.load(loading, method, alone, network))
          .orElse(alone);
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
