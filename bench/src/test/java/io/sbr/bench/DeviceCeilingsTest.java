package io.sbr.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sbr.tensor.Backend;
import io.sbr.tensor.Backends;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Ceilings measured through the contract. */
class DeviceCeilingsTest {
  private static final DeviceCeilings.Sizes TINY = new DeviceCeilings.Sizes(20, 3000, 50, 4);

  @Test
  void ratesArePositiveAndNothingIsKept() {
    try (Backend backend = Backends.choose("reference", 1).backend()) {
      DeviceCeilings ceilings = DeviceCeilings.measure(backend, TINY);
      assertThat(ceilings.gflops()).isBetween(1e-6, 1e3);
      assertThat(ceilings.memory()).isBetween(1e-6, 1e4);
      assertThat(ceilings.cache()).isGreaterThanOrEqualTo(ceilings.memory());
      assertThat(ceilings.roundTrip()).isBetween(0.0, 1.0);
      assertThat(backend.liveBytes()).isZero();
    }
  }

  @Test
  void emulatedDeviceIsCalledWhatItIsAndHasNoCeilings() {
    try (Backend real = Backends.choose("reference", 1).backend()) {
      Backend emulated = emulated(real);
      assertThat(Device.of(emulated).label()).isEqualTo("emulated cuda (no GPU)");
      assertThat(Device.of(emulated).onProcessor()).isFalse();
      assertThatThrownBy(() -> DeviceCeilings.measure(emulated, TINY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CPU-emulated CUDA device (no GPU)");
    }
  }

  /** The same backend under the emulated device's name. */
  private static Backend emulated(Backend backend) {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "name" -> "cuda";
                  case "description" ->
                      "cuda (float32, CPU-emulated CUDA device (no GPU), sm_75, cuBLAS)";
                  default -> method.invoke(backend, args);
                });
  }
}
