package io.sbr.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.autograd.Parameter;
import io.sbr.autograd.Tape;
import io.sbr.autograd.Var;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Scale;
import io.sbr.data.Examples;
import io.sbr.data.TransitionCounts;
import io.sbr.data.batch.BatchBuilder;
import io.sbr.data.batch.BatchSpec;
import io.sbr.data.batch.GraphBatch;
import io.sbr.data.batch.NodeOrder;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.models.Fixtures;
import io.sbr.models.Models;
import io.sbr.models.TestBackends;
import io.sbr.models.nn.DeviceBatch;
import io.sbr.models.nn.ItemTable;
import io.sbr.models.nn.ModelContext;
import io.sbr.models.nn.ParameterSet;
import io.sbr.models.nn.Scores;
import io.sbr.models.nn.SessionModel;
import io.sbr.models.nn.StepRandom;
import io.sbr.models.settings.ModelSettings;
import io.sbr.tensor.Arena;
import io.sbr.tensor.Backend;
import io.sbr.tensor.PackedItems;
import io.sbr.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a model states as its item table is what its scorer reads, and what is copied for serving.
 */
class ItemTableTest {
  /** A copy of another table would be refused with the first call, or read in its place. */
  @ParameterizedTest
  @MethodSource("io.sbr.models.Fixtures#everyForm")
  void theScorerReadsTheStatedTable(ModelSettings settings) {
    Examples examples = new Examples(Fixtures.madeUp().train(), 1);
    int count = Fixtures.madeUp().items().size();
    Optional<TransitionCounts> counts =
        Optional.of(TransitionCounts.of(examples.sessions(), count));
    try (Backend backend = new ReferenceBackend();
        Arena weights = new Arena(backend);
        Arena arena = new Arena(backend)) {
      SessionModel model = Models.create(settings, new ModelContext(count, counts, weights, 3));
      GraphBatch batch =
          new BatchBuilder(count, model.needs(), 7).build(examples, new int[] {0, 9, 33});
      Tensor stated = model.itemTable().orElseThrow().value();
      Tensor read =
          model.forward(Tape.inference(arena), DeviceBatch.upload(batch, arena)).scorer().items();
      assertThat(new PackedItems(stated, stated, stated).isOf(read)).isTrue();
      assertThat(stated.rows()).isEqualTo(count);
    }
  }

  /** Candidates that a forward pass computes can be copied for none of the next. */
  @Test
  void computedCandidatesAreNotCopied() {
    int[][] sessions = {{1, 2}, {5, 3, 5}};
    for (TestBackends.Named form : TestBackends.all()) {
      try (Backend backend = form.create();
          Arena weights = new Arena(backend)) {
        SessionModel model = new Doubled(weights);
        NeuralRecommender asIs = new NeuralRecommender(model, backend);
        GraphBatch batch = new BatchBuilder(6, model.needs(), 0).build(sessions);
        int[] sessionOf = {0, 1, 1};
        int[] targets = {4, 6, 1};
        int[] ranks = asIs.ranks(batch, sessionOf, targets);
        assertThat(asIs.frozen(weights).ranks(batch, sessionOf, targets))
            .as(form.name())
            .containsExactly(ranks);
      }
    }
  }

  @Test
  void aTableHasTheRowsThatItStates() {
    try (Backend backend = new ReferenceBackend();
        Arena arena = new Arena(backend)) {
      Parameter embedding = new Parameter("embedding", arena.filled(1, 4, 2));
      assertThat(ItemTable.afterPadding(embedding)).isEqualTo(new ItemTable(embedding, 1, 3));
      assertThat(ItemTable.whole(embedding).value()).isSameAs(embedding.value());
      assertThatThrownBy(() -> new ItemTable(embedding, 2, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no item table of 3 rows from row 2 of embedding[4, 2]");
    }
  }

  /** The last click's vector against twice the table. */
  private static final class Doubled implements SessionModel {
    private final ParameterSet set;
    private final Parameter table;

    Doubled(Arena weights) {
      set = new ParameterSet(weights, 4, OptionalLong.of(2));
      table = set.uniform("table", 7, 4);
    }

    @Override
    public String name() {
      return "doubled";
    }

    @Override
    public int itemCount() {
      return 6;
    }

    @Override
    public List<Parameter> parameters() {
      return set.all();
    }

    @Override
    public Optional<ItemTable> itemTable() {
      return Optional.empty();
    }

    @Override
    public BatchSpec needs() {
      return BatchSpec.of(NodeOrder.ITEM_ID);
    }

    @Override
    public Scores forward(Tape tape, DeviceBatch batch, StepRandom random) {
      Var all = tape.parameter(table);
      Var last = Gather.of(Gather.of(all, batch.items()), batch.last()); // [B, d]
      return Scores.dot(last, Scale.of(ItemTable.afterPadding(table).of(all), 2));
    }
  }
}
