package io.sbr.cli;

import io.sbr.kernels.cpu.CpuProvider;
import io.sbr.tensor.Backend;
import io.sbr.tensor.BackendProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The cpu backend with something to say after its first product. */
public final class ComplainingProvider implements BackendProvider {
  static final String NAME = "complaining";
  static final String NOTICE = "slow: I have a cold";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int preference() {
    return -1;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public Backend create(int threads) {
    Backend cpu = new CpuProvider().create(threads);
    AtomicReference<Consumer<String>> listener = new AtomicReference<>();
    AtomicBoolean said = new AtomicBoolean();
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("onNotice")) {
                @SuppressWarnings("unchecked") // which the contract says
                Consumer<String> whom = (Consumer<String>) arguments[0];
                listener.set(whom);
                return null;
              }
              try {
                return method.invoke(cpu, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                Consumer<String> whom = listener.get();
                if (method.getName().equals("matmul") && whom != null && !said.getAndSet(true)) {
                  whom.accept(NOTICE);
                }
              }
            });
  }
}
