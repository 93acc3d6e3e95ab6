package io.sbr.kernels.cpu.engine;

import io.sbr.kernels.cpu.loops.Loops;
import io.sbr.kernels.cpu.memory.CpuMemory;

/**
 * What all kernels of one backend share.
 *
 * @param loops vector or plain
 * @param team the threads
 * @param memory the arrays
 * @param gemm building blocks of products
 * @param watch notices whether vectors are slow
 */
public record Engine(Loops loops, ThreadTeam team, CpuMemory memory, Gemm gemm, SpeedWatch watch) {
  /** Element operations in one task: some 4 µs in the cache, twice that beyond. */
  private static final int CHUNK = 1 << 15;

  /** Work on the elements or rows {@code [from, to)}. */
  public interface Range {
    /** Works on the rows {@code [from, to)}. */
    void run(int from, int to);
  }

  /** An engine with a team of so many threads and its own watch. */
  public static Engine of(Loops loops, int threads) {
    return of(loops, threads, SpeedWatch.of(loops));
  }

  /** An engine with a team of so many threads. */
  public static Engine of(Loops loops, int threads, SpeedWatch watch) {
    return new Engine(loops, new ThreadTeam(threads), new CpuMemory(), new Gemm(loops), watch);
  }

  /**
   * Runs {@code work} over {@code rows} rows, each independent of the others and as much work as
   * {@code cost} simple element operations; in tasks only when there is enough for several.
   */
  public void forRows(int rows, long cost, Range work) {
    if (rows * cost < 2 * CHUNK) {
      work.run(0, rows);
      return;
    }
    int block = (int) Math.max(1, CHUNK / Math.max(1, cost));
    team.run(
        (rows - 1) / block + 1,
        task -> {
          int from = task * block;
          work.run(from, from + Math.min(block, rows - from));
        });
  }
}
