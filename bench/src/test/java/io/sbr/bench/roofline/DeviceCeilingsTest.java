package io.sbr.bench.roofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import io.sbr.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Roofline measured through the contract: what is timed, not how long it takes here. */
class DeviceCeilingsTest {
  private static final DeviceRoofline.Sizes TINY = new DeviceRoofline.Sizes(20, 3000, 50, 4);

  /** Ten runs and two before them: a product, large copies, small ones in a row, the least one. */
  @Test
  void whatIsTimedHasTheSizesToldAndNothingIsKept() {
    try (Backend real = Backends.choose("reference", 1).backend()) {
      List<String> timed = new ArrayList<>();
      Backend watched =
          between(
              real,
              (method, args) -> {
                switch (method.getName()) {
                  case "matmul" ->
                      timed.add(
                          "product " + ((Tensor) args[0]).shape() + ((Tensor) args[2]).shape());
                  case "copy" -> timed.add("copy " + ((Tensor) args[1]).shape());
                  default -> {} // not what a ceiling is of
                }
                return method.invoke(real, args);
              });
      DeviceRoofline.measure(watched, TINY);
      Map<String, Long> counts =
          timed.stream().collect(Collectors.groupingBy(call -> call, Collectors.counting()));
      assertThat(counts)
          .isEqualTo(
              Map.of(
                  "product [20, 20][20, 20]", 12L,
                  "copy [3000]", 12L,
                  "copy [50]", 4 * 12L,
                  "copy [1]", 12L));
      assertThat(real.liveBytes()).isZero();
    }
  }

  @Test
  void emulatedDeviceIsCalledWhatItIsAndHasNoCeilings() {
    try (Backend real = Backends.choose("reference", 1).backend()) {
      Backend emulated = emulated(real);
      assertThat(Device.of(emulated).label()).isEqualTo("emulated cuda (no GPU)");
      assertThat(Device.of(emulated).onProcessor()).isFalse();
      assertThatThrownBy(() -> DeviceRoofline.measure(emulated, TINY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CPU-emulated CUDA device (no GPU)");
    }
  }

  /** The same backend under the emulated device's name. */
  private static Backend emulated(Backend backend) {
    return between(
        backend,
        (method, args) ->
            switch (method.getName()) {
              case "name" -> "cuda";
              case "description" ->
                  "cuda (float32, CPU-emulated CUDA device (no GPU), sm_75, cuBLAS)";
              default -> method.invoke(backend, args);
            });
  }

  /** Answers a call of the contract. */
  private interface Answer {
    Object to(Method method, Object... args) throws ReflectiveOperationException;
  }

  private static Backend between(Backend backend, Answer answer) {
    return (Backend)
        Proxy.newProxyInstance(
            backend.getClass().getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, args) -> answer.to(method, args));
  }
}
