/**
 * How fast the main kernels of the cpu backend are in this JVM, in a few seconds and beside the
 * processor's ceilings. A look for people at their own machine; figures to publish are measured
 * with more patience, by benchmarks.
 */
package io.sbr.kernels.cpu.speed;
