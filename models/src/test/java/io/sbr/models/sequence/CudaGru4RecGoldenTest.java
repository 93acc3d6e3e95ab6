package io.sbr.models.sequence;

import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.models.TestBackends;
import java.util.List;

/** The same golden cases, within the same bounds, on a CUDA device. */
@RequiresCuda
class CudaGru4RecGoldenTest extends Gru4RecGoldenTest {
  @Override
  List<TestBackends.Named> backends() {
    return List.of(TestBackends.cuda());
  }
}
