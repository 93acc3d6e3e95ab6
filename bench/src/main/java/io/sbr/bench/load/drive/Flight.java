package io.sbr.bench.load.drive;

/**
 * A request from its intended time on.
 *
 * @param request what is asked
 * @param intended when it should have gone, {@link System#nanoTime}
 * @param counted whether it is after the warm-up
 */
record Flight(Request request, long intended, boolean counted) {}
