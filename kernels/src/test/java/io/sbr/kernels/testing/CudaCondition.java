package io.sbr.kernels.testing;

import io.sbr.kernels.cuda.CudaProbe;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for a device once, and says on which one the tests run or why they do not. */
final class CudaCondition implements ExecutionCondition {
  private static final AtomicBoolean SAID = new AtomicBoolean();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    CudaProbe probe = CudaProbe.result();
    if (probe.missing().isEmpty()) {
      say("tests tagged 'cuda' run on: " + probe.deviceName().orElseThrow());
      return ConditionEvaluationResult.enabled("a CUDA device");
    }
    String reason = "no CUDA device: " + probe.missing().orElseThrow();
    if (Boolean.parseBoolean(System.getenv("REQUIRE_CUDA"))) {
      throw new IllegalStateException("REQUIRE_CUDA=true, and there is " + reason);
    }
    say("SKIPPED: " + reason + "; tests tagged 'cuda' do not run");
    return ConditionEvaluationResult.disabled(reason);
  }

  private static void say(String line) {
    if (SAID.compareAndSet(false, true)) {
      System.out.println(line);
    }
  }
}
