package io.sbr.models.graph;

import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.models.TestBackends;
import java.util.List;

/** PSR-GAT's golden cases, within the same bounds, on a CUDA device. */
@RequiresCuda
class CudaPsrGatGoldenTest extends PsrGatGoldenTest {
  @Override
  List<TestBackends.Named> backends() {
    return List.of(TestBackends.cuda());
  }
}
