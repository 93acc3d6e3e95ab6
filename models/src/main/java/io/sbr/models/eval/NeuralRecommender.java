package io.sbr.models.eval;

import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.data.ItemSet;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.Candidates;
import io.sbr.data.batch.GraphBatch;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Ints;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Tensor;
import io.sbr.tensor.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A trained model as a recommender: the forward pass without a tape's record, ending in ranks or a
 * top-k. Every call has an arena of its own, so calls may come from several threads; the weights
 * must not be trained meanwhile.
 */
public final class NeuralRecommender implements Recommender {
  private final SessionModel model;
  private final Backend backend;
  private final Optional<PackedItems> packed;

  /** Serves a model whose parameters live on {@code backend}, whatever they are at each call. */
  public NeuralRecommender(SessionModel model, Backend backend) {
    this(model, backend, Optional.empty());
  }

  private NeuralRecommender(SessionModel model, Backend backend, Optional<PackedItems> packed) {
    this.model = model;
    this.backend = backend;
    this.packed = packed;
  }

  /**
   * Serves the same model with the weights that it has now, and must keep: if its backend wants,
   * the item table is copied into the order in which scores read it fastest. Scores have the same
   * bits.
   *
   * @param arena owns the copy
   */
  public NeuralRecommender frozen(Arena arena) {
    return new NeuralRecommender(
        model,
        backend,
        model.itemTable().flatMap(items -> backend.packItems(items.value(), arena)));
  }

  @Override
  public <T> T frozen(Function<Recommender, T> calls) {
    return frozenNetwork(calls::apply);
  }

  /** The same for whoever needs a network and not just any recommender. */
  public <T> T frozenNetwork(Function<NeuralRecommender, T> calls) {
    if (packed.isPresent()) {
      return calls.apply(this);
    }
    try (Arena arena = new Arena(backend)) {
      return calls.apply(frozen(arena));
    }
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public int itemCount() {
    return model.itemCount();
  }

  @Override
  public BatchSpec needs() {
    return model.needs();
  }

  @Override
  public int[] ranks(GraphBatch batch, Ties ties, int[] sessions, int[] targets) {
    int[] candidates = Candidates.of(targets);
    try (Arena arena = new Arena(backend)) {
      Scorer scorer = scorer(DeviceBatch.upload(batch, arena), arena);
      Ints ranks = arena.ints(targets.length);
      backend.ranks(scorer, ties, arena.copyOf(sessions), arena.copyOf(candidates), ranks);
      return checked(ranks.toArray());
    }
  }

  private int[] checked(int[] ranks) {
    for (int rank : ranks) {
      if (rank < 1) {
        throw new ArithmeticException(name() + ": a score is NaN, so there is no rank");
      }
    }
    return ranks;
  }

  @Override
  public Ranking ranksAndTopK(GraphBatch batch, Ties ties, int[] sessions, int[] targets, int k) {
    int most = Math.min(k, itemCount());
    try (Arena arena = new Arena(backend)) {
      Ints ranks = arena.ints(targets.length);
      Ints best = arena.ints(batch.sessions() * most);
      Tensor scores = arena.tensor(batch.sessions(), most);
      backend.ranksAndTopK(
          scorer(DeviceBatch.upload(batch, arena), arena),
          ties,
          arena.copyOf(sessions),
          arena.copyOf(Candidates.of(targets)),
          ranks,
          most,
          best,
          scores);
      return new Ranking(
          checked(ranks.toArray()),
          rankings(best.toArray(), scores.toDoubles(), batch.sessions(), most));
    }
  }

  @Override
  public List<TopItems> topK(GraphBatch batch, int k, int[][] excluded, ItemSet[] allowed) {
    int sessions = batch.sessions();
    int most = Math.min(k, itemCount());
    try (Arena arena = new Arena(backend)) {
      Ints candidates = arena.ints(sessions * most);
      Tensor scores = arena.tensor(sessions, most);
      int[] offsets = new int[sessions + 1];
      for (int b = 0; b < sessions; b++) {
        offsets[b + 1] = offsets[b] + (excluded == null ? 0 : excluded[b].length);
      }
      int[] flat = new int[offsets[sessions]];
      for (int b = 0; b < sessions; b++) {
        for (int i = offsets[b]; i < offsets[b + 1]; i++) {
          flat[i] = Candidates.of(excluded[b][i - offsets[b]]);
        }
      }
      Optional<AllowedItems> sets = AllowedItems.of(allowed, itemCount());
      Scores all = model.forward(Tape.inference(arena), DeviceBatch.upload(batch, arena));
      if (all.own().isPresent()) {
        return new OwnItemsTopK(all.own().get(), packed(all.others()), arena)
            .best(most, offsets, flat, sets);
      }
      backend.topK(
          packed(all.scorer()),
          most,
          arena.copyOf(offsets),
          arena.copyOf(flat),
          sets.map(set -> set.upload(arena)),
          candidates,
          scores);
      return rankings(candidates.toArray(), scores.toDoubles(), sessions, most);
    }
  }

  static List<TopItems> rankings(int[] candidates, double[] scores, int sessions, int k) {
    List<TopItems> rankings = new ArrayList<>(sessions);
    for (int b = 0; b < sessions; b++) {
      int found = 0;
      while (found < k && candidates[b * k + found] >= 0) {
        found++;
      }
      int[] numbers = Candidates.items(Arrays.copyOfRange(candidates, b * k, b * k + found));
      rankings.add(new TopItems(numbers, Arrays.copyOfRange(scores, b * k, b * k + found)));
    }
    return rankings;
  }

  @Override
  public double[] scores(GraphBatch batch) {
    try (Arena arena = new Arena(backend)) {
      Tensor scores = arena.tensor(batch.sessions(), itemCount());
      backend.scores(scorer(DeviceBatch.upload(batch, arena), arena), scores);
      return scores.toDoubles();
    }
  }

  /** Sees the scores of some sessions. */
  @FunctionalInterface
  public interface ScoreReader {
    /**
     * Reads.
     *
     * @param first session of the batch, from 0
     * @param sessions how many there are
     * @param scores {@code [sessions · N]}, to be overwritten as one likes
     */
    void read(int first, int sessions, double[] scores);
  }

  /** Makes the scores of a batch once, and brings them to the host some sessions at a time. */
  public void scores(GraphBatch batch, int atOnce, ScoreReader reader) {
    try (Arena arena = new Arena(backend)) {
      Tensor scores = arena.tensor(batch.sessions(), itemCount());
      backend.scores(scorer(DeviceBatch.upload(batch, arena), arena), scores);
      double[] some = {};
      for (int first = 0; first < batch.sessions(); first += atOnce) {
        int sessions = Math.min(atOnce, batch.sessions() - first);
        if (some.length != sessions * itemCount()) {
          some = new double[sessions * itemCount()];
        }
        backend.read(scores.rowRange(first, first + sessions), some);
        reader.read(first, sessions, some);
      }
    }
  }

  /**
   * Runs the forward pass and has a look at what it shows ({@link Tape#observe}) while its memory
   * lives.
   *
   * @param look gets the values by name, and the scores
   */
  public <T> T look(GraphBatch batch, BiFunction<Map<String, Var>, Scores, T> look) {
    try (Arena arena = new Arena(backend)) {
      Map<String, Var> shown = new LinkedHashMap<>();
      Tape tape = Tape.inference(arena).observedBy(shown::put);
      Scores scores = model.forward(tape, DeviceBatch.upload(batch, arena));
      return look.apply(shown, scores);
    }
  }

  private Scorer scorer(DeviceBatch batch, Arena arena) {
    return packed(model.forward(Tape.inference(arena), batch).scorer());
  }

  private Scorer packed(Scorer scorer) {
    return packed.isPresent() ? new Scorer.Packed(scorer, packed.get()) : scorer;
  }
}
