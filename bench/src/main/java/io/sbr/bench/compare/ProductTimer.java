package io.sbr.bench.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sbr.bench.jmh.DenseProduct;
import io.sbr.bench.jmh.ProductShape;
import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.StatUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times the products of {@link DenseProduct} and prints one line of JSON with the shapes' names and
 * fields of the PyTorch program it is compared with.
 */
@Command(
    name = "gemm",
    mixinStandardHelpOptions = true,
    description = "Times dense products and prints one line of JSON.")
public final class ProductTimer implements Callable<Integer> {
  /** Operations between two readings of the clock, at least: some 2 ms. */
  private static final double FLOPS = 2e8;

  private static final Map<String, String> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put("scores 100x100 (43097x100)^T", "100x100*43097x100T");
    SHAPES.put("100x43097 43097x100", "100x43097*43097x100");
    SHAPES.put("(100x43097)^T 100x100", "100x43097T*100x100");
    SHAPES.put("500x100 100x300", "500x100*100x300");
    SHAPES.put("1024^3", "1024x1024*1024x1024");
  }

  @Option(names = "--device", defaultValue = "cpu", description = "default ${DEFAULT-VALUE}")
  private String device;

  @Option(names = "--threads", defaultValue = "0", description = "default 0, all processors")
  private int threads;

  @Option(names = "--steps", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
  private int steps;

  @Option(
      names = "--warmup",
      defaultValue = "1000",
      description = "milliseconds for each shape, for the compiler; default ${DEFAULT-VALUE}")
  private long warmup;

  @Override
  public Integer call() throws JsonProcessingException {
    if (steps < 1) {
      throw new IllegalArgumentException("--steps must be at least 1");
    }
    ArrayNode rows = new ObjectMapper().createArrayNode();
    String description;
    try (Backend backend = Backends.choose(device, threads).backend()) {
      description = backend.description();
    }
    SHAPES.forEach(
        (name, product) -> {
          double flops = ProductShape.parse(product).work().flops();
          double[] seconds = seconds(product, flops);
          rows.addObject()
              .put("program", "sbr")
              .put("device", description)
              .put("shape", name)
              .put("threads", threads == 0 ? Runtime.getRuntime().availableProcessors() : threads)
              .put("best", flops / StatUtils.min(seconds) / 1e9)
              .put("median", flops / StatUtils.percentile(seconds, 50) / 1e9);
        });
    System.out.println(new ObjectMapper().writeValueAsString(rows));
    return 0;
  }

  private double[] seconds(String product, double flops) {
    DenseProduct benchmark = new DenseProduct();
    benchmark.device = device;
    benchmark.threads = threads;
    benchmark.product = product;
    benchmark.open();
    try {
      int inner = (int) Math.max(1, Math.round(FLOPS / flops));
      long begin = System.nanoTime();
      do {
        benchmark.multiply();
      } while (System.nanoTime() - begin < warmup * 1_000_000);
      double[] seconds = new double[steps];
      for (int step = 0; step < steps; step++) {
        begin = System.nanoTime();
        for (int i = 0; i < inner; i++) {
          benchmark.multiply();
        }
        seconds[step] = (System.nanoTime() - begin) * 1e-9 / inner;
      }
      return seconds;
    } finally {
      benchmark.close();
    }
  }
}
