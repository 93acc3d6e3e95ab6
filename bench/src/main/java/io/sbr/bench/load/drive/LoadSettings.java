package io.sbr.bench.load.drive;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How a load is driven.
 *
 * @param schedule intended times, nanoseconds since the beginning, ascending
 * @param connections that are open at once; a request that finds none free waits for one
 * @param warmUp time at the beginning whose requests are sent, and not counted
 * @param time after that
 * @param deadline from the intended start; a request that has no answer then is given up
 */
public record LoadSettings(
    LongSupplier schedule, int connections, Duration warmUp, Duration time, Duration deadline) {}
