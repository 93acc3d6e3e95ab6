package io.sbr.kernels.testing;

import io.sbr.kernels.cuda.driver.CudaProbe;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
    Optional<String> required = required(System.getenv());
    if (required.isPresent()) {
      throw new IllegalStateException(required.get() + ", and there is " + reason);
    }
    say("SKIPPED: " + reason + "; tests tagged 'cuda' do not run");
    return ConditionEvaluationResult.disabled(reason);
  }

  /**
   * Why a missing device is an error: somebody asked for one, or the emulated one was built and is
   * on the library path, where only a fault of ours can hide it. Empty where tests may be skipped.
   */
  static Optional<String> required(Map<String, String> environment) {
    if (Boolean.parseBoolean(environment.get("REQUIRE_CUDA"))) {
      return Optional.of("REQUIRE_CUDA=true");
    }
    for (String folder :
        environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator)) {
      Path stamp = Path.of(folder, "stamp"); // the last thing that its build writes
      if (!folder.isEmpty() && Files.exists(stamp)) {
        return Optional.of("the emulated device was built in " + folder);
      }
    }
    return Optional.empty();
  }

  private static void say(String line) {
    if (SAID.compareAndSet(false, true)) {
      System.out.println(line);
    }
  }
}
