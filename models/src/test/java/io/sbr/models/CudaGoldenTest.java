package io.sbr.models;

import io.sbr.kernels.testing.RequiresCuda;
import java.util.List;

/** The same golden cases, within the same bounds, on a CUDA device. */
@RequiresCuda
class CudaGoldenTest extends GoldenTest {
  @Override
  List<TestBackends.Named> backends() {
    return List.of(TestBackends.cuda());
  }
}
