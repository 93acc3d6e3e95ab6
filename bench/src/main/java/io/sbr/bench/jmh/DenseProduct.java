package io.sbr.bench.jmh;

import io.sbr.bench.roofline.Work;
import io.sbr.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Dense products in the shapes that occur: the scores of 100 sessions over Diginetica's catalogue,
 * the gradients of the sessions and of the item table, a layer's product, and a cube as the
 * yardstick that every library knows.
 */
public class DenseProduct extends OnBackend {
  /** The operands; see {@link ProductShape}. */
  @Param({
    "100x100*43097x100T",
    "100x43097*43097x100",
    "100x43097T*100x100",
    "500x100*100x300",
    "1024x1024*1024x1024"
  })
  public String product;

  private ProductShape shape;
  private Tensor a;
  private Tensor b;
  private Tensor out;

  @Override
  void prepare() {
    shape = ProductShape.parse(product);
    a = random(shape.aRows(), shape.aCols());
    b = random(shape.bRows(), shape.bCols());
    out = arena.tensor(shape.m(), shape.n());
  }

  /** out = op(a)·op(b). */
  @Benchmark
  public void multiply() {
    backend.matmul(a, shape.transposeA(), b, shape.transposeB(), out, false);
    await(out);
  }

  @Override
  public Map<String, Work> work() {
    return Map.of("multiply", ProductShape.parse(product).work());
  }
}
