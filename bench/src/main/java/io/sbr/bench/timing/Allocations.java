package io.sbr.bench.timing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes that the threads of this JVM have allocated on its heap so far, each thread from its start;
 * those of the compiler and the collector do not count.
 *
 * @param byThread id and bytes of each living thread
 */
public record Allocations(Map<Long, Long> byThread) {
  /** As of now. */
  public static Allocations now() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> byThread = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      byThread.put(ids[i], Math.max(0, bytes[i])); // −1: the thread has ended meanwhile
    }
    return new Allocations(byThread);
  }

  /** What the threads alive now have allocated since then. */
  public long bytesSince(Allocations before) {
    return byThread.entrySet().stream()
        .mapToLong(entry -> entry.getValue() - before.byThread.getOrDefault(entry.getKey(), 0L))
        .sum();
  }
}
