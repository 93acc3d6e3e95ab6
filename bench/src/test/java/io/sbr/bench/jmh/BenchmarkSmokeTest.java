package io.sbr.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.AttentionKernels;
import io.sbr.tensor.BackendProvider;
import io.sbr.tensor.Backends;
import io.sbr.tensor.DenseKernels;
import io.sbr.tensor.HeadKernels;
import io.sbr.tensor.NormKernels;
import io.sbr.tensor.OptimizerKernels;
import io.sbr.tensor.RaggedKernels;
import io.sbr.tensor.RecurrentKernels;
import io.sbr.tensor.SampledKernels;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark that JMH knows can be set up, called once and costed, on a small problem. */
class BenchmarkSmokeTest {
  private static final Map<String, String> TINY =
      Map.of(
          "product", "5x7*3x7T",
          "graph", "9x1.5",
          "nodes", "9",
          "rows", "20",
          "batch", "4",
          "items", "50",
          "hidden", "6",
          "heads", "2",
          "k", "3",
          "threads", "1");

  /** Parameters that choose other code, not other sizes: all their values are tried. */
  private static final Set<String> CHOICES = Set.of("model", "scores", "operation", "oneIn");

  @BeforeEach
  void makeUpClicks() {
    System.setProperty("sbr.data", "no-such-folder");
  }

  @AfterEach
  void restore() {
    System.clearProperty("sbr.data");
  }

  static Set<BenchmarkListEntry> entries() {
    OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(silent, List.of("CeilingBenchmark"));
  }

  static Stream<Arguments> onHostDevices() {
    List<Arguments> all = new ArrayList<>();
    for (BenchmarkListEntry entry : entries()) {
      String name = entry.getUsername();
      int dot = name.lastIndexOf('.');
      for (String device : List.of("reference", "cpu")) {
        for (Map<String, String> choice : choices(entry)) {
          all.add(Arguments.of(device, name.substring(0, dot), name.substring(dot + 1), choice));
        }
      }
    }
    return all.stream();
  }

  static List<Map<String, String>> choices(BenchmarkListEntry entry) {
    Map<String, String[]> declared = entry.getParams().orElse(Map.of());
    return declared.keySet().stream()
        .filter(CHOICES::contains)
        .findFirst()
        .map(name -> Arrays.stream(declared.get(name)).map(v -> Map.of(name, v)).toList())
        .orElse(List.of(Map.of()));
  }

  @ParameterizedTest(name = "{0} {1}.{2} {3}")
  @MethodSource("onHostDevices")
  void runsOnceAtTinySize(
      String device, String className, String method, Map<String, String> choice) throws Exception {
    String missing = "no device " + device + " on this machine";
    if (!usable(device)) {
      System.out.println("skipped: " + missing);
    }
    Assumptions.assumeTrue(usable(device), missing);
    Map<String, String> parameters = new HashMap<>(TINY);
    parameters.put("device", device);
    parameters.putAll(choice);
    OnBackend benchmark = Benchmarks.create(className, parameters);
    benchmark.open();
    long live = benchmark.backend.liveBytes();
    benchmark.getClass().getMethod(method).invoke(benchmark);
    assertThat(benchmark.backend.liveBytes()).as("memory kept by a call").isEqualTo(live);
    benchmark.close();
    Work work = benchmark.work().get(method);
    assertThat(work).as("work of " + method).isNotNull();
    assertThat(work.flops()).isNotNegative(); // a copy has none
    assertThat(work.bytes(8)).isGreaterThan(work.bytes(4));
  }

  private static boolean usable(String device) {
    return Backends.providers().stream()
        .filter(provider -> provider.name().equals(device))
        .map(BackendProvider::unavailable)
        .anyMatch(Optional::isEmpty);
  }

  /** Kernels whose benchmark has another name than theirs. */
  private static final Set<String> NAMED_OTHERWISE =
      Set.of(
          "matmul", // DenseProduct
          "spmm", // SparseProduct
          "gruCell", // GruUpdate
          "gruCellBackward",
          "layerNorm", // LayerNorm
          "layerNormBackward",
          "attention", // RaggedAttention
          "attentionBackward",
          "segmentSoftmax", // SegmentedSoftmax
          "segmentSoftmaxBackward",
          "softmaxCrossEntropy", // Catalogue.loss
          "adam"); // AdamUpdate

  @Test
  void everyKernelIsMeasured() {
    Set<String> measured = new HashSet<>(NAMED_OTHERWISE);
    for (BenchmarkListEntry entry : entries()) {
      measured.add(entry.getUsername().substring(entry.getUsername().lastIndexOf('.') + 1));
      String[] operations = entry.getParams().orElse(Map.of()).get("operation");
      measured.addAll(operations == null ? List.of() : List.of(operations));
    }
    Set<String> kernels =
        Stream.of(
                DenseKernels.class,
                RaggedKernels.class,
                RecurrentKernels.class,
                NormKernels.class,
                AttentionKernels.class,
                HeadKernels.class,
                SampledKernels.class,
                OptimizerKernels.class)
            .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
            .filter(method -> !method.isSynthetic())
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(kernels).contains("addRow", "headMeanBackward").isSubsetOf(measured);
    assertThat(NAMED_OTHERWISE).isSubsetOf(kernels);
  }

  @Test
  void coversEveryFamilyOfTheContract() {
    Set<String> names =
        entries().stream()
            .map(BenchmarkListEntry::getUsername)
            .map(name -> name.replaceFirst("io\\.sbr\\.bench\\.\\w+\\.", ""))
            .collect(Collectors.toSet());
    assertThat(names)
        .containsExactlyInAnyOrder(
            "AdagradUpdate.adagrad",
            "AdagradUpdate.adagradRows",
            "AdamUpdate.dense",
            "AdamUpdate.structured",
            "AdamUpdate.toDense",
            "Catalogue.logSums",
            "Catalogue.loss",
            "Catalogue.lossAndGradient",
            "Catalogue.packItems",
            "Catalogue.ranks",
            "Catalogue.ranksAndTopK",
            "Catalogue.scores",
            "Catalogue.topK",
            "Catalogue.topKAndLogSums",
            "DenseProduct.multiply",
            "Elementwise.run",
            "EvaluationBatch.ranks",
            "FilteredRetrieval.recommendOnly",
            "GruUpdate.backward",
            "GruUpdate.forward",
            "LayerNorm.backward",
            "LayerNorm.forward",
            "NodeRows.run",
            "RaggedAttention.backward",
            "RaggedAttention.forward",
            "Retrieval.recommend",
            "Retrieval.topK",
            "SegmentedSoftmax.backward",
            "SegmentedSoftmax.forward",
            "SharedCandidates.bprMax",
            "SharedCandidates.sampledSoftmax",
            "SparseProduct.multiply",
            "TrainingStep.step",
            "UnrolledGru.forward",
            "UnrolledGru.forwardAndBackward",
            "WindowConvolution.forward",
            "WindowConvolution.forwardAndBackward");
  }
}
