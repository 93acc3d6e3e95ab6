package io.sbr.models.sequence;

import io.sbr.kernels.testing.RequiresCuda;
import io.sbr.models.TestBackends;
import java.util.List;

/** The same on a CUDA device. */
@RequiresCuda
class CudaSasrecSessionsTest extends SasrecSessionsTest {
  @Override
  List<TestBackends.Named> backends() {
    return List.of(TestBackends.cuda());
  }
}
