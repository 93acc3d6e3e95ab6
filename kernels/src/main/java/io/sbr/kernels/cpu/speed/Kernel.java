package io.sbr.kernels.cpu.speed;

/**
 * Something to time.
 *
 * @param name for people
 * @param limit what keeps it from being faster
 * @param work of one call: operations or bytes, by its limit
 * @param leastShare of its ceiling; below it is flagged. About half of what it reaches where all is
 *     well, since this is no fine measurement
 * @param call does it once
 */
record Kernel(String name, Limit limit, double work, double leastShare, Runnable call) {}
