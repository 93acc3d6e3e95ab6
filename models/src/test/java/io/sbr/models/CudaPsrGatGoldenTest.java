package io.sbr.models;

import io.sbr.kernels.testing.RequiresCuda;
import java.util.List;

/** PSR-GAT's golden cases, within the same bounds, on a CUDA device. */
@RequiresCuda
class CudaPsrGatGoldenTest extends PsrGatGoldenTest {
  @Override
  List<TestBackends.Named> backends() {
    return List.of(TestBackends.cuda());
  }
}
