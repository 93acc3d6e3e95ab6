package io.sbr.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sbr.autograd.GradCheck.Worst;
import io.sbr.autograd.ops.Add;
import io.sbr.autograd.ops.AddBias;
import io.sbr.autograd.ops.Attention;
import io.sbr.autograd.ops.ColumnSlice;
import io.sbr.autograd.ops.Concat;
import io.sbr.autograd.ops.Convolution;
import io.sbr.autograd.ops.Dropout;
import io.sbr.autograd.ops.Gather;
import io.sbr.autograd.ops.Gelu;
import io.sbr.autograd.ops.GruCell;
import io.sbr.autograd.ops.GruSequence;
import io.sbr.autograd.ops.HeadDot;
import io.sbr.autograd.ops.HeadMean;
import io.sbr.autograd.ops.LayerNorm;
import io.sbr.autograd.ops.LeakyRelu;
import io.sbr.autograd.ops.Linear;
import io.sbr.autograd.ops.Log;
import io.sbr.autograd.ops.MaskedSegmentSoftmax;
import io.sbr.autograd.ops.MaxOverTime;
import io.sbr.autograd.ops.Multiply;
import io.sbr.autograd.ops.Norm;
import io.sbr.autograd.ops.Normalize;
import io.sbr.autograd.ops.Project;
import io.sbr.autograd.ops.ProjectSteps;
import io.sbr.autograd.ops.Reshape;
import io.sbr.autograd.ops.RowDot;
import io.sbr.autograd.ops.RowSlice;
import io.sbr.autograd.ops.SampledLoss;
import io.sbr.autograd.ops.Scale;
import io.sbr.autograd.ops.ScaleRows;
import io.sbr.autograd.ops.SegmentBroadcast;
import io.sbr.autograd.ops.SegmentSoftmax;
import io.sbr.autograd.ops.SegmentSum;
import io.sbr.autograd.ops.Sigmoid;
import io.sbr.autograd.ops.SoftmaxCrossEntropy;
import io.sbr.autograd.ops.SpMM;
import io.sbr.autograd.ops.Stack;
import io.sbr.autograd.ops.Tanh;
import io.sbr.autograd.ops.UnitRows;
import io.sbr.autograd.ops.WeightedSum;
import io.sbr.kernels.reference.ReferenceBackend;
import io.sbr.tensor.Arena;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.Csr;
import io.sbr.tensor.Ints;
import io.sbr.tensor.RowGather;
import io.sbr.tensor.SampledKernels.BprMax;
import io.sbr.tensor.Scorer;
import io.sbr.tensor.Segments;
import io.sbr.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every differentiable operation against central differences, in float64. None may be left out. */
class OperationGradientTest {
  private record Case(
      Class<? extends Operation> operation, Function<List<Var>, Var> function, Tensor... inputs) {}

  private static List<Case> cases(Fixtures make, Arena arena) {
    Segments ragged = make.segments(3, 0, 1, 5);
    RowGather rows = make.gather(6, 4, 0, 4, 5, 4, 1);
    Csr sparse = make.sparse(9, 5);
    Ints targets = arena.copyOf(new int[] {2, 0, 6});
    List<Case> cases = new ArrayList<>();
    cases.add(
        new Case(Add.class, x -> Add.of(x.get(0), x.get(1)), make.random(4, 3), make.random(4, 3)));
    cases.add(new Case(Add.class, x -> Add.of(x.get(0), x.get(0)), make.random(2, 3)));
    cases.add(
        new Case(
            AddBias.class, x -> AddBias.of(x.get(0), x.get(1)), make.random(5, 3), make.random(3)));
    cases.add(
        new Case(
            Concat.class,
            x -> Concat.of(x.get(0), x.get(1)),
            make.random(4, 3),
            make.random(4, 2)));
    cases.add(new Case(Gather.class, x -> Gather.of(x.get(0), rows), make.random(6, 3)));
    cases.add(
        new Case(
            GruCell.class,
            x -> GruCell.of(x.get(0), x.get(1), x.get(2)),
            make.random(3, 12),
            make.random(3, 12),
            make.random(3, 4)));
    cases.addAll(sequences(make));
    cases.add(
        new Case(
            Linear.class,
            x -> Linear.of(x.get(0), x.get(1), x.get(2)),
            make.random(5, 4),
            make.random(3, 4),
            make.random(3)));
    cases.add(
        new Case(
            ProjectSteps.class,
            x -> ProjectSteps.of(x.get(0), x.get(1)),
            make.random(3, 4),
            make.random(2, 3)));
    cases.add(
        new Case(
            Multiply.class,
            x -> Multiply.of(x.get(0), x.get(1)),
            make.random(4, 3),
            make.random(4, 3)));
    cases.add(new Case(Multiply.class, x -> Multiply.of(x.get(0), x.get(0)), make.random(4, 3)));
    cases.add(
        new Case(
            Project.class,
            x -> Project.of(x.get(0), x.get(1)),
            make.random(5, 4),
            make.random(1, 4)));
    cases.add(new Case(RowSlice.class, x -> RowSlice.of(x.get(0), 1, 4), make.random(6, 3)));
    cases.add(
        new Case(
            ScaleRows.class,
            x -> ScaleRows.of(x.get(0), x.get(1)),
            make.random(5, 3),
            make.random(5, 1)));
    cases.add(
        new Case(
            SegmentBroadcast.class, x -> SegmentBroadcast.of(x.get(0), ragged), make.random(4, 3)));
    cases.add(
        new Case(
            SegmentSoftmax.class, x -> SegmentSoftmax.of(x.get(0), ragged), make.random(9, 2)));
    cases.add(new Case(SegmentSum.class, x -> SegmentSum.of(x.get(0), ragged), make.random(9, 3)));
    cases.add(new Case(Sigmoid.class, x -> Sigmoid.of(x.get(0)), make.random(4, 3)));
    cases.add(
        new Case(
            SoftmaxCrossEntropy.class,
            x -> crossEntropy(x.get(0), x.get(1), targets),
            make.random(3, 4),
            make.random(7, 4)));
    // The table as it is trained: scored without its first row, and looked up as well.
    cases.add(
        new Case(
            SoftmaxCrossEntropy.class,
            x -> {
              Var sessions = RowSlice.of(Gather.of(x.get(0), make.gather(8, 4, 1, 4)), 0, 3);
              return crossEntropy(sessions, RowSlice.of(x.get(0), 1, 8), targets);
            },
            make.random(8, 4)));
    cases.add(targetAttention(make, arena, targets));
    cases.add(usageScaled(make, arena, targets));
    cases.add(normalized(make, targets));
    cases.add(replaced(make, arena, targets));
    cases.add(biased(make, targets));
    cases.addAll(sampled(make, arena));
    cases.add(new Case(SpMM.class, x -> SpMM.of(sparse, x.get(0)), make.random(5, 3)));
    cases.add(new Case(Tanh.class, x -> Tanh.of(x.get(0)), make.random(4, 3)));
    cases.addAll(layers(make, arena, ragged));
    cases.addAll(attention(make, ragged));
    cases.addAll(windows(make));
    return cases;
  }

  /** Sequences of lengths 4, 3, 1 and of a single step, with a bias and without. */
  private static List<Case> sequences(Fixtures make) {
    var ragged = new GruSequence.Steps(new int[] {3, 2, 2, 1});
    var single = new GruSequence.Steps(new int[] {3});
    return List.of(
        new Case(
            GruSequence.class,
            x -> GruSequence.of(x.get(0), x.get(1), Optional.of(x.get(2)), ragged),
            make.random(8, 6),
            make.random(6, 2),
            make.random(6)),
        new Case(
            GruSequence.class,
            x -> GruSequence.of(x.get(0), x.get(1), Optional.empty(), ragged),
            make.random(8, 6),
            make.random(6, 2)),
        new Case(
            GruSequence.class,
            x -> GruSequence.of(x.get(0), x.get(1), Optional.of(x.get(2)), single),
            make.random(3, 6),
            make.random(6, 2),
            make.random(6)));
  }

  /** Two windows of three steps, filters of every height, and of a window of one step. */
  private static List<Case> windows(Fixtures make) {
    List<Case> cases = new ArrayList<>();
    for (int height = 1; height <= 3; height++) {
      int h = height;
      cases.add(
          new Case(
              Convolution.class,
              x -> Convolution.of(x.get(0), x.get(1), 3, h),
              make.random(6, 4),
              make.random(2, 4 * h)));
    }
    cases.add(
        new Case(
            Convolution.class,
            x -> Convolution.of(x.get(0), x.get(1), 1, 1),
            make.random(3, 2),
            make.random(4, 2)));
    cases.add(new Case(MaxOverTime.class, x -> MaxOverTime.of(x.get(0), 3), make.random(6, 4)));
    cases.add(new Case(MaxOverTime.class, x -> MaxOverTime.of(x.get(0), 1), make.random(2, 3)));
    return cases;
  }

  /** Norms, dropout and rearrangement. */
  private static List<Case> layers(Fixtures make, Arena arena, Segments ragged) {
    Tensor keep = arena.copyOf(new double[] {1, 0, 1, 0, 1, 1, 0, 1, 0}, 9);
    // The only kink is at 0, far from all of these.
    Tensor bothSides = arena.copyOf(new double[] {-2, -0.5, 0.5, 1, -0.01, 0.01}, 2, 3);
    return List.of(
        new Case(ColumnSlice.class, x -> ColumnSlice.of(x.get(0), 1, 3), make.random(3, 4)),
        new Case(Dropout.class, x -> Dropout.of(x.get(0), 0.4, 3, 1), make.random(4, 3)),
        new Case(
            LayerNorm.class,
            x -> LayerNorm.of(x.get(0), x.get(1), x.get(2), 1e-5),
            make.random(4, 5),
            make.random(5),
            make.random(5)),
        new Case(LeakyRelu.class, x -> LeakyRelu.of(x.get(0), 0.2), bothSides),
        new Case(LeakyRelu.class, x -> LeakyRelu.of(x.get(0), 0), bothSides),
        new Case(Gelu.class, x -> Gelu.of(x.get(0)), make.random(4, 3)),
        new Case(
            MaskedSegmentSoftmax.class,
            x -> MaskedSegmentSoftmax.of(x.get(0), keep, ragged),
            make.random(9, 2)),
        new Case(Reshape.class, x -> Reshape.of(x.get(0), 3, 4), make.random(2, 6)),
        // A gradient that arrives in two parts, as touched rows and written out.
        new Case(
            Reshape.class,
            x -> {
              Var y = Reshape.of(x.get(0), 4, 3);
              return Add.of(Gather.of(y, make.gather(4, 2, 2, 0)), RowSlice.of(y, 1, 4));
            },
            make.random(2, 6)),
        new Case(
            RowDot.class, x -> RowDot.of(x.get(0), x.get(1)), make.random(4, 3), make.random(4, 3)),
        new Case(RowDot.class, x -> RowDot.of(x.get(0), x.get(0)), make.random(4, 3)),
        new Case(Scale.class, x -> Scale.of(x.get(0), -0.3), make.random(4, 3)),
        new Case(Normalize.class, x -> Normalize.of(x.get(0)), make.random(2, 3)),
        new Case(Norm.class, x -> Norm.of(x.get(0)), make.random(4, 3)),
        new Case(Norm.class, x -> Norm.of(x.get(0)), arena.filled(0, 2, 3)),
        new Case(UnitRows.class, x -> UnitRows.of(x.get(0)), make.random(4, 3)),
        new Case(Log.class, x -> Log.of(Sigmoid.of(x.get(0))), make.random(4, 3)),
        new Case(
            WeightedSum.class,
            x -> WeightedSum.of(x.get(0), arena.copyOf(new double[] {0.5, 0, -2, 1}, 4)),
            make.random(4, 1)));
  }

  private static List<Case> attention(Fixtures make, Segments ragged) {
    List<Case> cases = new ArrayList<>();
    for (int heads = 1; heads <= 3; heads++) {
      int h = heads;
      for (boolean causal : new boolean[] {false, true}) {
        for (double dropout : new double[] {0, 0.3}) {
          var how = new AttentionKernels.Attention(h, causal, dropout, 5, 2);
          cases.add(
              new Case(
                  Attention.class,
                  x -> Attention.of(x.get(0), x.get(1), x.get(2), ragged, how),
                  make.random(9, 2 * h),
                  make.random(9, 2 * h),
                  make.random(9, 2 * h)));
        }
      }
      cases.add(
          new Case(
              HeadDot.class,
              x -> HeadDot.of(x.get(0), x.get(1)),
              make.random(4, 3 * h),
              make.random(h, 3)));
      cases.add(new Case(HeadMean.class, x -> HeadMean.of(x.get(0), h), make.random(4, 3 * h)));
    }
    // Self-attention: one value in all three roles.
    var self = AttentionKernels.Attention.of(2, true);
    cases.add(
        new Case(
            Attention.class,
            x -> Attention.of(x.get(0), x.get(0), x.get(0), ragged, self),
            make.random(9, 4)));
    return cases;
  }

  /** Sessions of 1, 4 and 2 nodes, repeated clicks, padding in some. */
  private static Case targetAttention(Fixtures make, Arena arena, Ints targets) {
    Segments nodes = make.segments(1, 4, 2);
    Tensor clicks = arena.copyOf(new double[] {1, 2, 1, 1, 3, 1, 1}, 7);
    Tensor padding = arena.copyOf(new double[] {3, 0, 1}, 3);
    return new Case(
        SoftmaxCrossEntropy.class,
        x -> {
          Scorer scorer =
              new Scorer.TargetAttention(
                  x.get(0).value(),
                  x.get(1).value(),
                  x.get(2).value(),
                  x.get(3).value(),
                  nodes,
                  clicks,
                  padding);
          return SoftmaxCrossEntropy.of(scorer, x, targets);
        },
        make.random(3, 4),
        make.random(7, 4),
        make.random(7, 4),
        make.random(7, 4));
  }

  /** The second session has used nothing. */
  private static Case usageScaled(Fixtures make, Arena arena, Ints targets) {
    Ints begins = arena.copyOf(new int[] {0, 3, 3, 5});
    Ints used = arena.copyOf(new int[] {0, 2, 6, 1, 6});
    Scorer.Usage usage = new Scorer.Usage(begins, used, make.random(5, 2));
    return new Case(
        SoftmaxCrossEntropy.class,
        x -> {
          Scorer scorer =
              new Scorer.UsageScaled(x.get(0).value(), x.get(1).value(), x.get(2).value(), usage);
          return SoftmaxCrossEntropy.of(scorer, x, targets);
        },
        make.random(3, 4),
        make.random(7, 4),
        make.random(2));
  }

  private static Case normalized(Fixtures make, Ints targets) {
    return new Case(
        SoftmaxCrossEntropy.class,
        x -> {
          Scorer scorer = new Scorer.NormalizedDot(x.get(0).value(), x.get(1).value());
          return SoftmaxCrossEntropy.of(scorer, x, targets);
        },
        make.random(3, 4),
        make.random(7, 4));
  }

  /** With weights, and of each session some items given: nothing goes through those. */
  private static Case replaced(Fixtures make, Arena arena, Ints targets) {
    Ints begins = arena.copyOf(new int[] {0, 3, 3, 5});
    Ints listed = arena.copyOf(new int[] {0, 1, 6, 1, 2});
    Tensor given =
        arena.copyOf(
            new double[] {0.5, -1, Double.NEGATIVE_INFINITY, 2, Double.NEGATIVE_INFINITY}, 5);
    Tensor weights = arena.copyOf(new double[] {0.25, 2, 1}, 3);
    return new Case(
        SoftmaxCrossEntropy.class,
        x -> {
          Scorer unit = new Scorer.NormalizedDot(x.get(0).value(), x.get(1).value());
          Scorer scorer = new Scorer.Replaced(unit, begins, listed, given);
          return SoftmaxCrossEntropy.of(scorer, x, targets, weights);
        },
        make.random(3, 4),
        make.random(7, 4));
  }

  private static Case biased(Fixtures make, Ints targets) {
    return new Case(
        SoftmaxCrossEntropy.class,
        x -> {
          Scorer.Dot dot = new Scorer.Dot(x.get(0).value(), x.get(1).value());
          return SoftmaxCrossEntropy.of(new Scorer.Biased(dot, x.get(2).value()), x, targets);
        },
        make.random(3, 4),
        make.random(7, 4),
        make.random(7, 1));
  }

  /** Losses over shared candidates, and parts put together. */
  private static List<Case> sampled(Fixtures make, Arena arena) {
    Tensor weights = arena.copyOf(new double[] {0.25, 2, 1}, 3);
    return List.of(
        new Case(SampledLoss.class, x -> SampledLoss.softmax(x.get(0), weights), make.random(3, 5)),
        new Case(
            SampledLoss.class,
            x -> SampledLoss.bprMax(x.get(0), weights, new BprMax(0, 0.7)),
            make.random(3, 5)),
        new Case(
            SampledLoss.class,
            x -> SampledLoss.bprMax(x.get(0), weights, new BprMax(0.5, 0.9)),
            make.random(3, 3)),
        new Case(
            Stack.class,
            x -> Stack.of(List.of(x.get(0), x.get(1), x.get(0))),
            make.random(2, 3),
            make.random(4, 3)));
  }

  private static Var crossEntropy(Var sessions, Var items, Ints targets) {
    Scorer scorer = new Scorer.Dot(sessions.value(), items.value());
    return SoftmaxCrossEntropy.of(scorer, List.of(sessions, items), targets);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithCentralDifferences() {
    return checks(c -> Stream.of(check(c.operation.getSimpleName(), c.function, c.inputs)));
  }

  /** One input after another is data: the others still get their gradients, and the same ones. */
  @TestFactory
  Stream<DynamicTest> agreesWhereAnInputIsConstant() {
    return checks(
        c ->
            IntStream.range(0, c.inputs.length)
                .filter(i -> c.inputs.length > 1)
                .mapToObj(i -> checkWithConstant(c, i)));
  }

  private static DynamicTest checkWithConstant(Case c, int constant) {
    List<Tensor> others = new ArrayList<>(List.of(c.inputs));
    Tensor value = others.remove(constant);
    return check(
        c.operation.getSimpleName() + ", input " + constant + " constant",
        x -> {
          List<Var> all = new ArrayList<>(x);
          all.add(constant, x.get(0).tape().constant(value, "constant"));
          return c.function.apply(all);
        },
        others.toArray(Tensor[]::new));
  }

  private static DynamicTest check(
      String name, Function<List<Var>, Var> function, Tensor... inputs) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Worst worst = GradCheck.check(inputs[0].backend(), function, List.of(inputs));
          assertThat(worst.passed()).as("%s", worst).isTrue();
        });
  }

  private static Stream<DynamicTest> checks(Function<Case, Stream<DynamicTest>> of) {
    Arena arena = new Arena(new ReferenceBackend());
    return cases(new Fixtures(arena), arena).stream().flatMap(of).onClose(arena::close);
  }

  @Test
  void everyOperationHasACase() {
    JavaClasses classes = new ClassFileImporter().importPackages("io.sbr.autograd");
    Set<String> operations =
        classes.stream()
            .filter(c -> c.isAssignableTo(Operation.class))
            .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .filter(c -> !c.getName().contains("Test"))
            .map(c -> c.getSimpleName())
            .collect(Collectors.toSet());
    try (Arena arena = new Arena(new ReferenceBackend())) {
      Set<String> checked =
          cases(new Fixtures(arena), arena).stream()
              .map(c -> c.operation.getSimpleName())
              .collect(Collectors.toSet());
      assertThat(operations).isNotEmpty();
      assertThat(checked).as("operations with a gradient check").isEqualTo(operations);
    }
  }
}
