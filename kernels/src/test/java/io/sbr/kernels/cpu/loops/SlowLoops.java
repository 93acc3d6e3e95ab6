package io.sbr.kernels.cpu.loops;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Loops with right results whose products first waste processor time. */
public final class SlowLoops {
  private static final long WASTE_NANOS = 40_000_000;

  private SlowLoops() {}

  /** Those of {@code inner}, which say of themselves that they are not plain. */
  public static Loops of(Loops inner) {
    return (Loops)
        Proxy.newProxyInstance(
            Loops.class.getClassLoader(),
            new Class<?>[] {Loops.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("plain")) {
                return false;
              }
              if (method.getName().startsWith("multiply") && method.getParameterCount() > 7) {
                waste();
              }
              try {
                return method.invoke(inner, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void waste() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long end = threads.getCurrentThreadCpuTime() + WASTE_NANOS;
    while (threads.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
