package io.sbr.bench.roofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sbr.bench.jmh.Benchmarks;
import io.sbr.bench.jmh.Catalogue;
import io.sbr.bench.jmh.OnBackend;
import io.sbr.bench.jmh.ProductShape;
import io.sbr.bench.jmh.RaggedAttention;
import io.sbr.bench.jmh.SparseProduct;
import io.sbr.bench.jmh.TrainingStep;
import io.sbr.bench.timing.MadeUpClicks;
import io.sbr.data.batch.GraphBatch;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counts of operations and bytes against small cases worked by hand. */
class WorkTest {
  @Test
  void productCountsMultiplyAddsTwiceAndEveryOperandOnce() {
    // [2, 3]·[3, 4]: 8 sums of 3 multiply-adds; 6 + 12 numbers read, 8 written.
    Work work = ProductShape.parse("2x3*4x3T").work();
    assertThat(work).isEqualTo(Work.of(48, 26));
    assertThat(ProductShape.parse("3x2T*3x4").work()).isEqualTo(work);
    assertThat(work.bytes(4)).isEqualTo(104);
  }

  @Test
  void productOfUnequalInnerDimensionsIsRefused() {
    assertThatThrownBy(() -> ProductShape.parse("2x3*4x3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 and 4");
    assertThatThrownBy(() -> ProductShape.parse("2 by 3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 by 3");
  }

  @Test
  void trainingStepCostsWhatTheSpecCounts() {
    // docs/costs.md, sections 2 and 3: scores 862 M and encoder 92 M forward, three times that in
    // all, Adam 0.05 G; seven passes over a table of 17.24 MB.
    TrainingStep published = new TrainingStep();
    published.model = "srgnn";
    published.batch = 100;
    published.items = 43_097;
    published.hidden = 100;
    Work work = published.work().get("step");
    assertThat(work.flops()).isCloseTo(3 * (862e6 + 92e6) + 0.05e9, within(0.01e9));
    assertThat(work.bytes(4)).isCloseTo(121e6, within(0.5e6));
  }

  @Test
  void attentiveModelsCostWhatTheSpecCounts() {
    // docs/costs.md, section 1: forward 5.3 G against the table, without padding; 7.0 G for all
    // nodes
    // and three times that forward and backward.
    double encoder = (26 * 357 + 6 * 100) * 1e4;
    assertThat(ModelWork.of("tagnn").forward(100, 43_097, 100).flops() - encoder)
        .isCloseTo(5.3e9, within(0.05e9));
    OnBackend head =
        Benchmarks.create(
            Catalogue.class.getName(),
            Map.of("scores", "attention", "batch", "100", "items", "43097", "hidden", "100"));
    double nodes = MadeUpClicks.batch(43_097, 100).nodes();
    assertThat(head.work().get("lossAndGradient").flops())
        .isCloseTo(3 * (0.862e9 + 4 * nodes * 43_097 * 100), within(0.01e9));
  }

  @Test
  void modelsNobodyHasCountedAreRefused() {
    assertThatThrownBy(() -> ModelWork.of("srgnn-ngc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("srgnn-ngc");
  }

  @Test
  void raggedAttentionCountsPairsThatAreSeen() {
    // One session of n nodes: node i sees i + 1.
    int nodes = MadeUpClicks.batch(43_097, 1).nodes();
    OnBackend attention =
        Benchmarks.create(
            RaggedAttention.class.getName(), Map.of("batch", "1", "hidden", "6", "heads", "2"));
    double pairs = nodes * (nodes + 1) / 2.0;
    assertThat(attention.work().get("forward"))
        .isEqualTo(Work.of(28 * pairs, 24.0 * nodes + 2 * nodes));
  }

  @Test
  void sparseProductCountsItsEntries() {
    // 6 rows of 2 entries, 5 columns: 60 multiply-adds; x (30) and 12 entries read, 30 written;
    // 7 offsets and 12 columns.
    OnBackend product =
        Benchmarks.create(SparseProduct.class.getName(), Map.of("graph", "6x2", "hidden", "5"));
    assertThat(product.work().get("multiply")).isEqualTo(new Work(120, 72, 19));
  }

  @Test
  void ceilingIsTheSlowerOfArithmeticAndTraffic() {
    Roofline ceilings = new Roofline(1, 100, 25, 80);
    assertThat(ceilings.floor(Work.of(2e9, 1e6), 4)).isCloseTo(0.02, within(1e-12));
    assertThat(ceilings.floor(Work.of(2e9, 1e6), 8)).isCloseTo(0.04, within(1e-12));
    assertThat(ceilings.floor(Work.of(1, 25e6), 4)).isCloseTo(0.004, within(1e-12));
    assertThat(ceilings.floor(Work.of(1, 2e6), 4)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void madeUpClicksHaveTheShapeOfDiginetica() {
    int count = 20_000;
    GraphBatch batch = MadeUpClicks.batch(43_097, count);
    assertThat(batch.clickNode().length / (double) count).isCloseTo(4.13, within(0.25));
    assertThat(batch.nodes() / (double) count).isCloseTo(3.57, within(0.2));
  }
}
